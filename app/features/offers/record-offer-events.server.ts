import type { OfferEventType } from '@reprise/rules';
import { dayIn } from '../../kit/day.ts';
import type { Caller } from './choose-offers.server.ts';
import { armOn, productOn } from './event-about.ts';
import { isRobot } from './is-robot.ts';
import type { OfferDesk } from './offer-desk.server.ts';
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
  await desk.events.append(rows);
  return 'taken';
}
