import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { offersChanged } from './offers.repo.server.ts';
import { offersSettings } from './settings.ts';

/**
 * Puts the offers into this order; what stands higher is shown first. Ids that this shop does not have are passed over, offers
 * that were not named (made by somebody else meanwhile) keep their order and come after those that were.
 */
export async function moveOffers(ctx: Context, idsInOrder: readonly string[]): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const known = await lockOrder(ctx, tx);
    const wanted = new Set(idsInOrder.filter((id) => known.includes(id)));
    await putOrder(ctx, tx, [...wanted, ...known.filter((id) => !wanted.has(id))]);
  });
}

/** Moves an offer one place up or down among those that are not archived: the same as dragging it, with the keyboard. */
export async function moveOffer(
  ctx: Context,
  id: string,
  by: -1 | 1,
): Promise<{ kind: 'changed'; id: string } | { kind: 'unknown' }> {
  return ctx.db.tx(async (tx) => {
    const order = await lockOrder(ctx, tx);
    const from = order.indexOf(id);
    if (from < 0) return { kind: 'unknown' };
    const to = Math.max(0, Math.min(order.length - 1, from + by));
    order.splice(to, 0, ...order.splice(from, 1));
    await putOrder(ctx, tx, order);
    return { kind: 'changed', id };
  });
}

async function lockOrder(ctx: Context, tx: Queryable): Promise<string[]> {
  // Rows are locked in one order by everybody, or two who drag at once could wait for each other.
  const { rows } = await tx.query<{ id: string }>(
    `with locked as (select id, position from offers where shop_id = $1 and status <> 'archived' order by id for update)
     select id from locked order by position, id`,
    [ctx.shop.id],
  );
  return rows.map((row) => row.id);
}

async function putOrder(ctx: Context, tx: Queryable, order: string[]): Promise<void> {
  await tx.query(
    `update offers o set position = u.n - 1 from unnest($2::text[]) with ordinality as u(id, n)
     where o.shop_id = $1 and o.id = u.id and o.position <> u.n - 1`,
    [ctx.shop.id, order],
  );
  await offersChanged(ctx, tx);
}

/** How many cards stand on one page at most. */
export async function getLimit(ctx: Pick<Context, 'db' | 'shop'>): Promise<number> {
  const { rows } = await ctx.db.query<{ offers: unknown }>(
    'select offers from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  return offersSettings.parse(rows[0]?.offers ?? {}).limit;
}

/** Sets how many cards stand on one page at most: 1 to 5. @returns false when it is no such number; nothing is changed then */
export async function setLimit(ctx: Context, limit: number): Promise<boolean> {
  const read = offersSettings.safeParse({ limit });
  if (!read.success) return false;
  await ctx.db.tx(async (tx) => {
    await tx.query(
      `update shop_settings set offers = offers || $2::jsonb, updated_at = $3 where shop_id = $1`,
      [ctx.shop.id, JSON.stringify({ limit: read.data.limit }), ctx.clock.now()],
    );
    await offersChanged(ctx, tx);
  });
  return true;
}
