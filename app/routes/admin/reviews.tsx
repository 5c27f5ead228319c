import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { Banner, BlockStack, Button, Card, EmptyState, InlineStack, Page } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { listReviews, readReviewsSettings, reviewTotals } from '../../features/reviews/index.server.ts';
import { reviewStatuses } from '../../features/reviews/index.ts';
import { paths } from '../../paths.ts';
import { Figures } from '../../ui/figures.tsx';
import { Pager } from '../../ui/pager.tsx';
import { ReviewFilters } from '../../ui/reviews/review-filters.tsx';
import { ReviewItem } from '../../ui/reviews/review-item.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { pageOf, reviewInWords } from './reviews.words.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const page = pageOf(query);
  const rating = Number(query.get('stars'));
  const [settings, totals, listed] = await Promise.all([
    readReviewsSettings(ctx, ctx.db),
    reviewTotals(ctx),
    listReviews(ctx, {
      status: reviewStatuses.find((status) => status === query.get('status')),
      rating: Number.isInteger(rating) && rating >= 1 && rating <= 5 ? rating : undefined,
      text: query.get('q')?.slice(0, 100) || undefined,
      page,
    }),
  ]);
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const figure = (key: string, value: string) => ({ label: t(`reviews:figures.${key}`), value });
  return json({
    isOn: settings.isOn,
    hasReviews: totals.reviews > 0,
    held: totals.held,
    figures: [
      figure('average', totals.average === null ? '–' : `${number.format(totals.average)} ★`),
      figure('reviews', number.format(totals.reviews)),
      figure('planned', number.format(totals.planned)),
      figure('sent', number.format(totals.sent)),
      figure(
        'response',
        totals.responsePercent === null ? '–' : percent.format(totals.responsePercent / 100),
      ),
    ],
    reviews: listed.reviews.map((review) => reviewInWords(review, t, locale, ctx.shop.timezone)),
    hasMore: listed.hasMore,
    page,
  });
}

/** What buyers said; what waits for a decision comes first. Opening one leads to its reply and decision. */
export default function Reviews() {
  const { isOn, hasReviews, held, figures, reviews, hasMore, page } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query] = useSearchParams();
  const isFiltered = ['status', 'stars', 'q'].some((key) => query.get(key));
  return (
    <Page
      title={t('reviews:title')}
      subtitle={t('reviews:subtitle')}
      secondaryActions={[
        { content: t('reviews:requests.title'), url: paths.reviewRequests() },
        { content: t('reviews:settings.title'), url: paths.reviewsSettings() },
      ]}
    >
      <BlockStack gap="400">
        {isOn ? null : (
          <Banner
            tone="info"
            title={t('reviews:off.title')}
            action={{ content: t('reviews:off.action'), url: paths.reviewsSettings() }}
          >
            <p>{t('reviews:off.text')}</p>
          </Banner>
        )}
        {held > 0 && query.get('status') !== 'held' ? (
          <Banner
            tone="warning"
            action={{ content: t('reviews:heldBanner.action'), url: `${paths.reviews()}?status=held` }}
          >
            <p>{t('reviews:heldBanner.text', { count: held })}</p>
          </Banner>
        ) : null}
        <Figures items={figures} />
        {hasReviews ? <ReviewFilters /> : null}
        {reviews.length === 0 ? (
          <Card>
            <EmptyState heading={t(isFiltered ? 'reviews:nothingFound' : 'reviews:empty.title')} image="">
              <p>{t(isFiltered ? 'reviews:nothingFoundText' : 'reviews:empty.text')}</p>
            </EmptyState>
          </Card>
        ) : (
          reviews.map((review) => (
            <Card key={review.id}>
              <ReviewItem review={review} photoHeight={72}>
                <InlineStack>
                  <Button
                    url={paths.reviewDetail(review.id)}
                    accessibilityLabel={t('reviews:openOf', {
                      name: review.authorName,
                      product: review.productTitle,
                    })}
                  >
                    {t(review.status === 'held' ? 'reviews:decide' : 'reviews:open')}
                  </Button>
                </InlineStack>
              </ReviewItem>
            </Card>
          ))
        )}
        <Pager page={page} hasMore={hasMore} />
      </BlockStack>
    </Page>
  );
}
