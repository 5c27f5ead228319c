import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { pickZone } from '../messages/index.server.ts';

/** The zone whose clock a person reads: their own where it is known, else the shop's. */
export async function zoneOfPerson(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  personId: string,
): Promise<string> {
  const { rows } = await db.query<{ timezone: string | null }>(
    'select timezone from people where shop_id = $1 and id = $2',
    [ctx.shop.id, personId],
  );
  return pickZone(rows[0]?.timezone, ctx.shop.timezone);
}
