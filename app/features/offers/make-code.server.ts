import type { Surface } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { codeTerms, discountOf } from './code-terms.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import type { Item } from './discount.ts';
import { newDiscountCode } from './discount-code.ts';
import { findGrantById, type Grant, markEnded, markReady, replaceCode } from './grants.repo.server.ts';
import { armOffer } from './live-offer.ts';
import { acceptedUrl, type Offer } from './offer.ts';
import { settleGrant } from './offers.jobs.ts';
import { anyGoods } from './pool-fill.server.ts';

const tries = 4;

/** How the accept is counted; absent when it is not known any more (a settled crash counts under the grant's own id). */
export interface AcceptMark {
  eventId: string;
  surface: Surface;
  /** the product that was taken, where there was one */
  productId: string | null;
}

/**
 * Makes the grant's code in the shop and marks the grant ready. May be run by several processes at once and again after any
 * crash: the code was written down before the shop is asked, so whoever finds it taken there looks whether it is ours (same
 * deadline) and goes on. One grant never has two codes that work.
 * @returns the finished grant, or null when the shop refuses the code
 * @throws what the gateway throws (the shop does not answer): nothing is lost, run it again
 */
export async function makeCode(
  ctx: Context,
  offer: Offer,
  grantId: string,
  mark: AcceptMark | null,
): Promise<Grant | null> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const grant = await findGrantById(ctx.db, ctx.shop.id, grantId);
    if (!grant || grant.state === 'ready' || grant.state === 'gone') return grant;
    const made = await ask(ctx, offer, grant);
    if (made.kind === 'refused') {
      ctx.log.warn(
        { offer: offer.id, grant: grant.id, reason: made.message },
        'the shop refused a discount code',
      );
      await markEnded(ctx.db, ctx.shop.id, grant.id, 'failed');
      return null;
    }
    if (made.kind === 'foreign') {
      await replaceCode(ctx.db, ctx.shop.id, grant.id, grant.code ?? '', newDiscountCode());
      continue;
    }
    await finish(ctx, offer, grant, made.nodeId, mark);
  }
  return findGrantById(ctx.db, ctx.shop.id, grantId);
}

async function ask(
  ctx: Context,
  offer: Offer,
  grant: Grant,
): Promise<
  { kind: 'made'; nodeId: string | null } | { kind: 'foreign' } | { kind: 'refused'; message: string }
> {
  const { picked, customerId } = await takenBy(ctx, offer, grant);
  const shown = armOffer(offer, grant.arm);
  const terms = codeTerms(shown, picked);
  if (grant.code === null || terms === null) return { kind: 'made', nodeId: null };
  const isAnyGift = terms.value.kind === 'gift' && terms.scope === null;
  const answer = await ctx.shopify.createDiscountCode(
    discountOf(
      terms,
      {
        title: `Reprise offer: ${offer.name} (${grant.code})`,
        code: grant.code,
        startsAt: grant.createdAt,
        endsAt: grant.deadlineAt,
        oncePerCustomer: true,
        customerId: shown.setup.isBound ? customerId : null,
      },
      ctx.shop,
      isAnyGift ? await anyGoods(ctx) : [],
    ),
  );
  if (answer.kind === 'created') return { kind: 'made', nodeId: answer.nodeId };
  if (answer.kind === 'refused') return answer;
  const found = await ctx.shopify.findDiscountCode(grant.code);
  if (found && isSameSecond(found.endsAt, grant.deadlineAt)) return { kind: 'made', nodeId: found.nodeId };
  return { kind: 'foreign' };
}

/** Who took it, and which products: the one of several, or (buy again) those of the order. */
async function takenBy(
  ctx: Context,
  offer: Offer,
  grant: Grant,
): Promise<{ picked: Item[]; customerId: string | null }> {
  const { rows } = await ctx.db.query<{ customer_id: string | null; variants: string[] | null }>(
    `select o.customer_id, (select array_agg(distinct l.variant_id) from order_lines l
       where l.shop_id = o.shop_id and l.order_id = o.id and l.variant_id is not null) as variants
     from orders o where o.shop_id = $1 and o.id = $2`,
    [ctx.shop.id, grant.orderId],
  );
  const ids =
    grant.variantId !== null
      ? [grant.variantId]
      : offer.kind === 'buy-again'
        ? (rows[0]?.variants ?? [])
        : [];
  return {
    picked: ids.map((variantId) => ({ productId: '', variantId })),
    customerId: rows[0]?.customer_id ?? null,
  };
}

function isSameSecond(a: Date | null, b: Date | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.getTime() - b.getTime()) < 1_000;
}

async function finish(
  ctx: Context,
  offer: Offer,
  grant: Grant,
  nodeId: string | null,
  mark: AcceptMark | null,
): Promise<void> {
  const { picked } = await takenBy(ctx, offer, grant);
  const lines = picked.map(({ variantId }) => ({ variantId, quantity: 1 }));
  const url = acceptedUrl(ctx.shop.storefrontUrl, grant.code ?? '', lines);
  await ctx.db.tx(async (tx) => {
    const isFirst = await markReady(tx, ctx.shop.id, grant.id, {
      code: grant.code,
      url,
      discountNodeId: nodeId,
      acceptedAt: ctx.clock.now(),
    });
    if (!isFirst) return;
    await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: settleGrant, subject: grant.id });
    await ctx.emit(tx, ctx.shop.id, 'offer.accepted', { grantId: grant.id });
    await countOnOrder(ctx, tx, [
      {
        type: 'accepted',
        offerId: offer.id,
        orderId: grant.orderId,
        surface: mark?.surface ?? offer.surfaces[0] ?? 'thank-you',
        eventId: mark?.eventId ?? grant.id,
        arm: grant.arm,
        productId: mark?.productId ?? offer.product?.productId ?? null,
      },
    ]);
  });
}
