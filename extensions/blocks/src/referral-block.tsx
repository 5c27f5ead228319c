import type { OfferCard, ReferralCard } from '@reprise/rules';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { shortLink } from './format.ts';
import type { Host } from './host.ts';
import { Frame, NoThanks, OfferBox, Small } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';
import { greyly, plainly, type Say } from './pitch.tsx';

/** When the link is asked for while the order has not reached the server, each after the last; the first by a page that has not asked yet. */
const ASK_AFTER_MS = [0, 2000, 5000] as const;

/** The grey place of a link is as long as our links are. */
const LINK_END = '/r/FRIEND-00000000';

interface Known {
  readonly referral: ReferralCard;
  /** The order had not arrived after all tries. */
  readonly isLate: boolean;
}

/** The buyer's link, asked for again while it is on its way; the words stay as they were first read. */
function useReferral(first: ReferralCard, ask: () => Promise<ReferralCard | null>, isAsked: boolean): Known {
  const [link, setLink] = useState(first.state === 'ready' ? first.link : null);
  const [tries, setTries] = useState(isAsked ? 1 : 0);
  const waitMs = ASK_AFTER_MS[tries];
  useEffect(() => {
    if (link || waitMs === undefined) return;
    let isHere = true;
    const timer = setTimeout(async () => {
      const answer = await ask();
      if (!isHere) return;
      if (answer?.state === 'ready' && answer.link) setLink(answer.link);
      setTries((n) => n + 1);
    }, waitMs);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [ask, link, waitMs]);
  return {
    referral: link ? { ...first, state: 'ready', link } : first,
    isLate: !link && waitMs === undefined,
  };
}

interface Props {
  readonly host: Host;
  readonly first: ReferralCard;
  /** Asks the server for the link again. */
  readonly ask: () => Promise<ReferralCard | null>;
  /** It has been asked for once already. */
  readonly isAsked?: boolean;
}

/** The buyer's own link for friends, with what both get and the conditions. */
export function ReferralBlock({ host, first, ask, isAsked = true }: Props) {
  const { referral, isLate } = useReferral(first, ask, isAsked);
  // Without the shop's words there is nothing that could stand on the page until the link is there.
  if (!referral.headline) return null;
  return (
    <Frame>
      <s-stack gap="small-200">
        <s-heading>{referral.headline}</s-heading>
        {referral.text && <s-paragraph>{referral.text}</s-paragraph>}
      </s-stack>
      <Rewards host={host} referral={referral} />
      <Link host={host} link={referral.link} isLate={isLate} />
      {referral.smallPrint && <Small>{referral.smallPrint}</Small>}
    </Frame>
  );
}

/** The same as an offer among others: the merchant's words, and it can be closed. */
export function ReferralOfferBlock(props: BlockProps) {
  const { offer, host } = props;
  return offer.referral ? <Card {...props} host={host} first={offer.referral} /> : null;
}

function Card({ first, ...props }: BlockProps & { readonly first: ReferralCard }) {
  const { host, offer, actions } = props;
  const flow = useFlow(props);
  const { referral, isLate } = useReferral(first, actions.referral.ask, actions.referral.isAsked);
  return (
    <OfferBox
      {...props}
      offer={withReferralWords(offer)}
      flow={flow}
      offered={<Rewards host={host} referral={referral} />}
    >
      <Link host={host} link={referral.link} isLate={isLate}>
        <NoThanks flow={flow} label={host.i18n.translate('offer.dismiss')} title={offer.title} />
      </Link>
    </OfferBox>
  );
}

/** A card about the link says what the offer leaves out in the words of the link's own. */
export function withReferralWords(offer: OfferCard): OfferCard {
  const { referral } = offer;
  if (!referral) return offer;
  return {
    ...offer,
    text: offer.text || referral.text,
    smallPrint: offer.smallPrint ?? referral.smallPrint ?? null,
  };
}

interface RewardsProps {
  readonly host: Host;
  readonly referral: ReferralCard;
  readonly say?: Say;
}

/** What both get. */
export function Rewards({ host, referral, say = plainly }: RewardsProps) {
  const { friendReward, advocateReward } = referral;
  if (!friendReward && !advocateReward) return null;
  return (
    <s-stack gap="small-500">
      {friendReward && <Reward who={host.i18n.translate('referral.friend')} what={friendReward} say={say} />}
      {advocateReward && <Reward who={host.i18n.translate('referral.you')} what={advocateReward} say={say} />}
    </s-stack>
  );
}

function Reward({ who, what, say }: { readonly who: string; readonly what: string; readonly say: Say }) {
  if (say !== plainly) return <s-text>{say(`${who} ${what}`)}</s-text>;
  return (
    <s-text>
      <s-text color="subdued">{who}</s-text> <s-text type="strong">{what}</s-text>
    </s-text>
  );
}

interface LinkProps {
  readonly host: Host;
  readonly link: string | null | undefined;
  readonly isLate: boolean;
  readonly children?: ComponentChildren;
}

/**
 * The link with its button. Two lines and a button from the start, whether the link is there, on its way or late: nothing
 * moves when that changes.
 */
export function Link({ host, link, isLate, children }: LinkProps) {
  const { translate } = host.i18n;
  const isNamed = Boolean(link) || !isLate;
  return (
    <s-stack gap="base">
      <s-box background="subdued" borderRadius="base" padding="base">
        <s-stack gap="small-200" accessibilityRole="status">
          <s-text color="subdued">
            {isNamed ? translate('referral.yourLink') : translate('referral.late')}
          </s-text>
          <Line text={link ? shortLink(link) : isLate ? translate('referral.where') : ''} host={host} />
        </s-stack>
      </s-box>
      <s-stack direction="inline" gap="small" alignItems="start">
        {link ? (
          <CopyButton host={host} id="referral-link" text={link} label={translate('copy.link')} />
        ) : (
          <s-button variant="secondary" disabled>
            {translate('copy.link')}
          </s-button>
        )}
        {children}
      </s-stack>
    </s-stack>
  );
}

function Line({ host, text }: { readonly host: Host; readonly text: string }) {
  return <s-text type="strong">{text || greyly(`${shortLink(host.appUrl)}${LINK_END}`)}</s-text>;
}
