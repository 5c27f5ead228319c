import { z } from 'zod';

/** What holds for all offers of a shop (column shop_settings.offers). */
export const offersSettings = z.object({
  /** cards on one page at most */
  limit: z.number().int().min(1).max(5).default(2),
});
