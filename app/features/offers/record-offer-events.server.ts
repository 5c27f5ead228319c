import type { OfferEventType } from '@reprise/rules';
import { dayIn } from '../../kit/day.ts';
import { minute } from '../../kit/span.ts';
import type { Caller } from './choose-offers.server.ts';
import { armOn, productOn } from './event-about.ts';
import { isRobot } from './is-robot.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { promiseSubject } from './order-state.server.ts';
import type { OfferEventsAsked } from './page-requests.ts';

export type EventsOutcome = 'taken' | 'too-many' | 'unknown-shop';

/** The server writes these itself. */
const serversOwn: ReadonlySet<OfferEventType> = new Set(['accepted']);

/**
 * Shown, seen, clicked, dismissed and held-out, in one batch with what other pages send at the same moment. Counted once per
 * event id, and once per order, offer and type, however often and by whomever they are sent. Robots are answered and not counted.
 * The page sends nothing when the buyer does not want to be measured. No personal data is kept.
 * @returns once the events are durable
 */
export async function recordOfferEvents(
  desk: OfferDesk,
  caller: Caller & { ip: string | null; userAgent: string | undefined; purpose?: string | undefined },
  asked: OfferEventsAsked,
): Promise<EventsOutcome> {
  const offers = await desk.offers.get(caller.domain);
  if (!offers) return 'unknown-shop';
  if (isRobot(caller)) return 'taken';
  const { shop } = offers;
  const at = desk.app.clock.now();
  const day = dayIn(shop.timezone, at);
  const rows = asked.events.flatMap((event) => {
    const live = offers.byId.get(event.offerId);
    if (!live || serversOwn.has(event.type)) return [];
    return {
      shopId: shop.id,
      offerId: event.offerId,
      orderId: asked.orderId,
      type: event.type,
      eventId: event.id,
      surface: asked.surface,
      at,
      day,
      arm: armOn(live.offer, event.arm),
      productId: productOn(live.offer, event.productId),
    };
  });
  if (rows.length === 0) return 'taken';
  if (!desk.budgets.events.take(`${shop.id} ${caller.ip}`, rows.length)) return 'too-many';
  const startedAt = promisedAt(asked, at);
  const subject = promiseSubject(asked.orderId, asked.checkoutToken);
  await Promise.all([
    desk.events.append(rows),
    startedAt && desk.events.promise({ shopId: shop.id, subject, startedAt }),
  ]);
  return 'taken';
}

/** A shopper's clock that differs by more is not believed. */
const clockGraceMs = 5 * minute;

/**
 * From when a page that has decided by itself counts its deadlines: it drew them before it told us, and from now on they are the same
 * on every device. By the page's own clock, so that the minute is the one that stands there. null: it is ours already.
 */
function promisedAt({ surface, decisionId, events }: OfferEventsAsked, now: Date): Date | null {
  const shown = events.find(({ type }) => type === 'shown');
  if (!shown || surface !== 'thank-you' || decisionId) return null;
  const there = new Date(shown.at);
  return Math.abs(there.getTime() - now.getTime()) <= clockGraceMs ? there : now;
}
