import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, Page, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { countOutcomes } from '../../features/post-purchase/index.server.ts';
import { addMs, day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import { Figures } from '../../ui/figures.tsx';
import { AnswerBars } from '../../ui/surveys/answer-bars.tsx';
import { adminContext } from '../../wiring/context.server.ts';

/** How often Shopify showed its post-purchase page, and why not. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const counts = await countOutcomes(ctx, addMs(ctx.clock.now(), -90 * day));
  const notAsked = counts.notAsked.reduce((sum, { count }) => sum + count, 0);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return json({
    total: counts.shown + counts.nothing + notAsked,
    figures: [
      { label: t('postPurchase:shown'), value: number.format(counts.shown) },
      { label: t('postPurchase:nothing'), value: number.format(counts.nothing) },
      { label: t('postPurchase:notAsked'), value: number.format(notAsked) },
    ],
    bars: counts.notAsked.map(({ reason, count }) => ({
      id: reason,
      label: t(`postPurchase:reason.${reason}`),
      count: number.format(count),
      percent: (count * 100) / notAsked,
      percentText: percent.format(count / notAsked),
    })),
  });
}

export default function PostPurchase() {
  const { total, figures, bars } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      title={t('postPurchase:title')}
      subtitle={t('postPurchase:subtitle')}
      backAction={{ content: t('postPurchase:back'), url: paths.offers() }}
    >
      <BlockStack gap="400">
        {total === 0 ? (
          <Card>
            <EmptyState heading={t('postPurchase:none.title')} image="">
              <p>{t('postPurchase:none.text')}</p>
            </EmptyState>
          </Card>
        ) : (
          <>
            <Box paddingInline={{ xs: '400', sm: '0' }}>
              <Text as="p" tone="subdued">
                {t('postPurchase:last')}
              </Text>
            </Box>
            <Figures items={figures} />
            {bars.length > 0 ? (
              <Card>
                <BlockStack gap="400">
                  <Text as="h2" variant="headingMd">
                    {t('postPurchase:why')}
                  </Text>
                  <AnswerBars bars={bars} />
                </BlockStack>
              </Card>
            ) : null}
          </>
        )}
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Text as="p" tone="subdued">
            {t('postPurchase:note')}
          </Text>
        </Box>
      </BlockStack>
    </Page>
  );
}
