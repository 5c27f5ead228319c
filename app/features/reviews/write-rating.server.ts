import { done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { readRating } from './reviews.repo.server.ts';

/**
 * Writes a product's `reviews.rating` and `reviews.rating_count`. Always the state of now, so a repeated or late run only makes
 * it truer. A product whose last review was taken down goes to zero reviews.
 */
export async function writeProductRating(ctx: Context, productId: string): Promise<Fate> {
  const { sum, count } = await readRating(ctx, ctx.db, productId);
  const average = count === 0 ? 0 : Math.round((sum / count) * 100) / 100;
  await ctx.shopify.setProductRating(productId, { average, count });
  return done;
}
