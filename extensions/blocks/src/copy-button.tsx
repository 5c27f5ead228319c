import { useState } from 'preact/hooks';
import type { Host } from './host.ts';

interface Props {
  readonly host: Host;
  /** Unique on the page. */
  readonly id: string;
  readonly text: string;
  /** What the button says before it was used. */
  readonly label: string;
}

/** Copies a text. Says so afterwards, also to a screen reader; if the browser refuses, says how to help oneself. */
export function CopyButton({ host, id, text, label }: Props) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  const { translate } = host.i18n;
  return (
    <s-stack gap="small-200" alignItems="start" accessibilityRole="status">
      <s-button variant="secondary" commandFor={id} command="--copy">
        {outcome === 'copied' ? translate('copy.done') : label}
      </s-button>
      <s-clipboard-item
        id={id}
        text={text}
        onCopy={() => setOutcome('copied')}
        onCopyError={() => setOutcome('refused')}
      />
      {outcome === 'refused' && <s-text color="subdued">{translate('copy.refused')}</s-text>}
    </s-stack>
  );
}
