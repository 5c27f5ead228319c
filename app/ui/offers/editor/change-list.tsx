import { useTranslation } from 'react-i18next';
import type { Change } from './describe-changes.ts';

/** Differences in words: what, what it was, what it is. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const { t } = useTranslation();
  return (
    <ul className="change-list">
      {changes.map(({ what, from, to }) => (
        <li key={what}>
          <span className="change-list__what">{what}</span>
          {from || to ? (
            <span>
              {from ? (
                <del>{from}</del>
              ) : (
                <span className="change-list__none">{t('offers:change.empty')}</span>
              )}
              <span aria-hidden="true"> → </span>
              {to ? <ins>{to}</ins> : <span className="change-list__none">{t('offers:change.empty')}</span>}
            </span>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
