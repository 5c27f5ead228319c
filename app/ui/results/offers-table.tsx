import { Badge, BlockStack, Card, Icon, InlineStack, Link, Select, Text } from '@shopify/polaris';
import { SortAscendingIcon, SortDescendingIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollTable } from './scroll-table.tsx';

export const offerColumns = [
  'shown',
  'clicked',
  'accepted',
  'bought',
  'earned',
  'discounts',
  'profit',
] as const;
export type OfferColumn = (typeof offerColumns)[number];

/** One offer as the table shows it. */
export interface OfferRow {
  id: string;
  name: string;
  path: string;
  /** set when it is not switched on */
  note: string | null;
  /** to sort by; null sorts last */
  values: Record<OfferColumn, number | null>;
  texts: Record<OfferColumn, string>;
  lift: string;
}

interface Sort {
  by: OfferColumn | 'name';
  isDescending: boolean;
}

/** All offers, in the order that is asked for: a table, and on a phone a list with the same numbers. */
export function OffersTable({ offers }: { offers: OfferRow[] }) {
  const { t, i18n } = useTranslation();
  const [sort, setSort] = useState<Sort>({ by: 'earned', isDescending: true });
  const sorted = [...offers].sort((a, b) => {
    if (sort.by === 'name') return a.name.localeCompare(b.name, i18n.language) * (sort.isDescending ? -1 : 1);
    const [left, right] = [a.values[sort.by], b.values[sort.by]];
    if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
    return (left - right) * (sort.isDescending ? -1 : 1);
  });
  const choose = (by: Sort['by']) =>
    setSort({ by, isDescending: sort.by === by ? !sort.isDescending : by !== 'name' });
  const header = (by: Sort['by'], label: string, isNumber: boolean) => (
    <th
      key={by}
      scope="col"
      className={isNumber ? 'results-table__number' : undefined}
      aria-sort={sort.by === by ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className="results-table__sort" onClick={() => choose(by)}>
        {label}
        {sort.by === by ? (
          <Icon source={sort.isDescending ? SortDescendingIcon : SortAscendingIcon} tone="subdued" />
        ) : null}
      </button>
    </th>
  );
  const name = ({ name: title, path, note }: OfferRow) => (
    <InlineStack gap="200" blockAlign="center">
      <Link url={path} removeUnderline>
        {title}
      </Link>
      {note ? <Badge>{note}</Badge> : null}
    </InlineStack>
  );
  return (
    <Card padding={{ xs: '400' }}>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('results:byOffer')}
        </Text>
        <ScrollTable label={t('results:byOffer')} isWideOnly>
          <thead>
            <tr>
              {header('name', t('results:column.name'), false)}
              {offerColumns.map((column) => header(column, t(`results:column.${column}`), true))}
              <th scope="col" className="results-table__words">
                {t('results:column.lift')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((offer) => (
              <tr key={offer.id}>
                <th scope="row" className="results-table__words">
                  {name(offer)}
                </th>
                {offerColumns.map((column) => (
                  <td key={column} className="results-table__number">
                    {offer.texts[column]}
                  </td>
                ))}
                <td className="results-table__words">{offer.lift}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
        <div className="results-narrow">
          <Select
            label={t('results:sortBy')}
            value={sort.by}
            options={(['name', ...offerColumns] as const).map((value) => ({
              value,
              label: t(`results:column.${value}`),
            }))}
            onChange={(value) => {
              const by = offerColumns.find((column) => column === value) ?? 'name';
              setSort({ by, isDescending: by !== 'name' });
            }}
          />
          <ul className="results-cards">
            {sorted.map((offer) => (
              <li key={offer.id}>
                <BlockStack gap="200">
                  {name(offer)}
                  <dl className="results-pairs">
                    {offerColumns.map((column) => (
                      <div key={column}>
                        <dt>{t(`results:column.${column}`)}</dt>
                        <dd>{offer.texts[column]}</dd>
                      </div>
                    ))}
                    <div className="results-pairs__wide">
                      <dt>{t('results:column.lift')}</dt>
                      <dd>{offer.lift}</dd>
                    </div>
                  </dl>
                </BlockStack>
              </li>
            ))}
          </ul>
        </div>
        <Text as="p" tone="subdued">
          {t('results:earnedNote')}
        </Text>
      </BlockStack>
    </Card>
  );
}
