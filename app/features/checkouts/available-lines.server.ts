import type { Context } from '../../platform/context.ts';
import { getProducts } from '../products/index.server.ts';
import type { CheckoutLine } from './checkout.ts';

/**
 * The lines that can still be bought, from our copy of the catalogue; products we do not have are asked of Shopify. A line
 * without a product (made up by the merchant) can always be bought.
 */
export async function availableLines(ctx: Context, lines: CheckoutLine[]): Promise<CheckoutLine[]> {
  const ids = [...new Set(lines.flatMap((line) => line.productId ?? []))];
  const known = await getProducts(ctx, ids);
  const missing = ids.filter((id) => !known.some((product) => product.id === id));
  const asked = missing.length > 0 ? await ctx.shopify.getProducts(missing) : [];
  const products = new Map(
    [...known, ...asked].map(({ id, status, variants }) => [
      id,
      { isActive: status.toLowerCase() === 'active', variants },
    ]),
  );
  return lines.filter((line) => {
    if (!line.productId) return true;
    const product = products.get(line.productId);
    if (!product?.isActive) return false;
    const variant = product.variants.find(({ id }) => id === line.variantId);
    if (!line.variantId) return product.variants.some(({ isAvailable }) => isAvailable);
    return variant?.isAvailable === true;
  });
}
