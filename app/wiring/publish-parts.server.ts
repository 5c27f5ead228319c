import type { createPublishHandlers } from '../features/offers/index.server.ts';
import { referralCard } from '../features/referrals/index.server.ts';

/** What stands beside the offers on a page that decides by itself. */
export const publishParts: Parameters<typeof createPublishHandlers>[0] = {
  referralCard: (ctx, locale) =>
    referralCard(ctx, { shop: ctx.shop, personId: null, isOrderKnown: false, locale }),
};
