import type { AppContext, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type SettingsPart, settingsParts } from './settings.ts';

/** The raw settings of a shop and their version; each feature parses its own part with its schema (which has defaults). */
export interface ShopSettings {
  parts: Record<SettingsPart, unknown>;
  version: number;
}

/** Reads a shop's settings. A shop without a row (there is none) has empty parts, so that every schema gives its defaults. */
export async function readSettings(ctx: Pick<Context, 'db' | 'shop'>): Promise<ShopSettings> {
  const { rows } = await ctx.db.query<Record<SettingsPart, unknown> & { version: number }>(
    'select general, messages, reviews, referrals, checkouts, version from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  const row = rows[0];
  const parts = Object.fromEntries(settingsParts.map((part) => [part, row?.[part] ?? {}]));
  return { parts: parts as Record<SettingsPart, unknown>, version: row?.version ?? 0 };
}

export type SaveSettingsResult = { kind: 'saved'; version: number } | { kind: 'stale' };

/**
 * Replaces the given parts, if nobody else has saved since the version that the merchant saw. The caller has parsed them.
 */
export async function saveSettings(
  ctx: Pick<Context & AppContext, 'db' | 'shop' | 'clock'>,
  parts: Partial<Record<SettingsPart, unknown>>,
  seenVersion: number,
  db: Queryable = ctx.db,
): Promise<SaveSettingsResult> {
  const names = settingsParts.filter((part) => parts[part] !== undefined);
  const sets = names.map((part, index) => `${part} = $${index + 4}`);
  const { rows } = await db.query<{ version: number }>(
    `update shop_settings set ${[...sets, 'version = version + 1', 'updated_at = $3'].join(', ')}
     where shop_id = $1 and version = $2 returning version`,
    [ctx.shop.id, seenVersion, ctx.clock.now(), ...names.map((part) => JSON.stringify(parts[part]))],
  );
  return rows[0] ? { kind: 'saved', version: rows[0].version } : { kind: 'stale' };
}
