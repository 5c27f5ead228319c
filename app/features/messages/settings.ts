import { z } from 'zod';

/**
 * The merchant's choices about messages (column shop_settings.messages). A new shop sends nothing until it is switched on.
 * Review requests, reminders and referral notices are switched by their own features; a shop-wide pause holds all of them.
 */
export const messagesSettings = z.object({
  thankYou: z.object({ isActive: z.boolean().default(false) }).prefault({}),
  /** holds everything back that is marketing; what grows stale meanwhile is dropped with its reason */
  isPaused: z.boolean().default(false),
  /** which marketing message goes first, by kind; what is not named comes after in the default order (priority.ts) */
  priority: z.array(z.string().max(64)).max(100).default([]),
});
export type MessagesSettings = z.output<typeof messagesSettings>;
