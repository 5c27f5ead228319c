import type { Context } from '../../platform/context.ts';
import type { KnownOrder } from './look-up-order.server.ts';
import { type OrderState, openOrderStates, promiseSubject } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';

/**
 * What a page of this order would ask, and what is stored of it: so that a message and a preview are decided as that page is.
 * @param place where the offers would stand, and the language they would be read in
 */
export async function askForOrder(
  ctx: Context,
  order: KnownOrder,
  place: Pick<OffersAsked, 'surface' | 'locale'>,
): Promise<{ asked: OffersAsked; state: OrderState }> {
  const { lines, total, country, isFirst } = order.facts;
  const asked: OffersAsked = {
    ...place,
    orderId: order.id,
    checkoutToken: order.checkoutToken ?? undefined,
    confirmationNumber: order.confirmationNumber ?? undefined,
    ...(country !== null && { country }),
    currency: total.currency,
    total,
    lines,
    ...(isFirst !== null && { isFirstOrder: isFirst }),
  };
  const state = await openOrderStates(ctx.db)({
    shopId: ctx.shop.id,
    orderId: order.id,
    promiseSubject: promiseSubject(order.id, order.checkoutToken ?? undefined),
    details: {
      productIds: lines.map(({ productId }) => productId),
      variantIds: lines.map(({ variantId }) => variantId),
    },
  });
  return { asked, state };
}
