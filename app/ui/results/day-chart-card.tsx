import { BlockStack, Button, Card, Collapsible, InlineStack, Select, Text } from '@shopify/polaris';
import { lazy, Suspense, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollTable } from './scroll-table.tsx';

// The chart library is larger than the page: the page is there at once, the chart a moment later.
const DayChart = lazy(() => import('./day-chart.tsx'));

export const metrics = ['earned', 'bought', 'accepted', 'clicked', 'shown'] as const;
export type Metric = (typeof metrics)[number];

/** One day, with each metric as a number (money in minor units) and as it is read. */
export interface ChartDay {
  day: string;
  label: string;
  values: Record<Metric, number>;
  texts: Record<Metric, string>;
}

interface Props {
  days: ChartDay[];
  currency: string;
  /** sums of the period, as they are read */
  totals: Record<Metric, string>;
}

/** How a number went day by day: a chart, and the same as a table for who does not see it. */
export function DayChartCard({ days, currency, totals }: Props) {
  const { t } = useTranslation();
  const [metric, setMetric] = useState<Metric>(
    days.some(({ values }) => values.earned !== 0) ? 'earned' : 'shown',
  );
  const [isTable, setTable] = useState(false);
  const [isHere, setHere] = useState(false);
  const tableId = useId();
  useEffect(() => setHere(true), []);
  const label = t(`results:metric.${metric}`);
  const isEmpty = days.every(({ values }) => values[metric] === 0);
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t('results:byDay')}
          </Text>
          <Select
            label={t('results:chart.what')}
            labelHidden
            value={metric}
            options={metrics.map((value) => ({ value, label: t(`results:metric.${value}`) }))}
            onChange={(value) => setMetric(metrics.find((each) => each === value) ?? 'shown')}
          />
        </InlineStack>
        {isEmpty ? (
          <Text as="p" tone="subdued">
            {t('results:chart.nothing')}
          </Text>
        ) : (
          <div
            role="img"
            aria-label={t('results:chart.label', { what: label, total: totals[metric] })}
            style={{ height: 240 }}
          >
            {isHere ? (
              <Suspense fallback={null}>
                <DayChart
                  days={days.map(({ day, values }) => ({ day, value: values[metric] }))}
                  currency={metric === 'earned' ? currency : null}
                  label={label}
                />
              </Suspense>
            ) : null}
          </div>
        )}
        <InlineStack>
          <Button
            variant="plain"
            ariaExpanded={isTable}
            ariaControls={tableId}
            disclosure={isTable ? 'up' : 'down'}
            onClick={() => setTable(!isTable)}
          >
            {t('results:chart.asTable')}
          </Button>
        </InlineStack>
        <Collapsible id={tableId} open={isTable}>
          <DayTable days={days} />
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

function DayTable({ days }: { days: ChartDay[] }) {
  const { t } = useTranslation();
  const shown = [...days].reverse();
  return (
    <ScrollTable label={t('results:byDay')}>
      <thead>
        <tr>
          <th scope="col">{t('results:chart.day')}</th>
          {metrics.map((metric) => (
            <th key={metric} scope="col" className="results-table__number">
              {t(`results:metric.${metric}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ day, label, texts }) => (
          <tr key={day}>
            <th scope="row">{label}</th>
            {metrics.map((metric) => (
              <td key={metric} className="results-table__number">
                {texts[metric]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
