import type { OutboxFilter } from '../box.ts';
import type { Channel, OutboxMessage } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { findShop } from '../store/store.ts';
import type { OutboxRow } from '../store/tables.ts';

/** What arrived at one of the ends, before it is filed. */
export type Arrival = {
  channel: Channel;
  from: string;
  to: string;
  subject: string | null;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
};

/**
 * Files a message. Which shop it is about is worked out from outside: a link to its storefront or its domain, its name
 * as sender, or the only shop that knows the recipient.
 */
export function fileMessage(store: Store, arrival: Arrival): OutboxRow {
  return store.tables.outbox.put({
    id: store.nextId(),
    ...arrival,
    at: store.nowIso(),
    shop: guessShop(store, arrival),
  });
}

function guessShop(store: Store, arrival: Arrival): string | null {
  const shops = store.tables.shops.all();
  const headers = Object.values(arrival.headers).join('\n');
  const content = `${headers}\n${arrival.html ?? ''}\n${arrival.text ?? ''}`;
  const to = arrival.to.toLowerCase();
  const senderName = arrival.from
    .replace(/<.*>/, '')
    .replace(/^\s*"|"\s*$/g, '')
    .trim()
    .toLowerCase();
  const knows = (shop: string) => store.tables.customers.byKey(`${shop}|${to}`).length > 0;
  const scored = shops
    .map((shop) => {
      const isNamed = content.includes(shop.domain) || content.includes(`/store/${shop.slug}/`);
      const isSender = senderName === shop.name.toLowerCase();
      return {
        shop: shop.domain,
        score: (isSender ? 4 : 0) + (isNamed ? 2 : 0) + (knows(shop.domain) ? 1 : 0),
      };
    })
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score);
  const [first, second] = scored;
  if (first === undefined || first.score === second?.score) return null;
  return first.shop;
}

/** Messages that arrived, oldest first. A filter by shop also keeps those whose shop nobody could tell. */
export function readOutbox(store: Store, filter: OutboxFilter = {}): OutboxMessage[] {
  const shop = filter.shop === undefined ? undefined : (findShop(store, filter.shop)?.domain ?? filter.shop);
  const since = filter.since === undefined ? undefined : Date.parse(filter.since);
  const to = filter.to?.trim().toLowerCase();
  return store.tables.outbox
    .all()
    .filter(
      (row) =>
        (shop === undefined || row.shop === null || row.shop === shop) &&
        (to === undefined || row.to.toLowerCase() === to) &&
        (filter.channel === undefined || row.channel === filter.channel) &&
        (since === undefined || Date.parse(row.at) >= since),
    )
    .map(({ shop: _shop, ...message }) => message);
}
