import { Badge, BlockStack, Box, InlineStack, Text } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Stars } from './stars.tsx';

/** A review as the admin draws it: words and dates are in the reader's language already. */
export interface ReviewInWords {
  id: string;
  rating: number;
  title: string | null;
  body: string | null;
  authorName: string;
  productTitle: string;
  orderName: string | null;
  status: 'published' | 'held' | 'removed';
  /** why it is held or removed, as a sentence */
  because: string | null;
  isVerified: boolean;
  isRewarded: boolean;
  reply: string | null;
  createdAt: string;
  photos: { id: string; url: string; width: number; height: number }[];
}

const tones = { published: 'success', held: 'attention', removed: undefined } as const;

/** One review: what was said, about what, and where it stands. */
export function ReviewItem({
  review,
  photoHeight,
  children,
}: {
  review: ReviewInWords;
  photoHeight: number;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const tone = tones[review.status];
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Stars rating={review.rating} />
        <Badge {...(tone ? { tone } : {})}>{t(`reviews:status.${review.status}`)}</Badge>
        {review.isVerified ? <Badge tone="info">{t('reviews:verified')}</Badge> : null}
        {review.isRewarded ? <Badge>{t('reviews:rewarded')}</Badge> : null}
      </InlineStack>
      {review.title ? (
        <Text as="h3" variant="headingSm" breakWord>
          {review.title}
        </Text>
      ) : null}
      {review.body ? (
        <div style={{ whiteSpace: 'pre-line' }}>
          <Text as="p" breakWord>
            {review.body}
          </Text>
        </div>
      ) : null}
      {review.photos.length > 0 ? (
        <InlineStack gap="200">
          {review.photos.map((photo, index) => (
            <a key={photo.id} href={photo.url} target="_blank" rel="noreferrer">
              <img
                src={photo.url}
                alt={t('reviews:photo', { number: index + 1, name: review.authorName })}
                height={photoHeight}
                width={Math.round((photo.width / photo.height) * photoHeight)}
                loading="lazy"
                style={{ borderRadius: 8, display: 'block', maxWidth: '100%', objectFit: 'cover' }}
              />
            </a>
          ))}
        </InlineStack>
      ) : null}
      <Text as="p" tone="subdued" variant="bodySm" breakWord>
        {[review.authorName, review.productTitle, review.orderName, review.createdAt]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      {review.because ? (
        <Text as="p" variant="bodySm">
          {review.because}
        </Text>
      ) : null}
      {review.reply ? (
        <Box background="bg-surface-secondary" padding="300" borderRadius="200">
          <Text as="p" variant="bodySm" breakWord>
            <strong>{t('reviews:yourReply')}</strong> {review.reply}
          </Text>
        </Box>
      ) : null}
      {children}
    </BlockStack>
  );
}
