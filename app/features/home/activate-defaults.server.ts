import type { Context } from '../../platform/context.ts';
import { switchReminders } from '../checkouts/index.server.ts';
import { switchThankYou } from '../messages/index.server.ts';
import { createDefaultOffer } from '../offers/index.server.ts';
import { switchOnReferrals } from '../referrals/index.server.ts';
import { switchOnReviews } from '../reviews/index.server.ts';
import { readSetup } from './read-setup.server.ts';

/** What the merchant's one button switches on. */
export type Activated = 'thankYou' | 'reviews' | 'reminders' | 'referrals' | 'offer';

/**
 * Switches on what product.md calls the defaults: thank-you message, review requests, abandoned-checkout reminders, referrals,
 * and one offer for the next order. Each with what is set already, else its defaults; what is on stays as it is.
 * @returns what was switched on just now; nothing when it was all on
 */
export async function activateDefaults(ctx: Context): Promise<Activated[]> {
  const before = await readSetup(ctx);
  await ctx.db.tx(async (tx) => {
    if (!before.thankYou) await switchThankYou(ctx, true, tx);
    if (!before.reviews) await switchOnReviews(ctx, tx);
    if (!before.reminders) await switchReminders(ctx, true, tx);
    if (!before.referrals) await switchOnReferrals(ctx, tx);
  });
  const offer = before.activeOffers === 0 ? await createDefaultOffer(ctx) : { isNew: false };
  const activated: Activated[] = [
    ...(before.thankYou ? [] : (['thankYou'] as const)),
    ...(before.reviews ? [] : (['reviews'] as const)),
    ...(before.reminders ? [] : (['reminders'] as const)),
    ...(before.referrals ? [] : (['referrals'] as const)),
    ...(offer.isNew ? (['offer'] as const) : []),
  ];
  ctx.log.info({ activated }, 'defaults switched on');
  return activated;
}
