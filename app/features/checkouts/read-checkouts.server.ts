import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Checkout } from './checkout.ts';

function toCheckout(row: Record<string, unknown>): Checkout {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  ) as unknown as Checkout;
}

/** One checkout of this shop; null when we do not have it. */
export async function getCheckout(
  ctx: Pick<Context, 'db' | 'shop'>,
  token: string,
  db: Queryable = ctx.db,
): Promise<Checkout | null> {
  const { rows } = await db.query('select * from checkouts where shop_id = $1 and token = $2', [
    ctx.shop.id,
    token,
  ]);
  return rows[0] ? toCheckout(rows[0]) : null;
}

/** A person's checkouts, the one with the latest activity first. */
export async function checkoutsOfPerson(
  ctx: Pick<Context, 'db' | 'shop'>,
  personId: string,
  db: Queryable = ctx.db,
): Promise<Checkout[]> {
  const { rows } = await db.query(
    'select * from checkouts where shop_id = $1 and person_id = $2 order by last_activity_at desc, token',
    [ctx.shop.id, personId],
  );
  return rows.map(toCheckout);
}
