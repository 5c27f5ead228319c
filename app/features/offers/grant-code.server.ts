import { newId } from '../../kit/id.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type CodeTerms, codeTerms, isPooled, termsKey } from './code-terms.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import type { Item } from './discount.ts';
import { newDiscountCode } from './discount-code.ts';
import { findGrant, type Grant, giveCode, insertGrant, takePlace } from './grants.repo.server.ts';
import type { LiveArm, LiveOffer } from './live-offer.ts';
import type { KnownOrder } from './look-up-order.server.ts';
import { makeCode } from './make-code.server.ts';
import { acceptedUrl } from './offer.ts';
import { fillPool, preparePoolsJob, settleGrant, tidyPool } from './offers.jobs.ts';
import { offersChanged } from './offers.repo.server.ts';
import type { AcceptAsked } from './page-requests.ts';
import { lowWater, noteDry } from './pool-fill.server.ts';
import { tidyAt } from './pool-tidy.server.ts';
import { countFree, findPool, nextExpiry, type Pool, takeCode } from './pools.repo.server.ts';

/** A crashed accept is finished by the worker after this long. */
const settleAfterMs = 2 * minute;

/** What an accept that is to be carried out consists of. */
export interface Wanted {
  live: LiveOffer;
  arm: LiveArm;
  order: KnownOrder;
  asked: AcceptAsked;
  deadline: Date | null;
  /** products that the buyer takes; empty for a code on anything */
  picked: readonly Item[];
  now: Date;
}

/** Rolls the transaction back without being an error. */
class CapReached extends Error {}

/**
 * One code (or cart link) for this order and offer, however often and from however many devices it is asked for. A code from the
 * pool is there at once, without a word to the shop; without one it is made on the spot.
 * @returns the finished grant, `gone` when the offer is used up or over, null when the code could not be made just now
 */
export async function grantCode(ctx: Context, wanted: Wanted): Promise<Grant | 'gone' | null> {
  const { live, arm, order } = wanted;
  const known = await findGrant(ctx.db, ctx.shop.id, live.id, order.id);
  if (known?.state === 'ready' || known?.state === 'gone') return known.state === 'gone' ? 'gone' : known;
  const terms = codeTerms(arm.offer, wanted.picked);
  const isOwn = isBoundTo(wanted) !== null || !isPooled(arm.offer);
  let grantId = known?.id ?? null;
  if (grantId === null) {
    const found =
      terms !== null && !isOwn ? await findPool(ctx.db, ctx.shop.id, live.id, termsKey(terms)) : null;
    const pool = found?.state === 'closed' ? null : found;
    const begun = await begin(ctx, wanted, terms, pool);
    if (begun === 'used-up') return 'gone';
    grantId = begun;
    const now = await findGrant(ctx.db, ctx.shop.id, live.id, order.id);
    if (now?.state === 'ready') return now;
    grantId = now?.id ?? grantId;
  }
  try {
    const made = await makeCode(ctx, live.offer, grantId, {
      eventId: wanted.asked.eventId,
      surface: wanted.asked.surface,
      productId: productOf(wanted),
    });
    if (made?.state === 'gone') return 'gone';
    if (made?.state === 'ready') return made;
  } catch (error) {
    await noteDry(ctx, live.id, isOwn ? null : terms);
    throw error;
  }
  await noteDry(ctx, live.id, isOwn ? null : terms);
  return null;
}

/** The customer whom the code is for alone; null = anybody who has it. */
function isBoundTo({ arm, order }: Wanted): string | null {
  return arm.offer.setup.isBound ? order.customerId : null;
}

/** The one product that was taken; null where it was none, or several. */
function productOf({ picked }: Wanted): string | null {
  return picked.length === 1 ? picked[0]?.productId || null : null;
}

/** Writes the grant, counts it against the caps and gives it a code of the pool, all or nothing. */
async function begin(
  ctx: Context,
  wanted: Wanted,
  terms: CodeTerms | null,
  pool: Pool | null,
): Promise<string | 'used-up'> {
  const { live, arm, order, asked, deadline, now } = wanted;
  const id = newId('grt');
  try {
    await ctx.db.tx(async (tx) => {
      const isMine = await insertGrant(tx, ctx.shop.id, {
        id,
        offerId: live.id,
        orderId: order.id,
        personId: order.personId,
        deadlineAt: deadline,
        code: terms === null ? null : newDiscountCode(),
        createdAt: now,
        arm: arm.id,
        variantId: wanted.picked.length === 1 ? (wanted.picked[0]?.variantId ?? null) : null,
        surface: asked.surface,
      });
      if (!isMine) return;
      await countAgainstCaps(ctx, tx, wanted);
      const code = pool && (await takeFromPool(ctx, tx, pool, id, deadline));
      if (code !== null) {
        await giveCode(tx, ctx.shop.id, id, {
          code,
          url: linkOf(ctx, wanted, code),
          discountNodeId: pool?.discountNodeId ?? null,
          at: now,
        });
        await ctx.emit(tx, ctx.shop.id, 'offer.accepted', { grantId: id });
        await countOnOrder(ctx, tx, [
          {
            type: 'accepted',
            offerId: live.id,
            orderId: order.id,
            surface: asked.surface,
            eventId: asked.eventId,
            arm: arm.id,
            productId: productOf(wanted),
          },
        ]);
        return;
      }
      if (terms !== null && pool === null && isPooled(arm.offer)) {
        await ctx.due.gather(tx, { shopId: ctx.shop.id, job: preparePoolsJob, subject: live.id, dueAt: now });
      }
      const dueAt = addMs(now, settleAfterMs);
      await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: settleGrant, subject: id, dueAt });
    });
    return id;
  } catch (error) {
    if (error instanceof CapReached) return 'used-up';
    throw error;
  }
}

async function countAgainstCaps(ctx: Context, tx: Queryable, { live, order }: Wanted): Promise<void> {
  const { caps } = live.offer.setup;
  if (caps?.perPerson != null && order.personId !== null) {
    if ((await takePlace(tx, ctx.shop.id, live.id, order.personId, caps.perPerson)) === null)
      throw new CapReached();
  }
  if (caps?.total == null) return;
  const taken = await takePlace(tx, ctx.shop.id, live.id, '', caps.total);
  if (taken === null) throw new CapReached();
  // The last place is taken: from now on nobody is shown it.
  if (taken === caps.total) await offersChanged(ctx, tx);
}

async function takeFromPool(
  ctx: Context,
  tx: Queryable,
  pool: Pool,
  grantId: string,
  deadline: Date | null,
): Promise<string | null> {
  const { shop } = ctx;
  if ((await countFree(tx, shop.id, pool.id, lowWater + 1)) <= lowWater) {
    await ctx.due.gather(tx, { shopId: shop.id, job: fillPool, subject: pool.id, dueAt: ctx.clock.now() });
  }
  if (deadline !== null) {
    const earliest = await nextExpiry(tx, shop.id, pool.id);
    if (earliest === null || deadline < earliest) {
      const dueAt = tidyAt(deadline);
      await ctx.due.schedule(tx, { shopId: shop.id, job: tidyPool, subject: pool.id, dueAt });
    }
  }
  return takeCode(tx, shop.id, pool.id, grantId, deadline);
}

/** Where the code leads: the cart with what was taken in it, or the shop with the code applied. */
export function linkOf(
  ctx: Pick<Context, 'shop'>,
  { arm, asked, picked }: Pick<Wanted, 'arm' | 'asked' | 'picked'>,
  code: string,
): string {
  const quantities = new Map(asked.lines?.map((line) => [line.variantId, line.quantity]));
  const lines = picked.map(({ variantId }) => ({
    variantId,
    quantity: arm.offer.kind === 'buy-again' ? (quantities.get(variantId) ?? 1) : 1,
  }));
  return acceptedUrl(ctx.shop.storefrontUrl, code, lines);
}
