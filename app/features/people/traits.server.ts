import { addMs, hour } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable, Tx } from '../../platform/db/db.server.ts';
import { hashCustomer } from './hashes.ts';
import { readCustomer, readTrait } from './people.jobs.ts';

/*
 * Tags and segments of customers are Shopify's. Asking for them while a shopper waits would be too slow, so those that rules
 * name are kept here: read whole when a rule first names them, and once a day; and for one customer after each order and each
 * change of theirs. Until a wanted trait was read whole, nothing of its kind is known.
 */

/** A tag (in lower case) or a segment (by id) that some rule asks about. */
export interface WantedTrait {
  kind: 'tag' | 'segment';
  value: string;
}

/** A little less than a day: the daily round then finds every one of them due. */
const readAgainMs = 23 * hour;

/** Keeps exactly these as wanted, and has those read that were never, or not for a day. */
export async function keepWanted(ctx: Context, wanted: readonly WantedTrait[]): Promise<void> {
  const kinds = wanted.map(({ kind }) => kind);
  const values = wanted.map(({ value }) => value);
  await ctx.db.tx(async (tx) => {
    await tx.query(
      `delete from wanted_traits where shop_id = $1
       and not exists (select 1 from unnest($2::text[], $3::text[]) w(k, v) where w.k = kind and w.v = value)`,
      [ctx.shop.id, kinds, values],
    );
    await tx.query(
      `insert into wanted_traits (shop_id, kind, value) select $1, * from unnest($2::text[], $3::text[])
       on conflict do nothing`,
      [ctx.shop.id, kinds, values],
    );
    const { rows } = await tx.query<WantedTrait>(
      'select kind, value from wanted_traits where shop_id = $1 and (read_at is null or read_at < $2)',
      [ctx.shop.id, addMs(ctx.clock.now(), -readAgainMs)],
    );
    for (const { kind, value } of rows) {
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: readTrait,
        subject: `${kind}:${value}`,
        dueAt: ctx.clock.now(),
      });
    }
  });
}

/** Has customers' traits read soon, of any shops, where a rule of their shop asks about some. */
export async function askForTraits(
  ctx: Pick<Context, 'due' | 'clock'>,
  tx: Tx,
  asked: { shopId: string; customerId: string | null }[],
): Promise<void> {
  const customers = asked.flatMap(({ shopId, customerId }) => (customerId ? [{ shopId, customerId }] : []));
  if (customers.length === 0) return;
  const { rows } = await tx.query<{ shop_id: string }>(
    'select distinct shop_id from wanted_traits where shop_id = any($1)',
    [[...new Set(customers.map(({ shopId }) => shopId))]],
  );
  const curious = new Set(rows.map((row) => row.shop_id));
  await ctx.due.scheduleAll(
    tx,
    customers
      .filter(({ shopId }) => curious.has(shopId))
      .map(({ shopId, customerId }) => ({
        shopId,
        job: readCustomer,
        subject: customerId,
        dueAt: ctx.clock.now(),
      })),
  );
}

/** What is wanted at present. */
export async function wantedIn(ctx: Pick<Context, 'shop'>, db: Queryable): Promise<WantedTrait[]> {
  const { rows } = await db.query<WantedTrait>('select kind, value from wanted_traits where shop_id = $1', [
    ctx.shop.id,
  ]);
  return rows;
}

/** Reads one customer. A customer whom we do not know as a person, or who is gone, leaves no trace. */
export async function readCustomerTraits(ctx: Context, customerId: string): Promise<void> {
  const wanted = await wantedIn(ctx, ctx.db);
  if (wanted.length === 0) return;
  const segments = wanted.flatMap(({ kind, value }) => (kind === 'segment' ? [value] : []));
  const traits = await ctx.shopify.getCustomerTraits(customerId, segments);
  if (!traits) return;
  await ctx.db.query(
    `insert into person_traits (shop_id, person_id, tags, segment_ids, read_at)
     select shop_id, person_id, $3, $4, $5 from person_identities
     where shop_id = $1 and kind = 'customer' and value_hash = $2
     on conflict (shop_id, person_id) do update
       set tags = excluded.tags, segment_ids = excluded.segment_ids, read_at = excluded.read_at`,
    [
      ctx.shop.id,
      hashCustomer(ctx, customerId),
      traits.tags.map(plainTag),
      traits.segmentIds,
      ctx.clock.now(),
    ],
  );
  if (segments.length > 0) await ctx.emit(ctx.db, ctx.shop.id, 'segments.read', { shopId: ctx.shop.id });
}

/** Case does not count in tags. */
export function plainTag(tag: string): string {
  return tag.trim().toLowerCase();
}

/** Reads who has a tag or is in a segment, whole. @returns whether it is still wanted */
export async function readTraitMembers(ctx: Context, { kind, value }: WantedTrait): Promise<boolean> {
  const isWanted = (await wantedIn(ctx, ctx.db)).some((one) => one.kind === kind && one.value === value);
  if (!isWanted) return false;
  const startedAt = ctx.clock.now();
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await readPage(ctx, { kind, value }, cursor);
    seen.push(...(await keepPage(ctx, kind, page.customers, startedAt)));
    cursor = page.cursor;
  } while (cursor !== null);
  const column = kind === 'tag' ? 'tags' : 'segment_ids';
  await ctx.db.tx(async (tx) => {
    // Who was read by themselves since we began is known better than by the list.
    await tx.query(
      `update person_traits set ${column} = array_remove(${column}, $2)
       where shop_id = $1 and ${column} @> array[$2] and not (person_id = any($3)) and read_at <= $4`,
      [ctx.shop.id, value, seen, startedAt],
    );
    const { rows } = await tx.query<{ is_first: boolean }>(
      `with old as (select read_at from wanted_traits where shop_id = $1 and kind = $2 and value = $3)
       update wanted_traits set read_at = $4 where shop_id = $1 and kind = $2 and value = $3
       returning (select read_at from old) is null as is_first`,
      [ctx.shop.id, kind, value, startedAt],
    );
    if (rows[0]?.is_first) await ctx.emit(tx, ctx.shop.id, 'traits.read', { shopId: ctx.shop.id });
    if (kind === 'segment') await ctx.emit(tx, ctx.shop.id, 'segments.read', { shopId: ctx.shop.id });
  });
  return true;
}

interface Page {
  customers: { id: string; values: string[] }[];
  cursor: string | null;
}

async function readPage(ctx: Context, { kind, value }: WantedTrait, cursor: string | null): Promise<Page> {
  if (kind === 'tag') {
    const page = await ctx.shopify.listCustomersByTag({ tag: value, cursor });
    const customers = page.customers.map(({ id, tags }) => ({ id, values: tags.map(plainTag) }));
    // Shopify's search may be generous; only who really has the tag counts.
    return { customers: customers.filter(({ values }) => values.includes(value)), cursor: page.cursor };
  }
  const page = await ctx.shopify.listSegmentMembers({ segmentId: value, cursor });
  if (!page) return { customers: [], cursor: null };
  return { customers: page.customerIds.map((id) => ({ id, values: [value] })), cursor: page.cursor };
}

/** Adds what a page tells to the people we know. @returns their ids */
async function keepPage(
  ctx: Context,
  kind: WantedTrait['kind'],
  customers: Page['customers'],
  at: Date,
): Promise<string[]> {
  if (customers.length === 0) return [];
  const column = kind === 'tag' ? 'tags' : 'segment_ids';
  // A tag comes with all the customer's tags, a segment alone.
  const merged =
    kind === 'tag'
      ? 'excluded.tags'
      : 'array(select distinct x from unnest(t.segment_ids || excluded.segment_ids) x order by x)';
  const { rows } = await ctx.db.query<{ person_id: string }>(
    `with told as (
       select i.person_id, array(select distinct jsonb_array_elements_text(v.list)) as list
       from unnest($2::text[], $3::jsonb[]) as v(hash, list)
       join person_identities i on i.shop_id = $1 and i.kind = 'customer' and i.value_hash = v.hash)
     insert into person_traits as t (shop_id, person_id, ${column}, read_at)
     select distinct on (person_id) $1, person_id, list, $4::timestamptz from told order by person_id
     on conflict (shop_id, person_id) do update set
       ${column} = case when t.read_at > $4 then t.${column} else ${merged} end
     returning person_id`,
    [
      ctx.shop.id,
      customers.map(({ id }) => hashCustomer(ctx, id)),
      customers.map(({ values }) => JSON.stringify(values)),
      at,
    ],
  );
  return rows.map((row) => row.person_id);
}
