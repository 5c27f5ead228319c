import { createIsbotFromList, list } from 'isbot';
import { dayIn } from './append-events.server.ts';
import type { Caller } from './choose-offers.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { OfferEventsAsked } from './page-requests.ts';

/** What isbot takes for robots but holds a session token here: a browser or program that really stands at a checkout. */
const programs = [
  'Mozilla/5.0 HeadlessChrome/140.0.0.0 Safari/537.36',
  'node',
  'undici',
  'axios/1.0',
  'curl/8.0',
];
const isCrawler = createIsbotFromList(
  list.filter((pattern) => !programs.some((agent) => new RegExp(pattern, 'i').test(agent))),
);

export type EventsOutcome = 'taken' | 'too-many' | 'unknown-shop';

/**
 * Shown, clicked and dismissed, in one batch with what other pages send at the same moment. Counted once per event id, and once
 * per order, offer and type, however often and by whomever they are sent. Crawlers are answered and not counted. `accepted` is
 * the server's own to write and is left out here. No personal data is kept.
 * @returns once the events are durable
 */
export async function recordOfferEvents(
  desk: OfferDesk,
  caller: Caller & { ip: string | null; userAgent: string | undefined },
  asked: OfferEventsAsked,
): Promise<EventsOutcome> {
  const offers = await desk.offers.get(caller.domain);
  if (!offers) return 'unknown-shop';
  if (isCrawler(caller.userAgent)) return 'taken';
  const { shop } = offers;
  const at = desk.app.clock.now();
  const day = dayIn(shop.timezone, at);
  const rows = asked.events
    .filter((event) => event.type !== 'accepted')
    .map((event) => ({
      shopId: shop.id,
      offerId: event.offerId,
      orderId: asked.orderId,
      type: event.type,
      eventId: event.id,
      surface: asked.surface,
      arm: event.arm ?? '',
      at,
      day,
    }));
  if (rows.length === 0) return 'taken';
  if (!desk.budgets.events.take(`${shop.id} ${caller.ip}`, rows.length)) return 'too-many';
  await desk.events.append(rows);
  return 'taken';
}
