import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { MessageKind } from './kinds.ts';
import { priorityOf } from './priority.ts';
import { type MessagesSettings, messagesSettings } from './settings.ts';

/** The merchant's choices about messages; a shop without any has the defaults (nothing is sent). */
export async function readMessagesSettings(
  ctx: Pick<Context, 'db' | 'shop'>,
  db: Queryable = ctx.db,
): Promise<MessagesSettings> {
  const { rows } = await db.query<{ messages: unknown }>(
    'select messages from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  return messagesSettings.parse(rows[0]?.messages ?? {});
}

/** Switches the thank-you message on or off. Other choices stay. */
export async function switchThankYou(
  ctx: Pick<Context, 'db' | 'shop' | 'clock'>,
  isActive: boolean,
  db: Queryable = ctx.db,
): Promise<void> {
  await db.query(
    `insert into shop_settings (shop_id, messages, version, updated_at)
     values ($1, jsonb_build_object('thankYou', jsonb_build_object('isActive', $2::boolean)), 1, $3)
     on conflict (shop_id) do update
       set messages = shop_settings.messages ||
             jsonb_build_object('thankYou', coalesce(shop_settings.messages -> 'thankYou', '{}') || jsonb_build_object('isActive', $2::boolean)),
           version = shop_settings.version + 1, updated_at = $3`,
    [ctx.shop.id, isActive, ctx.clock.now()],
  );
}

/** Keeps the order in which marketing messages go when several want the same slot. Names that are no kinds are left out. */
export async function saveMessagePriority(
  ctx: Pick<Context, 'db' | 'shop' | 'clock'>,
  kinds: readonly string[],
): Promise<MessageKind[]> {
  const order = priorityOf(kinds);
  await ctx.db.query(
    `insert into shop_settings (shop_id, messages, version, updated_at)
     values ($1, jsonb_build_object('priority', $2::jsonb), 1, $3)
     on conflict (shop_id) do update
       set messages = shop_settings.messages || jsonb_build_object('priority', $2::jsonb),
           version = shop_settings.version + 1, updated_at = $3`,
    [ctx.shop.id, JSON.stringify(order), ctx.clock.now()],
  );
  return order;
}
