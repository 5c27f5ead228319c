import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { searchProducts } from '../../features/products/index.server.ts';
import type { Product } from '../../features/products/index.ts';
import { moneyAmount } from '../../kit/money.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** Products by a part of their name, for the editor's own search: `?q=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const text = new URL(args.request.url).searchParams.get('q') ?? '';
  const products = await searchProducts(ctx, { text: text.slice(0, 100), limit: 12 });
  return json({ products: products.map((product) => pickedProduct(product, ctx.shop.currency)) });
}

/** A product as the editor needs it. */
export function pickedProduct(product: Product, currency: string) {
  return {
    id: product.id,
    title: product.title,
    imageUrl: product.imageUrl,
    variants: product.variants.map((variant) => ({
      id: variant.id,
      title: variant.title,
      price: moneyAmount({ minor: BigInt(variant.priceMinor), currency }),
      isAvailable: variant.isAvailable,
    })),
  };
}
