import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

import { ScrollTable } from './scroll-table.tsx';

export const breakdownColumns = ['shown', 'clicked', 'accepted', 'bought', 'earned'] as const;
export type BreakdownColumn = (typeof breakdownColumns)[number];

export interface BreakdownRow {
  key: string;
  label: string;
  texts: Record<BreakdownColumn, string>;
}

interface Props {
  by: 'arm' | 'surface' | 'product';
  rows: BreakdownRow[];
}

/** The same numbers by variant, placement or product. */
export function BreakdownCard({ by, rows }: Props) {
  const { t } = useTranslation();
  const title = t(`results:breakdown.${by}`);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        <ScrollTable label={title} isWideOnly>
          <thead>
            <tr>
              <th scope="col">{t(`results:breakdown.head.${by}`)}</th>
              {breakdownColumns.map((column) => (
                <th key={column} scope="col" className="results-table__number">
                  {t(`results:column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, texts }) => (
              <tr key={key}>
                <th scope="row" className="results-table__words">
                  {label}
                </th>
                {breakdownColumns.map((column) => (
                  <td key={column} className="results-table__number">
                    {texts[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
        <ul className="results-cards">
          {rows.map(({ key, label, texts }) => (
            <li key={key}>
              <BlockStack gap="200">
                <Text as="span" fontWeight="semibold">
                  {label}
                </Text>
                <dl className="results-pairs">
                  {breakdownColumns.map((column) => (
                    <div key={column}>
                      <dt>{t(`results:column.${column}`)}</dt>
                      <dd>{texts[column]}</dd>
                    </div>
                  ))}
                </dl>
              </BlockStack>
            </li>
          ))}
        </ul>
        {by === 'product' ? (
          <Text as="p" tone="subdued">
            {t('results:breakdown.productNote')}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
