import type { QuoteResponse } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { type Caller, provesOrder } from './choose-offers.server.ts';
import { armOf } from './decide-page.ts';
import { lookUpOrder } from './look-up-order.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { AcceptAsked } from './page-requests.ts';
import { quoteAddition } from './quote-addition.server.ts';
import { setupDefaults } from './setup.ts';
import { isStillOffered, pickedItem } from './still-offered.ts';

/**
 * `POST /checkout/offers/:id/quote`: proves the order, looks that the offer still stands for it and that this very product is
 * among what it offers, and asks for the price. @returns `unavailable` when trying again may help
 */
export async function quoteOffer(
  desk: OfferDesk,
  caller: Caller & { ip: string | null },
  offerId: string,
  asked: AcceptAsked,
  contextOf: (domain: string) => Promise<Context | null>,
): Promise<QuoteResponse | { kind: 'unknown-shop' } | { kind: 'unknown-offer' }> {
  const offers = await desk.offers.fresh(caller.domain);
  const ctx = offers && (await contextOf(caller.domain));
  if (!offers || !ctx) return { kind: 'unknown-shop' };
  const live = offers.byId.get(offerId);
  if (live?.offer.kind !== 'add-to-order') return { kind: 'unknown-offer' };
  if (!desk.budgets.accept.take(`${offers.shop.id} ${caller.ip}`)) return { kind: 'unavailable' };
  try {
    const order = await lookUpOrder(ctx, asked.orderId, () =>
      desk.budgets.lookUp.take(`${offers.shop.id} ${caller.ip}`),
    );
    if (!order || !provesOrder(order, caller, asked)) return { kind: 'unavailable' };
    const gone = () => ({ kind: 'gone' as const, message: ctx.text(asked.locale)('checkout:offers.gone') });
    if (order.isCancelled || !isStillOffered(offers, live, order, asked, ctx.clock.now())) return gone();
    const arm = armOf(live, { order, events: [], grants: [] }, order.id, asked.arm);
    const item = pickedItem(offers, live, arm, order, asked.variantId);
    if (!item) return gone();
    return await quoteAddition(ctx, {
      offer: live.offer,
      discount: arm.offer.discount,
      payWithinHours: live.offer.setup.payWithinHours ?? setupDefaults.payWithinHours,
      orderId: order.id,
      arm: arm.id,
      surface: asked.surface,
      productId: item.productId,
      variantId: item.variantId,
      quantity: asked.quantity ?? 1,
      locale: asked.locale,
    });
  } catch (error) {
    ctx.log.warn({ err: error, offer: offerId }, 'a quote could not be made');
    return { kind: 'unavailable' };
  }
}
