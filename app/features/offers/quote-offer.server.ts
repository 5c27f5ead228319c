import type { QuoteResponse } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { isStillOffered } from './accept-offer.server.ts';
import { type Caller, provesOrder } from './choose-offers.server.ts';
import { armOn } from './event-about.ts';
import { type KnownOrder, lookUpOrder } from './look-up-order.server.ts';
import type { Offer } from './offer.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import type { AcceptAsked } from './page-requests.ts';
import { quoteAddition } from './quote-addition.server.ts';
import { setupDefaults } from './setup.ts';

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
    const item = await offeredItem(ctx, live.offer, order, asked.variantId ?? live.offer.product?.variantId);
    if (!item) return gone();
    return await quoteAddition(ctx, {
      offer: live.offer,
      discount: live.offer.discount,
      payWithinHours: live.offer.setup.payWithinHours ?? setupDefaults.payWithinHours,
      orderId: order.id,
      arm: armOn(live.offer, asked.arm),
      surface: asked.surface,
      ...item,
      quantity: asked.quantity ?? 1,
      locale: asked.locale,
    });
  } catch (error) {
    ctx.log.warn({ err: error, offer: offerId }, 'a quote could not be made');
    return { kind: 'unavailable' };
  }
}

/** The product of this variant, if the offer offers it to this order: nobody gets a discount on what was never offered. */
async function offeredItem(
  ctx: Context,
  { setup, product }: Pick<Offer, 'setup' | 'product'>,
  order: KnownOrder,
  variantId: string | undefined,
): Promise<{ productId: string; variantId: string } | null> {
  if (variantId === undefined) return null;
  const { choice } = setup;
  const byHand = choice?.by === 'hand' ? choice.items : product ? [product] : [];
  const known = byHand.find((item) => item.variantId === variantId);
  if (known) return known;
  if (choice?.by !== 'collection' && choice?.by !== 'complements') return null;
  const { rows } = await ctx.db.query<{ id: string }>(
    `select p.id from products p where p.shop_id = $1 and p.variants @> $2::jsonb
       and case when $3::text is null
         then exists (select 1 from complement_pairs c where c.shop_id = p.shop_id and c.offered_product_id = p.id
                        and c.product_id = any($4))
           or exists (select 1 from complement_choices c where c.shop_id = p.shop_id and c.offered_product_id = p.id
                        and c.product_id = any($4) and c.kind = 'pin')
         else $3 = any(p.collection_ids) end`,
    [
      ctx.shop.id,
      JSON.stringify([{ id: variantId }]),
      choice.by === 'collection' ? choice.collectionId : null,
      order.facts.lines.map((line) => line.productId),
    ],
  );
  return rows[0] ? { productId: rows[0].id, variantId } : null;
}
