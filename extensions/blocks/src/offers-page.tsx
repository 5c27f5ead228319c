import type { AcceptResponse, OfferCard, OffersResponse, ReferralCard } from '@reprise/rules';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createEventLog, type EventLog, uuid } from './events.ts';
import type { Host, PageOrder } from './host.ts';
import { OfferBlock } from './offer-block.tsx';
import { ReferralBlock } from './referral-block.tsx';
import { SAMPLE_ACCEPTED, sampleOffer, sampleReferral } from './sample.ts';
import { acceptOffer, loadOffers, loadReferral, rememberDismissed, sendEvents } from './server.ts';
import { Skeleton } from './skeleton.tsx';

/** When the referral card is asked for again while the order has not reached the server, each after the last. */
export const REFERRAL_RETRY_MS = [2000, 5000] as const;

/**
 * All that Reprise shows on a thank-you or order-status page. With nothing to show, or a server that is slow or
 * down, it is empty and the page is as if Reprise were not there.
 */
export function OffersPage({ host }: { readonly host: Host }) {
  if (host.isInEditor) return <Sample host={host} />;
  const order = host.order();
  return order ? <LivePage key={order.orderId} host={host} order={order} /> : null;
}

function Frame({ host, children }: { readonly host: Host; readonly children: ComponentChildren }) {
  return (
    // Not s-section: on the order-status page that draws a card, and the cards here have their own border.
    <s-stack gap="base" accessibilityRole="section" accessibilityLabel={host.i18n.translate('page.label')}>
      {children}
    </s-stack>
  );
}

function Sample({ host }: { readonly host: Host }) {
  const offer = sampleOffer(host);
  return (
    <Frame host={host}>
      <OfferBlock
        host={host}
        offer={offer}
        onAccept={async () => SAMPLE_ACCEPTED}
        onDismiss={() => {}}
        onFollow={() => {}}
      />
      <ReferralBlock host={host} referral={sampleReferral(host)} />
    </Frame>
  );
}

type LoadState = 'loading' | 'nothing' | OffersResponse;

function LivePage({ host, order: current }: { readonly host: Host; readonly order: PageOrder }) {
  const [state, setState] = useState<LoadState>('loading');
  // Held fast: Shopify's signals may change while the page is open, and nothing may be asked or counted anew.
  const [order] = useState(current);
  useEffect(() => {
    let isHere = true;
    void loadOffers(host, order).then((answer) => {
      if (isHere) setState(answer ?? 'nothing');
    });
    return () => {
      isHere = false;
    };
  }, [host, order]);

  if (state === 'nothing') return null;
  if (state === 'loading') {
    return (
      <Frame host={host}>
        <Skeleton host={host} />
      </Frame>
    );
  }
  if (state.offers.length === 0 && !state.referral) return null;
  return <Loaded host={host} order={order} answer={state} />;
}

interface LoadedProps {
  readonly host: Host;
  readonly order: PageOrder;
  readonly answer: OffersResponse;
}

function Loaded({ host, order, answer }: LoadedProps) {
  const log = useMemo(
    () =>
      createEventLog({
        mayMeasure: host.mayMeasure,
        send: (events) => sendEvents(host, order, answer.decisionId, events),
      }),
    [host, order, answer],
  );
  return (
    <Frame host={host}>
      {answer.offers.map((offer) => (
        <Offer
          key={offer.id}
          host={host}
          order={order}
          offer={offer}
          log={log}
          decisionId={answer.decisionId}
        />
      ))}
      {answer.referral && <Referral host={host} order={order} first={answer.referral} />}
    </Frame>
  );
}

interface OfferProps {
  readonly host: Host;
  readonly order: PageOrder;
  readonly offer: OfferCard;
  readonly log: EventLog;
  readonly decisionId: string;
}

function Offer({ host, order, offer, log, decisionId }: OfferProps) {
  // One id for all tries of this accept: the server then counts a repeated click, or a lost answer, once.
  const acceptId = useRef('');
  // A layout effect, because an ordinary one comes after the paint: a fast click would be recorded first.
  useLayoutEffect(() => {
    // What was accepted on an earlier visit is not shown as an offer any more.
    if (!offer.accepted) log.track('shown', offer.id);
  }, [log, offer]);

  const accept = async (): Promise<AcceptResponse> => {
    log.track('clicked', offer.id);
    acceptId.current ||= uuid();
    return acceptOffer(host, order, offer.id, decisionId, acceptId.current);
  };
  return (
    <OfferBlock
      host={host}
      offer={offer}
      onAccept={accept}
      onDismiss={() => {
        log.track('dismissed', offer.id);
        void rememberDismissed(host, offer.id);
      }}
      onFollow={() => log.track('clicked', offer.id)}
    />
  );
}

interface ReferralProps {
  readonly host: Host;
  readonly order: PageOrder;
  readonly first: ReferralCard;
}

function Referral({ host, order, first }: ReferralProps) {
  const [referral, setReferral] = useState(first);
  const [tries, setTries] = useState(0);
  const isPending = referral.state === 'pending';
  const waitMs = REFERRAL_RETRY_MS[tries];

  useEffect(() => {
    if (!isPending || waitMs === undefined) return;
    let isHere = true;
    const timer = setTimeout(async () => {
      const answer = await loadReferral(host, order);
      if (!isHere) return;
      if (answer?.state === 'ready') setReferral(answer);
      setTries((n) => n + 1);
    }, waitMs);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [host, order, isPending, waitMs]);

  // Without the merchant's words there is nothing to stand on the page until the link is there.
  if (isPending && !referral.headline) return null;
  return <ReferralBlock host={host} referral={referral} isLate={isPending && waitMs === undefined} />;
}
