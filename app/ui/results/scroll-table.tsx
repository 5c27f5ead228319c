import type { ReactNode } from 'react';

interface Props {
  /** what the table is about, for who does not see the heading above */
  label: string;
  /** a narrow screen shows a list instead */
  isWideOnly?: boolean;
  children: ReactNode;
}

/** A table that scrolls inside its card; by keyboard too. */
export function ScrollTable({ label, isWideOnly = false, children }: Props) {
  return (
    <section
      className={isWideOnly ? 'results-scroll results-wide' : 'results-scroll'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
    >
      <table className="results-table">{children}</table>
    </section>
  );
}
