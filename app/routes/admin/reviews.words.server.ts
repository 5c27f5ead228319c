import type { ListedReview } from '../../features/reviews/index.server.ts';
import type { Translate } from '../../platform/context.ts';
import type { ReviewInWords } from '../../ui/reviews/review-item.tsx';

/** A review in the words of the merchant's language. @param zone the shop's time zone */
export function reviewInWords(
  review: ListedReview,
  t: Translate,
  locale: string,
  zone: string,
): ReviewInWords {
  const status = review.status as ReviewInWords['status'];
  return {
    id: review.id,
    rating: review.rating,
    title: review.title,
    body: review.body,
    authorName: review.authorName,
    productTitle: review.productTitle,
    orderName: review.orderName,
    status,
    because: becauseOf(review, t),
    isVerified: review.isVerified,
    isRewarded: review.isRewarded,
    reply: review.reply,
    createdAt: dayText(review.createdAt, locale, zone) ?? '',
    photos: review.photos,
  };
}

function becauseOf(review: ListedReview, t: Translate): string | null {
  if (review.status === 'held' && review.holdReason) return t(`reviews:held.${review.holdReason}`);
  if (review.status === 'removed' && review.decisionReason)
    return t('reviews:removedBecause', { reason: t(`reviews:removal.${review.decisionReason}`) });
  if (review.decidedBy === 'clock') return t('reviews:publishedByClock');
  return null;
}

/** A day as it is written; null for none. */
export function dayText(iso: string | null, locale: string, zone: string): string | null {
  if (!iso) return null;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone }).format(new Date(iso));
}

/** A page number from an address, 1 unless it is a sensible one. */
export function pageOf(query: URLSearchParams): number {
  const page = Number(query.get('page') ?? 1);
  return Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1;
}
