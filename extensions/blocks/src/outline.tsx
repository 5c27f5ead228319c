import type { OfferCard, QuestionCard } from '@reprise/rules';
import type { ComponentChildren } from 'preact';
import type { Host } from './host.ts';
import { Frame } from './offer-box.tsx';
import type { Place } from './opening.ts';
import { BLANK, greyly, Pitch, ProductLine } from './pitch.tsx';
import { typicalCard } from './sample.ts';

/**
 * The outline of a card while the server answers: the same boxes in the same order, with the card's own words under the grey
 * where the page knows them, so that nothing moves when the card comes. Nobody hears it.
 */
export function CardOutline({ host, place }: { readonly host: Host; readonly place: Place }) {
  const card = typeof place === 'string' ? typicalCard(host, place) : place;
  return (
    <s-box accessibilityVisibility="hidden">
      <Frame>
        <Pitch host={host} offer={card} hasDeadline say={greyly}>
          <Offered host={host} card={card} />
        </Pitch>
        <s-stack gap="base">
          <Fields host={host} card={card} />
          <s-stack direction="inline" gap="small" alignItems="center">
            <s-button disabled>{BLANK}</s-button>
          </s-stack>
        </s-stack>
        {card.smallPrint && <s-text type="small">{greyly(card.smallPrint)}</s-text>}
      </Frame>
    </s-box>
  );
}

interface PartProps {
  readonly host: Host;
  readonly card: OfferCard;
}

/** What stands below the words. */
function Offered({ host, card }: PartProps) {
  const { kind, product, moreProducts, review, referral, parcel } = card;
  if (kind === 'buy-again') return null;
  if (product && !moreProducts) return <ProductLine host={host} product={product} say={greyly} />;
  if (review) return <s-text type="strong">{greyly(review.productTitle)}</s-text>;
  if (referral) {
    return (
      <s-stack gap="small-500">
        <s-text>{greyly(referral.friendReward)}</s-text>
        <s-text>{greyly(referral.advocateReward)}</s-text>
      </s-stack>
    );
  }
  if (!parcel) return null;
  return (
    <s-stack gap="base">
      <s-text type="strong">{greyly(card.title)}</s-text>
      <Bar height="8px" />
      <Lines count={parcel.steps.length} />
    </s-stack>
  );
}

/** What there is to fill in: as tall as it will be, grey. */
function Fields({ host, card }: PartProps) {
  const { kind, product, moreProducts, question, vip, birthday, referral } = card;
  if (question) return <Answers question={question} />;
  if (vip) {
    return (
      <>
        {vip.needsEmail && <Bar height="52px" />}
        <s-text>{greyly(vip.consent)}</s-text>
        {vip.isDoubleOptIn && <s-text type="small">{greyly(host.i18n.translate('vip.doubleOptIn'))}</s-text>}
      </>
    );
  }
  if (birthday) {
    return (
      <>
        <Bar height="52px" />
        <s-text>{greyly(birthday.consent)}</s-text>
      </>
    );
  }
  if (kind === 'review') return <Bar height="40px" />;
  if (referral) return <Bar height="80px" />;
  if (product && (moreProducts || kind === 'buy-again')) {
    return (
      <s-stack gap="small-100">
        {[product, ...(moreProducts ?? [])].map((one) => (
          <Bar key={one.variantId} height="72px" />
        ))}
      </s-stack>
    );
  }
  return null;
}

function Answers({ question }: { readonly question: QuestionCard }) {
  if (question.type === 'text') return <Bar height="100px" />;
  if (question.scale) {
    return (
      <s-stack gap="small">
        <Lines count={1} />
        {(question.scale.low || question.scale.high) && <Lines count={1} />}
      </s-stack>
    );
  }
  return (
    <s-stack gap="small-100">
      {question.options.map(({ id, label }) => (
        <s-text key={id}>{greyly(label)}</s-text>
      ))}
    </s-stack>
  );
}

function Lines({ count }: { readonly count: number }) {
  const lines: ComponentChildren[] = [];
  for (let n = 0; n < count; n++) lines.push(<s-text key={n}>{greyly(BLANK)}</s-text>);
  return <s-stack gap="small-300">{lines}</s-stack>;
}

function Bar({ height }: { readonly height: `${number}px` }) {
  return <s-box background="subdued" borderRadius="base" blockSize={height} />;
}
