import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { dropMessages } from '../messages/index.server.ts';
import { sendReminder } from './checkouts.jobs.ts';
import { readCheckoutsSettings } from './checkouts-settings.server.ts';
import { getCheckout } from './read-checkouts.server.ts';
import { reminderSteps, stepTimes } from './settings.ts';

/**
 * Sets the timers of a checkout from its last activity; a newer activity moves them. They are set even while reminders are
 * switched off: whether to send is asked when the time has come. Steps whose worth is over (an import) are not set.
 */
export async function armCheckoutReminders(ctx: Context, token: string): Promise<Fate> {
  return ctx.db.tx(async (tx) => {
    const checkout = await getCheckout(ctx, token, tx);
    if (!checkout || checkout.completedAt) return cancel('the checkout is complete or gone');
    const settings = await readCheckoutsSettings(ctx, tx);
    const now = ctx.clock.now();
    for (const step of reminderSteps) {
      const { dueAt, staleAt } = stepTimes(settings, checkout.lastActivityAt, step);
      if (staleAt <= now) continue;
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: sendReminder,
        subject: `${token}/${step}`,
        dueAt,
      });
    }
    return done;
  });
}

/** Takes the timers away and drops reminders that still wait for a quiet hour to end. */
export async function stopCheckoutReminders(ctx: Context, token: string): Promise<Fate> {
  return ctx.db.tx(async (tx) => {
    for (const step of reminderSteps) {
      await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: sendReminder, subject: `${token}/${step}` });
    }
    await dropMessages(
      ctx,
      tx,
      { kinds: ['abandoned_checkout'], subjectId: token },
      { reason: 'checkout_completed' },
    );
    return done;
  });
}
