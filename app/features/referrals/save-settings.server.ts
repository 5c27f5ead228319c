import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { readReferralsSettings } from './referrals.repo.server.ts';
import type { ReferralsSettings } from './settings.ts';

/**
 * Stores the merchant's choices. What was promised before stays as promised: codes keep their percentage, referrals their reward.
 * States `referrals.changed`.
 * @param seenVersion of shop_settings as the merchant saw it; `stale`: somebody has saved since, nothing was changed
 */
export async function saveReferralsSettings(
  ctx: Context,
  tx: Queryable,
  settings: ReferralsSettings,
  seenVersion?: number,
): Promise<'saved' | 'stale'> {
  const { rowCount } = await tx.query(
    `update shop_settings set referrals = $2, version = version + 1, updated_at = $3
     where shop_id = $1 and ($4::int is null or version = $4)`,
    [ctx.shop.id, JSON.stringify(settings), ctx.clock.now(), seenVersion ?? null],
  );
  if (rowCount === 0) return 'stale';
  await ctx.emit(tx, ctx.shop.id, 'referrals.changed', {});
  return 'saved';
}

/** Switches the programme on with what is set (the defaults, for a new shop). */
export async function switchOnReferrals(ctx: Context, tx: Queryable): Promise<void> {
  const settings = await readReferralsSettings(ctx, tx);
  if (!settings.isOn) await saveReferralsSettings(ctx, tx, { ...settings, isOn: true });
}
