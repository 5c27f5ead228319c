import { Card, Icon } from '@shopify/polaris';
import { ChevronDownIcon, ChevronUpIcon } from '@shopify/polaris-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  title: string;
  /** the present state in one line, read while the part is folded */
  summary: ReactNode;
  /** null: it is always open */
  isOpen: boolean | null;
  onToggle(): void;
  hasProblem?: boolean;
  children: ReactNode;
}

/** A part of the editor. Folded, it says in one line what holds; open, it has the fields. */
export function Section({ name, title, summary, isOpen, onToggle, hasProblem, children }: Props) {
  const { t } = useTranslation();
  const panel = `section-${name}`;
  if (isOpen === null) {
    return (
      <Card padding="0">
        <section className="offer-section" aria-labelledby={`${panel}-title`}>
          <h2 className="offer-section__title" id={`${panel}-title`}>
            {title}
          </h2>
          <div className="offer-section__body">{children}</div>
        </section>
      </Card>
    );
  }
  return (
    <Card padding="0">
      <div className="offer-section" data-is-open={isOpen}>
        <h2 className="offer-section__head">
          <button type="button" aria-expanded={isOpen} aria-controls={panel} onClick={onToggle}>
            <span className="offer-section__words">
              <span className="offer-section__title">{title}</span>
              {isOpen ? null : <span className="offer-section__summary">{summary}</span>}
              {hasProblem && !isOpen ? (
                <span className="offer-section__problem">{t('offers:edit.sectionProblem')}</span>
              ) : null}
            </span>
            <Icon source={isOpen ? ChevronUpIcon : ChevronDownIcon} />
          </button>
        </h2>
        <div id={panel} className="offer-section__body" hidden={!isOpen}>
          {isOpen ? children : null}
        </div>
      </div>
    </Card>
  );
}
