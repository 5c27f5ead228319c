import { z } from 'zod';

/**
 * The merchant's choices about messages (column shop_settings.messages). A new shop sends nothing until it is switched on.
 * Review requests, reminders and referral notices are switched by their own features; a shop-wide pause holds all of them.
 */
export const messagesSettings = z.object({
  thankYou: z.object({ isActive: z.boolean().default(false) }).prefault({}),
  /** holds everything back that is marketing; what grows stale meanwhile is dropped with its reason */
  isPaused: z.boolean().default(false),
});
export type MessagesSettings = z.output<typeof messagesSettings>;
