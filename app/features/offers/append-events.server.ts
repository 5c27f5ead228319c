import type { OfferEventType, Surface } from '@reprise/rules';
import type { Db, RowsStatement } from '../../platform/db/db.server.ts';
import type { Logger } from '../../platform/log/log.server.ts';

export interface OfferEventRow {
  shopId: string;
  offerId: string;
  orderId: string;
  type: OfferEventType;
  eventId: string;
  surface: Surface;
  at: Date;
  /** `2026-11-21`, in the shop's zone */
  day: string;
  /** variant of a running test; '' without one */
  arm: string;
  /** the product that was offered (of several, the first on the card; for an accept, the one chosen) */
  productId: string | null;
}

export interface PromiseRow {
  shopId: string;
  subject: string;
  startedAt: Date;
}

export interface AppendOfferEvents {
  /** Resolves when the rows are committed; what is known already is passed over in silence. */
  append(rows: OfferEventRow[]): Promise<void>;
  /** Writes down when an order's deadlines began; the first one stays. Not waited for by shoppers. */
  promise(row: PromiseRow): Promise<void>;
  close(): Promise<void>;
}

/**
 * One statement: the events that are new (once per event id, and once per order, offer and type), and their roll-up by day,
 * variant, placement and product. Rows are taken in key order, so that two processes cannot block each other. Offers of other
 * shops are left out; so is a product that the shop does not have, since a page may send any number.
 */
export const appendEventsSql = `
  with given as (
    select distinct on (e.shop_id, e.order_id, e.offer_id, e.type) e.*, coalesce(p.id, '') as product
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::date[],
        $9::text[], $10::text[])
      as e(shop_id, offer_id, order_id, type, event_id, surface, at, day, arm, product_id)
    join offers o on o.id = e.offer_id and o.shop_id = e.shop_id
    left join products p on p.shop_id = e.shop_id and p.id = e.product_id
    order by e.shop_id, e.order_id, e.offer_id, e.type, e.at),
  fresh as (
    insert into offer_events (shop_id, offer_id, order_id, type, event_id, surface, at, arm, product_id)
    select shop_id, offer_id, order_id, type, event_id, surface, at, arm, nullif(product, '') from given
    on conflict do nothing
    returning shop_id, offer_id, order_id, type)
  insert into offer_stats as s (shop_id, offer_id, day, arm, surface, product_id,
    shown, seen, clicked, accepted, dismissed, held_out)
  select f.shop_id, f.offer_id, g.day, g.arm, g.surface, g.product,
    count(*) filter (where f.type = 'shown'), count(*) filter (where f.type = 'seen'),
    count(*) filter (where f.type = 'clicked'), count(*) filter (where f.type = 'accepted'),
    count(*) filter (where f.type = 'dismissed'), count(*) filter (where f.type = 'held-out')
  from fresh f join given g using (shop_id, order_id, offer_id, type)
  group by f.shop_id, f.offer_id, g.day, g.arm, g.surface, g.product
  order by f.shop_id, f.offer_id, g.day, g.arm, g.surface, g.product
  on conflict (shop_id, offer_id, day, arm, surface, product_id) do update
    set shown = s.shown + excluded.shown, seen = s.seen + excluded.seen, clicked = s.clicked + excluded.clicked,
        accepted = s.accepted + excluded.accepted, dismissed = s.dismissed + excluded.dismissed,
        held_out = s.held_out + excluded.held_out`;

/** The parameters of `appendEventsSql`. */
export function eventValues(rows: OfferEventRow[]): unknown[] {
  return [
    rows.map((row) => row.shopId),
    rows.map((row) => row.offerId),
    rows.map((row) => row.orderId),
    rows.map((row) => row.type),
    rows.map((row) => row.eventId),
    rows.map((row) => row.surface),
    rows.map((row) => row.at),
    rows.map((row) => row.day),
    rows.map((row) => row.arm),
    rows.map((row) => row.productId),
  ];
}

const appendEvents: RowsStatement<OfferEventRow> = {
  name: 'offers-append-events',
  text: appendEventsSql,
  columns: [
    { type: 'text', of: (row) => row.shopId },
    { type: 'text', of: (row) => row.offerId },
    { type: 'text', of: (row) => row.orderId },
    { type: 'text', of: (row) => row.type },
    { type: 'text', of: (row) => row.eventId },
    { type: 'text', of: (row) => row.surface },
    { type: 'timestamptz', of: (row) => row.at },
    { type: 'date', of: (row) => row.day },
    { type: 'text', of: (row) => row.arm },
    { type: 'text', of: (row) => row.productId },
  ],
};

const promiseSql = `
  insert into offer_promises as p (shop_id, subject, started_at)
  select distinct on (shop_id, subject) * from unnest($1::text[], $2::text[], $3::timestamptz[]) as g(shop_id, subject, started_at)
  order by shop_id, subject, started_at
  on conflict (shop_id, subject) do update set started_at = excluded.started_at where excluded.started_at < p.started_at`;

const appendPromises: RowsStatement<PromiseRow> = {
  name: 'offers-append-promises',
  text: promiseSql,
  columns: [
    { type: 'text', of: (row) => row.shopId },
    { type: 'text', of: (row) => row.subject },
    { type: 'timestamptz', of: (row) => row.startedAt },
  ],
};

interface Batcher<Row> {
  add(rows: Row[]): Promise<void>;
  idle(): Promise<void>;
}

/** Group commit without a timer: while one batch is being written, the next one gathers. */
function batcher<Row>(write: (rows: Row[]) => Promise<unknown>, maxRows: number): Batcher<Row> {
  let waiting: { rows: Row[]; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let running: Promise<void> | null = null;

  const drain = async () => {
    while (waiting.length > 0) {
      let count = 0;
      let size = 0;
      while (
        count < waiting.length &&
        (count === 0 || size + (waiting[count]?.rows.length ?? 0) <= maxRows)
      ) {
        size += waiting[count]?.rows.length ?? 0;
        count++;
      }
      const batch = waiting.slice(0, count);
      waiting = waiting.slice(count);
      try {
        await write(batch.flatMap(({ rows }) => rows));
        for (const each of batch) each.resolve();
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else await oneByOne(batch);
      }
    }
  };
  // One bad row must not take its neighbours down with it.
  const oneByOne = async (batch: typeof waiting) => {
    for (const each of batch) await write(each.rows).then(each.resolve, each.reject);
  };

  return {
    add: (rows) =>
      new Promise((resolve, reject) => {
        waiting.push({ rows, resolve, reject });
        running ??= new Promise<void>((go) => setImmediate(go)).then(drain).finally(() => {
          running = null;
        });
      }),
    async idle() {
      while (running) await running;
    },
  };
}

/** Opens the appender of one process. */
export function openEventAppender(db: Pick<Db, 'writeRows'>, log: Logger): AppendOfferEvents {
  const events = batcher<OfferEventRow>((rows) => db.writeRows(appendEvents, rows), 1_000);
  const promises = batcher<PromiseRow>((rows) => db.writeRows(appendPromises, rows), 1_000);
  return {
    append: (rows) => (rows.length === 0 ? Promise.resolve() : events.add(rows)),
    promise: (row) =>
      promises
        .add([row])
        .catch((error: unknown) => log.warn({ err: error }, 'a promise was not written down')),
    async close() {
      await events.idle();
      await promises.idle();
    },
  };
}
