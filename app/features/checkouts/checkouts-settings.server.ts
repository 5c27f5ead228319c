import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type CheckoutsSettings, checkoutsSettings } from './settings.ts';

/** The merchant's choices about abandoned checkouts; a shop without any has the defaults (nobody is reminded). */
export async function readCheckoutsSettings(
  ctx: Pick<Context, 'db' | 'shop'>,
  db: Queryable = ctx.db,
): Promise<CheckoutsSettings> {
  const { rows } = await db.query<{ checkouts: unknown }>(
    'select checkouts from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  return checkoutsSettings.parse(rows[0]?.checkouts ?? {});
}

/** Switches the reminders on or off. Other choices stay; checkouts that are open now are taken up by their timers. */
export async function switchReminders(
  ctx: Pick<Context, 'db' | 'shop' | 'clock'>,
  isOn: boolean,
  db: Queryable = ctx.db,
): Promise<void> {
  await db.query(
    `insert into shop_settings (shop_id, checkouts, version, updated_at)
     values ($1, jsonb_build_object('isOn', $2::boolean), 1, $3)
     on conflict (shop_id) do update
       set checkouts = shop_settings.checkouts || jsonb_build_object('isOn', $2::boolean),
           version = shop_settings.version + 1, updated_at = $3`,
    [ctx.shop.id, isOn, ctx.clock.now()],
  );
}
