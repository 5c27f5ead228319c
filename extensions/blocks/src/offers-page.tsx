import type { OfferCard } from '@reprise/rules';
import type { ComponentChildren, VNode } from 'preact';
import {
  useCallback,
  useEffect,
  useErrorBoundary,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks';
import { createEventLog, type EventLog, uuid } from './events.ts';
import type { Host, PageOrder } from './host.ts';
import { OfferBlock } from './offer-block.tsx';
import type { OfferActions, Wish } from './offer-flow.ts';
import { oneQuestion } from './one-question.ts';
import { type Answer, type Opening, openPage } from './opening.ts';
import type { Decider } from './own-decision.tsx';
import { ReferralBlock } from './referral-block.tsx';
import { SAMPLE_ACTIONS, sampleOffer, sampleReferral } from './sample.ts';
import { acceptOffer, loadReferral, quoteOffer, rememberDismissed, sendEvents } from './server.ts';

/** An offer that is still there after so long has been seen. */
export const SEEN_AFTER_MS = 3000;

interface Props {
  readonly host: Host;
  /** How the page begins, if its order was known before it was drawn. */
  readonly opening?: Opening | undefined;
  readonly decider?: Decider | undefined;
}

/**
 * All that Reprise shows on a thank-you or order-status page. With nothing to show, or a server that is slow or
 * down, it is empty and the page is as if Reprise were not there.
 */
export function OffersPage({ host, opening, decider }: Props) {
  if (host.isInEditor) return <Sample host={host} />;
  const order = host.order();
  if (!order) return null;
  return <LivePage key={order.orderId} host={host} order={order} opening={opening} decider={decider} />;
}

function Section({ host, children }: { readonly host: Host; readonly children: ComponentChildren }) {
  return (
    // Not s-section: on the order-status page that draws a card, and the cards here have their own border.
    <s-stack gap="base" accessibilityRole="section" accessibilityLabel={host.i18n.translate('page.label')}>
      {children}
    </s-stack>
  );
}

function Sample({ host }: { readonly host: Host }) {
  return (
    <Section host={host}>
      <OfferBlock host={host} offer={sampleOffer(host)} actions={SAMPLE_ACTIONS} />
      <ReferralBlock host={host} first={sampleReferral(host)} ask={SAMPLE_ACTIONS.referral.ask} />
    </Section>
  );
}

function LivePage({ host, order: current, opening: given, decider }: Props & { readonly order: PageOrder }) {
  // Held fast: Shopify's signals may change while the page is open, and nothing may be asked or counted anew.
  const [order] = useState(current);
  const [opening, setOpening] = useState(given);
  useEffect(() => {
    let isHere = true;
    const open = async () => {
      const first = opening ?? (await openPage(host, order, decider));
      if (!isHere) return;
      setOpening(first);
      if (first.kind !== 'waiting') return;
      const answer = await first.answer;
      if (isHere) setOpening({ kind: 'answered', answer });
    };
    void open();
    return () => {
      isHere = false;
    };
    // Once per page view.
  }, [host, order]);

  if (!opening) return null;
  if (opening.kind === 'waiting') {
    return <Section host={host}>{opening.outline}</Section>;
  }
  return opening.answer && <Loaded host={host} order={order} answer={opening.answer} />;
}

interface LoadedProps {
  readonly host: Host;
  readonly order: PageOrder;
  readonly answer: Answer;
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
  useLayoutEffect(() => {
    for (const offer of answer.heldOut) log.track('held-out', offer);
  }, [log, answer]);
  const [ended, setEnded] = useState<readonly string[]>([]);
  const askReferral = useCallback(() => loadReferral(host, order), [host, order]);
  const { referral } = answer;
  const shown = oneQuestion(answer.offers, ended);
  if (shown.length === 0 && !referral?.headline) return null;
  return (
    <Section host={host}>
      {shown.map((offer) => (
        <Guarded key={offer.id}>
          <Offer
            host={host}
            order={order}
            offer={offer}
            log={log}
            decisionId={answer.decisionId}
            referral={{ ask: askReferral, isAsked: !answer.isOwn }}
            onEnd={() => setEnded((before) => [...before, offer.id])}
          />
        </Guarded>
      ))}
      {referral?.headline && (
        <ReferralBlock host={host} first={referral} ask={askReferral} isAsked={!answer.isOwn} />
      )}
    </Section>
  );
}

/** A card that cannot be drawn is left out; the others stay. */
function Guarded({ children }: { readonly children: VNode }) {
  const [error] = useErrorBoundary();
  return error ? null : children;
}

interface OfferProps {
  readonly host: Host;
  readonly order: PageOrder;
  readonly offer: OfferCard;
  readonly log: EventLog;
  readonly decisionId: string;
  readonly referral: OfferActions['referral'];
  /** It has been answered or closed. */
  readonly onEnd: () => void;
}

function Offer({ host, order, offer, log, decisionId, referral, onEnd }: OfferProps) {
  const isClosed = useRef(false);
  const eventIdOf = useEventIds();
  // A layout effect, because an ordinary one comes after the paint: a fast click would be recorded first.
  useLayoutEffect(() => {
    // What was accepted on an earlier visit is not shown as an offer any more.
    if (offer.accepted || offer.added) return;
    log.track('shown', offer);
    const timer = setTimeout(() => {
      if (!isClosed.current) log.track('seen', offer);
    }, SEEN_AFTER_MS);
    return () => clearTimeout(timer);
  }, [log, offer]);

  const asked = (wish: Wish) => ({ offer, decisionId, eventId: eventIdOf(wish), wish });
  const actions: OfferActions = {
    accept: async (wish) => {
      log.track('clicked', offer);
      const answer = await acceptOffer(host, order, asked(wish));
      if (answer.kind !== 'invalid' && answer.kind !== 'unavailable') onEnd();
      return answer;
    },
    quote: (wish) => {
      log.track('clicked', offer);
      return quoteOffer(host, order, asked(wish));
    },
    dismiss: () => {
      isClosed.current = true;
      log.track('dismissed', offer);
      void rememberDismissed(host, offer.id);
      onEnd();
    },
    follow: () => log.track('clicked', offer),
    referral,
  };
  return <OfferBlock host={host} offer={offer} actions={actions} />;
}

/** One id for all tries of the same wish: the server counts a repeated click, or a lost answer, once. */
function useEventIds(): (wish: Wish) => string {
  const known = useRef(new Map<string, string>());
  return (wish) => {
    const key = JSON.stringify(wish);
    const id = known.current.get(key) ?? uuid();
    known.current.set(key, id);
    return id;
  };
}
