import type { QuoteResponse } from '@reprise/rules';
import { newId } from '../../kit/id.ts';
import { addMs, hour } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { recordProducts, toProductInput } from '../products/index.server.ts';
import { type Addition, isAsPromised, lineDiscount, quoteAnswer, whyNotAddable } from './addition.ts';
import { findOpenAddition, insertQuote } from './additions.repo.server.ts';
import type { Discount } from './discount.ts';

/** What the quote is asked for; the caller has proven the order and that the offer may be shown for it. */
export interface AdditionWish {
  offer: { id: string; name: string };
  /** the discount of the arm that is shown */
  discount: Discount;
  payWithinHours: number;
  orderId: string;
  arm: string;
  surface: string;
  productId: string;
  variantId: string;
  quantity: number;
  locale: string;
}

/**
 * What would adding this to the order cost? Price and stock are read from the shop at this moment, and the shop itself works out
 * tax and total on a staged edit; the order is not changed. When it cannot be added, `cart` says why in the buyer's words: the
 * same offer is then to be had as a new order.
 */
export async function quoteAddition(ctx: Context, wish: AdditionWish): Promise<QuoteResponse> {
  const t = ctx.text(wish.locale);
  const cart = (reason: string): QuoteResponse => ({
    kind: 'cart',
    message: t(`checkout:add.cannot.${reason}`),
  });
  if (await findOpenAddition(ctx.db, ctx.shop.id, wish.orderId, wish.offer.id)) {
    return { kind: 'gone', message: t('checkout:add.already') };
  }
  // Shipping and gifts belong to a whole order; on one line they would be something else than what was offered.
  const { kind } = wish.discount;
  if (kind !== 'percentage' && kind !== 'amount' && kind !== 'none') return cart('terms');
  const variant = await freshVariant(ctx, wish.productId, wish.variantId);
  if (!variant?.isAvailable || (variant.stock !== null && variant.stock < wish.quantity)) {
    return { kind: 'gone', message: t('checkout:add.soldOut') };
  }
  const order = await ctx.shopify.getEditableOrder(wish.orderId);
  if (!order) return { kind: 'unavailable' };
  const why = whyNotAddable(order);
  if (why) return cart(why);

  const off = lineDiscount(variant.price, wish.quantity, wish.discount);
  const staged = await ctx.shopify.stageAddition({
    orderId: order.id,
    variantId: wish.variantId,
    quantity: wish.quantity,
    // As an exact amount: what was shown is what is taken off, whatever a percentage would be rounded to.
    discount: off.minor > 0n ? { kind: 'amount', amount: off } : { kind: 'none' },
    description: wish.offer.name,
  });
  if (staged.kind === 'refused') {
    ctx.log.info({ offer: wish.offer.id, reason: staged.message }, 'the shop refuses an addition');
    return cart('closed');
  }
  if (!isAsPromised(staged, { ...wish, isTaxIncluded: order.isTaxIncluded })) {
    ctx.log.error(
      { offer: wish.offer.id, order: order.id },
      'an addition would not cost what was promised: not offered',
    );
    return cart('terms');
  }
  const now = ctx.clock.now();
  const addition: Addition = {
    id: newId('add'),
    offerId: wish.offer.id,
    orderId: order.id,
    arm: wish.arm,
    surface: wish.surface,
    productId: wish.productId,
    variantId: wish.variantId,
    quantity: wish.quantity,
    state: 'quoted',
    unit: staged.unitPrice,
    discount: lineDiscount(staged.unitPrice, wish.quantity, wish.discount),
    tax: staged.tax,
    isTaxIncluded: order.isTaxIncluded,
    added: staged.added,
    due: staged.outstanding,
    editId: staged.editId,
    linesBefore: order.lines.map(({ id }) => id),
    lineId: null,
    payBy: addMs(now, wish.payWithinHours * hour),
    quotedAt: now,
  };
  await insertQuote(ctx.db, ctx.shop.id, addition);
  return {
    kind: 'quote',
    ...quoteAnswer(addition, {
      title: variant.title,
      shippingNote: t('checkout:add.shippingNote'),
    }),
  };
}

interface FreshVariant {
  title: string;
  price: Addition['unit'];
  stock: number | null;
  isAvailable: boolean;
}

/** The variant as the shop has it at this moment; our copy is refreshed on the way. null when it is gone. */
export async function freshVariant(
  ctx: Context,
  productId: string,
  variantId: string,
): Promise<FreshVariant | null> {
  const found = await ctx.shopify.getProducts([productId]);
  await ctx.db.tx((tx) => recordProducts(ctx, tx, found.map(toProductInput)));
  const product = found.find(({ id }) => id === productId);
  const variant = product?.variants.find(({ id }) => id === variantId);
  if (!product || !variant || product.status !== 'active') return null;
  const isOnlyOne = variant.title === '' || variant.title === 'Default Title';
  return {
    title: isOnlyOne ? product.title : `${product.title}, ${variant.title}`,
    price: variant.price,
    stock: variant.stock,
    isAvailable: variant.isAvailable,
  };
}
