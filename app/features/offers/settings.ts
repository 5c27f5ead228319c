import { z } from 'zod';

/** What holds for all offers of a shop (column shop_settings.offers). */
export const offersSettings = z.object({
  /** cards on one page at most */
  limit: z.number().int().min(1).max(5).default(2),
  /** counted up by ourselves whenever what goes with what has changed, so that it is read again only then */
  complements: z.number().int().default(0),
});
