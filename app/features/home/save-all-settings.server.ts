import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { switchReminders } from '../checkouts/index.server.ts';
import { switchThankYou } from '../messages/index.server.ts';
import { messagesSettings } from '../messages/index.ts';
import { readReferralsSettings, saveReferralsSettings } from '../referrals/index.server.ts';
import { readReviewsSettings, saveReviewsSettings } from '../reviews/index.server.ts';
import { readSettings, saveSettings } from '../shops/index.server.ts';
import { type GeneralSettings, generalSettings } from '../shops/index.ts';
import { readSetup } from './read-setup.server.ts';

/** The Settings page's form. */
export interface AllSettings {
  general: GeneralSettings;
  isPaused: boolean;
  thankYou: boolean;
  reviews: boolean;
  reminders: boolean;
  referrals: boolean;
}

export type SaveAllResult = { kind: 'saved' } | { kind: 'stale' };

/** Reads the form's values and the version that goes with them. */
export async function readAllSettings(
  ctx: Pick<Context, 'db' | 'shop'>,
): Promise<AllSettings & { version: number }> {
  const [{ parts, version }, setup] = await Promise.all([readSettings(ctx), readSetup(ctx)]);
  return {
    general: generalSettings.parse(parts.general),
    isPaused: messagesSettings.parse(parts.messages).isPaused,
    thankYou: setup.thankYou,
    reviews: setup.reviews,
    reminders: setup.reminders,
    referrals: setup.referrals,
    version,
  };
}

/**
 * Saves the Settings page in one transaction, unless somebody has saved since `seenVersion`. Each part is switched by its own
 * feature, which knows what follows (requests are planned anew, reminders taken up).
 */
export async function saveAllSettings(
  ctx: Context,
  input: AllSettings,
  seenVersion: number,
): Promise<SaveAllResult> {
  return ctx.db.tx(async (tx) => {
    const saved = await saveSettings(ctx, { general: input.general }, seenVersion, tx);
    if (saved.kind === 'stale') return { kind: 'stale' };
    await switchMessages(ctx, tx, input);
    const reviews = await readReviewsSettings(ctx, tx);
    if (reviews.isOn !== input.reviews)
      await saveReviewsSettings(ctx, tx, { ...reviews, isOn: input.reviews });
    await switchReminders(ctx, input.reminders, tx);
    const referrals = await readReferralsSettings(ctx, tx);
    if (referrals.isOn !== input.referrals) {
      await saveReferralsSettings(ctx, tx, { ...referrals, isOn: input.referrals });
    }
    return { kind: 'saved' };
  });
}

async function switchMessages(ctx: Context, tx: Tx, input: AllSettings): Promise<void> {
  await switchThankYou(ctx, input.thankYou, tx);
  await tx.query(
    `update shop_settings set messages = messages || jsonb_build_object('isPaused', $2::boolean) where shop_id = $1`,
    [ctx.shop.id, input.isPaused],
  );
}
