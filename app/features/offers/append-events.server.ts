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
  /** variant of a running test; absent = none */
  arm?: string;
  at: Date;
  /** `2026-11-21`, in the shop's zone */
  day: string;
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
 * One statement: the events that are new (once per event id, and once per order, offer and type), and their roll-up by day. Rows
 * are taken in key order, so that two processes cannot block each other. Offers of other shops are left out.
 */
export const appendEventsSql = `
  with given as (
    select distinct on (e.shop_id, e.order_id, e.offer_id, e.type) e.*
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::date[], $9::text[])
      as e(shop_id, offer_id, order_id, type, event_id, surface, at, day, arm)
    join offers o on o.id = e.offer_id and o.shop_id = e.shop_id
    order by e.shop_id, e.order_id, e.offer_id, e.type, e.at),
  fresh as (
    insert into offer_events (shop_id, offer_id, order_id, type, event_id, surface, at, arm)
    select shop_id, offer_id, order_id, type, event_id, surface, at, arm from given
    on conflict do nothing
    returning shop_id, offer_id, order_id, type)
  insert into offer_stats as s (shop_id, offer_id, day, shown, clicked, accepted, dismissed)
  select f.shop_id, f.offer_id, g.day,
    count(*) filter (where f.type = 'shown'), count(*) filter (where f.type = 'clicked'),
    count(*) filter (where f.type = 'accepted'), count(*) filter (where f.type = 'dismissed')
  from fresh f join given g using (shop_id, order_id, offer_id, type)
  group by f.shop_id, f.offer_id, g.day
  order by f.shop_id, f.offer_id, g.day
  on conflict (shop_id, offer_id, day) do update
    set shown = s.shown + excluded.shown, clicked = s.clicked + excluded.clicked,
        accepted = s.accepted + excluded.accepted, dismissed = s.dismissed + excluded.dismissed`;

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
    rows.map((row) => row.arm ?? ''),
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
    { type: 'text', of: (row) => row.arm ?? '' },
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

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a zone, `2026-11-21`; an unknown zone counts as UTC. */
export function dayIn(timezone: string, at: Date): string {
  let format = dayFormats.get(timezone);
  if (!format) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    try {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: timezone });
    } catch {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
    }
    dayFormats.set(timezone, format);
  }
  return format.format(at);
}
