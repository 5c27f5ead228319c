import type { OfferCard, OfferKind, OfferProduct, QuestionCard } from '@reprise/rules';
import { BIRTHDAY_COLUMNS } from './birthday-block.tsx';
import type { Host } from './host.ts';
import { Frame, Small } from './offer-box.tsx';
import { greyly, Pitch, Price, ProductLine, productName } from './pitch.tsx';
import { Link, Rewards, withReferralWords } from './referral-block.tsx';
import { typicalCard } from './sample.ts';

/** A place that is held for a card: the card if it is known, else its kind. */
export type Place = OfferCard | OfferKind;

/**
 * The outline of a card while the server answers: the same boxes in the same order, grey where words will be and with fields and
 * buttons that cannot be used yet, so that nothing moves when the card comes. Where the page knows the card, its own words lie
 * under the grey. Nobody hears it.
 */
export function CardOutline({ host, place }: { readonly host: Host; readonly place: Place }) {
  const card = withReferralWords(typeof place === 'string' ? typicalCard(host, place) : place);
  return (
    <s-box accessibilityVisibility="hidden">
      <Frame>
        <Pitch host={host} offer={card} hasDeadline say={greyly}>
          <Offered host={host} card={card} />
        </Pitch>
        <s-stack gap="base">
          <Fields host={host} card={card} />
          {card.referral ? (
            <Link host={host} link={null} isLate={false}>
              <s-button variant="secondary" disabled>
                {host.i18n.translate('offer.dismiss')}
              </s-button>
            </Link>
          ) : (
            <Buttons host={host} card={card} />
          )}
        </s-stack>
        {card.smallPrint && <Small>{greyly(card.smallPrint)}</Small>}
      </Frame>
    </s-box>
  );
}

interface PartProps {
  readonly host: Host;
  readonly card: OfferCard;
}

function Buttons({ host, card }: PartProps) {
  const { kind, button, link, parcel } = card;
  const { translate } = host.i18n;
  const yes = parcel
    ? parcel.trackingUrl && translate('parcel.track')
    : kind !== 'message' || link
      ? button
      : '';
  const no = parcel || kind === 'message' ? translate('offer.close') : translate('offer.dismiss');
  return (
    <s-stack direction="inline" gap="small" alignItems="center">
      {yes && <s-button disabled>{yes}</s-button>}
      <s-button disabled>{no}</s-button>
    </s-stack>
  );
}

/** What stands below the words. */
function Offered({ host, card }: PartProps) {
  const { kind, product, moreProducts, review, referral, parcel } = card;
  if (kind === 'buy-again') return null;
  if (product && !moreProducts) return <ProductLine host={host} product={product} say={greyly} />;
  if (review) return <s-text type="strong">{greyly(review.productTitle)}</s-text>;
  if (referral) return <Rewards host={host} referral={referral} say={greyly} />;
  if (!parcel) return null;
  return (
    <s-stack gap="base">
      <s-text type="strong">{greyly(card.title)}</s-text>
      <s-progress value={0} max={1} />
      <s-ordered-list>
        {parcel.steps.map(({ key }) => (
          <s-list-item key={key}>
            <s-text>{greyly(key)}</s-text>
          </s-list-item>
        ))}
      </s-ordered-list>
    </s-stack>
  );
}

/** What there is to fill in; cannot be used yet. */
function Fields({ host, card }: PartProps) {
  const { kind, product, moreProducts, question, vip, birthday } = card;
  if (question) return <Answers question={question} />;
  if (vip) {
    return (
      <>
        {vip.needsEmail && <s-email-field label={host.i18n.translate('vip.email')} disabled />}
        <s-checkbox label={vip.consent} disabled />
        {vip.isDoubleOptIn && <Small>{greyly(host.i18n.translate('vip.doubleOptIn'))}</Small>}
      </>
    );
  }
  if (birthday) {
    return (
      <>
        <s-query-container>
          <s-grid gridTemplateColumns={BIRTHDAY_COLUMNS} gap="small">
            <s-text-field label={host.i18n.translate('birthday.day')} disabled />
            <s-text-field label={host.i18n.translate('birthday.month')} disabled />
            <s-text-field label={host.i18n.translate('birthday.year')} disabled />
          </s-grid>
        </s-query-container>
        <s-checkbox label={birthday.consent} disabled />
      </>
    );
  }
  if (kind === 'review') return <s-box background="subdued" borderRadius="base" blockSize="38px" />;
  if (!product || (!moreProducts && kind !== 'buy-again')) return null;
  const products = [product, ...(moreProducts ?? [])];
  if (kind === 'buy-again') {
    return (
      <>
        {products.map((one) => (
          <AgainLine key={one.variantId} host={host} product={one} />
        ))}
      </>
    );
  }
  return (
    <s-choice-list label={host.i18n.translate('product.choose')} variant="block" disabled>
      {products.map((one) => (
        <s-choice key={one.variantId} value={one.variantId}>
          {greyly(productName(one))}
          <s-stack slot="details">
            <Price host={host} product={one} />
          </s-stack>
          {one.imageUrl && <s-product-thumbnail slot="secondary-content" size="small" alt="" />}
        </s-choice>
      ))}
    </s-choice-list>
  );
}

function AgainLine({ host, product }: { readonly host: Host; readonly product: OfferProduct }) {
  return (
    <s-grid gridTemplateColumns="1fr 104px" gap="base" alignItems="center">
      <s-stack gap="small-400">
        <s-checkbox label={productName(product)} disabled />
        <Price host={host} product={product} />
      </s-stack>
      <s-number-field label={productName(product)} labelAccessibilityVisibility="exclusive" disabled />
    </s-grid>
  );
}

function Answers({ question: { type, options, scale } }: { readonly question: QuestionCard }) {
  if (type === 'text') {
    return <s-text-area label="?" labelAccessibilityVisibility="exclusive" rows={3} disabled />;
  }
  const ends = scale && `${scale.min} = ${scale.low}, ${scale.max} = ${scale.high}`;
  const steps = scale
    ? Array.from({ length: scale.max - scale.min + 1 }, (_, at) => String(scale.min + at))
    : options.map(({ label }) => label);
  return (
    <s-stack gap="small">
      <s-choice-list
        label="?"
        labelAccessibilityVisibility="exclusive"
        variant={scale ? 'inline' : 'list'}
        disabled
      >
        {steps.map((step, at) => (
          <s-choice key={at} value={step}>
            {scale ? step : greyly(step)}
          </s-choice>
        ))}
      </s-choice-list>
      {ends && (scale.low || scale.high) && <s-text>{greyly(ends)}</s-text>}
    </s-stack>
  );
}
