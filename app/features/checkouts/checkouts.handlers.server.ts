import type { Handler } from '../../platform/context.ts';
import { armCheckoutReminders, stopCheckoutReminders } from './arm-reminders.server.ts';
import { armReminders, sendReminder, stopReminders } from './checkouts.jobs.ts';
import { remindOfCheckout } from './remind-checkout.server.ts';

export const checkoutHandlers = {
  [armReminders.name]: (ctx, job) => armCheckoutReminders(ctx, job.subject),
  [stopReminders.name]: (ctx, job) => stopCheckoutReminders(ctx, job.subject),
  [sendReminder.name]: (ctx, job) => remindOfCheckout(ctx, job.subject),
} satisfies Record<string, Handler>;
