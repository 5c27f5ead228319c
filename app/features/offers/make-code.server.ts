import type { Surface } from '@reprise/rules';
import { dayIn } from '../../kit/day.ts';
import type { Context } from '../../platform/context.ts';
import { appendEventsSql, eventValues } from './append-events.server.ts';
import { newDiscountCode } from './discount-code.ts';
import { findGrantById, type Grant, markEnded, markReady, replaceCode } from './grants.repo.server.ts';
import { acceptedUrl, type Offer } from './offer.ts';
import { settleGrant } from './offers.jobs.ts';

const tries = 4;

/** How the accept is counted; absent when it is not known any more (a settled crash counts under the grant's own id). */
export interface AcceptMark {
  eventId: string;
  surface: Surface;
  /** variant of a running test; '' without one */
  arm: string;
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
  offer: Pick<Offer, 'id' | 'name' | 'kind' | 'product' | 'discount' | 'surfaces'>,
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
  offer: Pick<Offer, 'id' | 'name' | 'product' | 'discount'>,
  grant: Grant,
): Promise<
  { kind: 'made'; nodeId: string | null } | { kind: 'foreign' } | { kind: 'refused'; message: string }
> {
  const { discount } = offer;
  if (grant.code === null || discount.kind === 'none') return { kind: 'made', nodeId: null };
  if (discount.kind !== 'percentage' && discount.kind !== 'amount')
    return { kind: 'refused', message: discount.kind };
  const answer = await ctx.shopify.createDiscountCode({
    title: `Reprise offer: ${offer.name} (${grant.code})`,
    code: grant.code,
    startsAt: grant.createdAt,
    endsAt: grant.deadlineAt,
    value:
      discount.kind === 'percentage'
        ? { kind: 'percentage', basisPoints: discount.basisPoints }
        : { kind: 'amount', amount: { minor: discount.minor, currency: ctx.shop.currency } },
    productIds: offer.product ? [] : null,
    ...(offer.product && { variantIds: [offer.product.variantId] }),
    usageLimit: 1,
    oncePerCustomer: true,
  });
  if (answer.kind === 'created') return { kind: 'made', nodeId: answer.nodeId };
  if (answer.kind === 'refused') return answer;
  const found = await ctx.shopify.findDiscountCode(grant.code);
  if (found && isSameSecond(found.endsAt, grant.deadlineAt)) return { kind: 'made', nodeId: found.nodeId };
  return { kind: 'foreign' };
}

function isSameSecond(a: Date | null, b: Date | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a.getTime() - b.getTime()) < 1_000;
}

async function finish(
  ctx: Context,
  offer: Pick<Offer, 'id' | 'product' | 'surfaces'>,
  grant: Grant,
  nodeId: string | null,
  mark: AcceptMark | null,
): Promise<void> {
  const now = ctx.clock.now();
  const url = acceptedUrl(ctx.shop.storefrontUrl, grant.code ?? '', offer.product?.variantId ?? null);
  await ctx.db.tx(async (tx) => {
    const isFirst = await markReady(tx, ctx.shop.id, grant.id, {
      code: grant.code,
      url,
      discountNodeId: nodeId,
      acceptedAt: now,
    });
    if (!isFirst) return;
    await ctx.due.cancel(tx, { shopId: ctx.shop.id, job: settleGrant, subject: grant.id });
    await tx.query(
      appendEventsSql,
      eventValues([
        {
          shopId: ctx.shop.id,
          offerId: offer.id,
          orderId: grant.orderId,
          type: 'accepted',
          eventId: mark?.eventId ?? grant.id,
          surface: mark?.surface ?? offer.surfaces[0] ?? 'thank-you',
          at: now,
          day: dayIn(ctx.shop.timezone, now),
          arm: mark?.arm ?? '',
          productId: offer.product?.productId ?? null,
        },
      ]),
    );
  });
}
