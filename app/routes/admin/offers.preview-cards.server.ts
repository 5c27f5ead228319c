import type { OfferCard } from '@reprise/rules';
import { offerCard, readOfferInput } from '../../features/offers/index.ts';
import { getProducts } from '../../features/products/index.server.ts';
import type { Context } from '../../platform/context.ts';

export async function previewCards(
  ctx: Context,
  asked: {
    input: unknown;
    locale: string;
    surface: string;
    orderId: string | null;
    arm: string | null;
    offerId: string | null;
  },
): Promise<{ cards: OfferCard[]; because: string[] }> {
  const read = readOfferInput({ ...(asked.input as object), isActive: false }, ctx.shop, ctx.clock.now());
  if (read.kind === 'invalid') return { cards: [], because: Object.keys(read.problems) };
  const item = read.content.product;
  const [product] = item ? await getProducts(ctx, [item.productId]) : [];
  const variant = product?.variants.find((each) => each.id === item?.variantId);
  const card = offerCard(
    { id: 'preview', ...read.content },
    product && variant
      ? {
          title: product.title,
          variantTitle: null,
          imageUrl: product.imageUrl,
          price: { minor: BigInt(variant.priceMinor), currency: ctx.shop.currency },
        }
      : null,
    ctx.shop,
    asked.locale,
    ctx.text,
  );
  const deadlineAt =
    read.content.deadlineHours === null
      ? null
      : new Date(ctx.clock.now().getTime() + read.content.deadlineHours * 3_600_000).toISOString();
  return { cards: card ? [{ ...card, deadlineAt }] : [], because: [] };
}
