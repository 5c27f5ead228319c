import { NoThanks, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';

const STARS = [1, 2, 3, 4, 5] as const;

/**
 * "How was it?" Each star is a link to the review page with that many stars already chosen there; nothing is given until it is
 * sent there. All stars look alike and lead to the same place: a bad word is as welcome as a good one.
 */
export function ReviewBlock(props: BlockProps) {
  const { host, offer, actions } = props;
  const flow = useFlow(props);
  const { translate } = host.i18n;
  const { review } = offer;
  if (!review) return null;
  return (
    <OfferBox {...props} flow={flow} offered={<s-text type="strong">{review.productTitle}</s-text>}>
      <s-stack gap="base">
        <s-stack direction="inline" gap="small-200">
          {STARS.map((stars) => (
            <s-clickable
              key={stars}
              href={withStars(review.url, stars)}
              target="_blank"
              padding="small-200"
              border="base"
              borderRadius="base"
              accessibilityLabel={translate('review.stars', { stars, product: review.productTitle })}
              onClick={actions.follow}
            >
              <s-stack direction="inline" gap="small-400">
                <s-text>{String(stars)}</s-text>
                <s-icon type="star" />
              </s-stack>
            </s-clickable>
          ))}
        </s-stack>
        <s-stack direction="inline" gap="small" alignItems="center">
          <s-button
            variant="primary"
            href={review.url}
            target="_blank"
            accessibilityLabel={`${offer.button}: ${review.productTitle}`}
            onClick={actions.follow}
          >
            {offer.button}
          </s-button>
          <NoThanks flow={flow} label={translate('offer.dismiss')} title={offer.title} />
        </s-stack>
      </s-stack>
    </OfferBox>
  );
}

function withStars(url: string, stars: number): string {
  try {
    const address = new URL(url);
    address.searchParams.set('stars', String(stars));
    return address.href;
  } catch {
    return url;
  }
}
