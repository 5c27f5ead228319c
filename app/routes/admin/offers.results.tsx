import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, Page } from '@shopify/polaris';
import { ExportIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { readOverview, readPlacements } from '../../features/results/index.server.ts';
import { paths } from '../../paths.ts';
import { Figures } from '../../ui/figures.tsx';
import { DayChartCard } from '../../ui/results/day-chart-card.tsx';
import { OffersTable } from '../../ui/results/offers-table.tsx';
import resultsCss from '../../ui/results/results.css?url';
import { ResultsFilters } from '../../ui/results/results-filters.tsx';
import { useCsv } from '../../ui/results/use-csv.ts';
import { adminContext } from '../../wiring/context.server.ts';
import {
  chartDays,
  chartTotals,
  columnTexts,
  columnValues,
  liftText,
  questionOf,
} from './offers.results.words.server.ts';

export const links = () => [{ rel: 'stylesheet', href: resultsCss }];

/** What all offers did. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const { today, period, surface } = questionOf(args.request, ctx);
  const reader = { ctx, t, locale };
  const [all, surfaces] = await Promise.all([readOverview(ctx, { period, surface }), readPlacements(ctx)]);
  const texts = columnTexts(all.totals, reader);
  const names = ['shown', 'accepted', 'bought', 'earned', 'discounts', 'profit'] as const;
  return json({
    today,
    period,
    surface,
    surfaces,
    currency: ctx.shop.currency,
    isEmpty: all.offers.every(({ figures }) => figures.shown === 0 && figures.bought === 0),
    figures: names.map((name) => ({ label: t(`results:column.${name}`), value: texts[name] })),
    days: chartDays(all.days, period, reader),
    totals: chartTotals(all.totals, reader),
    offers: all.offers.map((offer) => ({
      id: offer.key,
      name: offer.name,
      path: paths.offerResults(offer.key),
      note: offer.status === 'active' ? null : t(`offers:state.${offer.status}`),
      values: columnValues(offer.figures),
      texts: columnTexts(offer.figures, reader),
      lift: liftText(offer.lift, reader),
    })),
  });
}

export default function OffersResults() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query] = useSearchParams();
  const isBusy = useNavigation().state !== 'idle';
  const csv = useCsv(`${paths.offersCsv()}?${query}`, `offers-${data.period.from}-${data.period.to}.csv`);
  return (
    <Page
      fullWidth
      title={t('results:title')}
      subtitle={t('results:subtitle')}
      backAction={{ content: t('offers:title'), url: paths.offers() }}
      secondaryActions={[
        { content: t('results:csv.save'), icon: ExportIcon, loading: csv.isBusy, onAction: csv.save },
      ]}
    >
      <BlockStack gap="400">
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <ResultsFilters
            key={`${data.period.from} ${data.period.to}`}
            period={data.period}
            today={data.today}
            surface={data.surface}
            surfaces={data.surfaces}
          />
        </Box>
        <div aria-busy={isBusy}>
          {data.isEmpty ? (
            <Card>
              <EmptyState heading={t('results:empty.title')} image="">
                <p>{t('results:empty.text')}</p>
              </EmptyState>
            </Card>
          ) : (
            <BlockStack gap="400">
              <Figures items={data.figures} />
              <DayChartCard days={data.days} currency={data.currency} totals={data.totals} />
              <OffersTable offers={data.offers} />
            </BlockStack>
          )}
        </div>
      </BlockStack>
    </Page>
  );
}
