import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { creditOrders } from './credit-order.server.ts';
import { placeColumns, sumColumns } from './credits.repo.server.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

/** Orders that are worked on in one transaction. */
const batchSize = 500;

/** Refunds, late costs and joined people of so many days are looked for every night. */
const tidyDays = 35;

/**
 * Counts everything anew from orders and events. For what no event tells: a change of the shop's zone, a restored backup, a
 * roll-up of an older version. Safe at any time, beside events and orders that come in meanwhile.
 */
export async function recountResults(ctx: Reader): Promise<void> {
  await creditSince(ctx, new Date(0));
  await repairStats(ctx);
}

/** Works out the orders of the last weeks anew. */
export async function recountRecent(ctx: Pick<Context, 'db' | 'shop' | 'clock'>): Promise<void> {
  await creditSince(ctx, addMs(ctx.clock.now(), -tidyDays * day));
}

async function creditSince(ctx: Reader, since: Date): Promise<void> {
  let after = { at: since, id: '' };
  for (;;) {
    const { rows } = await ctx.db.query<{ id: string; processed_at: Date }>(
      `select id, processed_at from orders where shop_id = $1 and (processed_at, id) > ($2, $3)
       order by processed_at, id limit $4`,
      [ctx.shop.id, after.at, after.id, batchSize],
    );
    await creditOrders(
      ctx,
      rows.map(({ id }) => id),
    );
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) return;
    after = { at: last.processed_at, id: last.id };
  }
}

const counts = ['shown', 'seen', 'clicked', 'accepted', 'dismissed', 'held_out'];
const all = [...counts, ...sumColumns];
const key = placeColumns.join(', ');

/**
 * Adds to each row of the roll-up what it lacks (or takes off what it has too much). One statement sees events, credits and
 * roll-up as of one moment, and events and credits write their row of the roll-up in the transaction that they come with: so the
 * difference is right whatever happens at the same time.
 */
async function repairStats(ctx: Reader): Promise<void> {
  await ctx.db.query(
    `with told as (
       select offer_id, (at at time zone $2)::date as day, arm, surface, coalesce(product_id, '') as product_id,
         ${counts.map((name) => `count(*) filter (where type = '${name.replace('_', '-')}') as ${name}`).join(', ')},
         ${sumColumns.map((name) => `0 as ${name}`).join(', ')}
       from offer_events where shop_id = $1 group by 1, 2, 3, 4, 5
       union all
       select ${key}, ${counts.map(() => '0').join(', ')}, ${sumColumns.join(', ')} from offer_credits where shop_id = $1
       union all
       select ${key}, ${all.map((name) => `-${name}`).join(', ')} from offer_stats where shop_id = $1),
     lacking as (
       select ${key}, ${all.map((name) => `sum(${name}) as ${name}`).join(', ')} from told group by ${key}
       having ${all.map((name) => `sum(${name}) <> 0`).join(' or ')})
     insert into offer_stats as s (shop_id, ${key}, ${all.join(', ')})
     select $1, ${key}, ${all.join(', ')} from lacking order by ${key}
     on conflict (shop_id, ${key}) do update set ${all.map((name) => `${name} = s.${name} + excluded.${name}`).join(', ')}`,
    [ctx.shop.id, ctx.shop.timezone],
  );
}
