import { setTimeout as pause } from 'node:timers/promises';
import type { AcceptResponse, Surface } from '@reprise/rules';
import { moneyAmount } from '../../kit/money.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { EditableOrder } from '../../platform/shopify/port.ts';
import { addedLine, quoteLivesMs } from './addition.ts';
import {
  claimQuote,
  findAddition,
  findOpenAddition,
  moveAddition,
  type StoredAddition,
} from './additions.repo.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import { settleAddition } from './offers.jobs.ts';
import { freshVariant } from './quote-addition.server.ts';

/** A process that dies while the shop changes the order is cleaned up after this long. */
const settleAfterMs = 2 * minute;
/** When it is first looked whether the difference was paid. */
const firstLookMs = 10 * minute;
/** Shopify makes the payment page a moment after the change. */
const payPageTries = [300, 700, 1_500];

/**
 * The buyer has seen the quote and agrees: the product goes into the order, and the answer leads to Shopify's own page for the
 * difference. Doing it again answers the same; two at once change the order once. Price and stock are read again; when they
 * have moved, or the quote is old, the buyer is asked anew (`invalid`, field `quote`) and nothing happens.
 * @param input `orderId` is proven to be the caller's
 */
export async function addToOrder(
  ctx: Context,
  input: { offerId: string; orderId: string; quoteId: string; eventId: string; locale: string },
): Promise<AcceptResponse> {
  const t = ctx.text(input.locale);
  const anew = { kind: 'invalid' as const, field: 'quote', message: t('checkout:add.priceMoved') };
  const quote = await findAddition(ctx.db, ctx.shop.id, input.quoteId);
  if (!quote || quote.offerId !== input.offerId || quote.orderId !== input.orderId) return anew;
  const open = await findOpenAddition(ctx.db, ctx.shop.id, input.orderId, input.offerId);
  if (open) return answerOf(ctx, open, input.locale);
  if (quote.state !== 'quoted') return anew;
  const now = ctx.clock.now();
  if (now.getTime() - quote.quotedAt.getTime() > quoteLivesMs) return anew;
  const variant = await freshVariant(ctx, quote.productId, quote.variantId);
  if (!variant?.isAvailable || (variant.stock !== null && variant.stock < quote.quantity)) {
    return { kind: 'gone', message: t('checkout:add.soldOut') };
  }
  if (variant.price.minor !== quote.unit.minor) return anew;

  const claim = ctx.db.tx(async (tx) => {
    const isClaimed = await claimQuote(tx, ctx.shop.id, quote.id, input.eventId);
    if (isClaimed) {
      const dueAt = addMs(now, settleAfterMs);
      await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: settleAddition, subject: quote.id, dueAt });
    }
    return isClaimed;
  });
  // Two quotes of one offer claimed at the same moment: the index lets one through.
  const isMine = await claim.catch((error: unknown) => {
    if ((error as { code?: unknown }).code === '23505') return false;
    throw error;
  });
  if (!isMine) {
    const other = await findOpenAddition(ctx.db, ctx.shop.id, input.orderId, input.offerId);
    return other ? answerOf(ctx, other, input.locale) : anew;
  }
  const outcome = await ctx.shopify.commitOrderEdit(quote.editId, `Reprise ${quote.id}`);
  if (outcome.kind === 'refused') {
    // Somebody else edited the order meanwhile, or it was sent: the staged edit is void.
    await moveAddition(ctx.db, ctx.shop.id, quote.id, 'adding', 'failed', {
      reason: outcome.message.slice(0, 200),
      settledAt: ctx.clock.now(),
    });
    return anew;
  }
  await recordAdded(ctx, quote, outcome.order);
  const added = await findAddition(ctx.db, ctx.shop.id, quote.id);
  return added ? answerOf(ctx, added, input.locale) : { kind: 'unavailable' };
}

/**
 * Writes down that the product is in the order, counts the accept, and arms the moment at which it must be paid.
 * @returns false when somebody else did, or the line is not there
 */
export async function recordAdded(
  ctx: Context,
  addition: Pick<
    StoredAddition,
    'id' | 'offerId' | 'orderId' | 'arm' | 'surface' | 'productId' | 'variantId' | 'linesBefore' | 'payBy'
  >,
  order: EditableOrder,
): Promise<boolean> {
  const line = addedLine(order, addition);
  if (!line) return false;
  const now = ctx.clock.now();
  return ctx.db.tx(async (tx) => {
    const isMoved = await moveAddition(tx, ctx.shop.id, addition.id, 'adding', 'added', {
      lineId: line.id,
      payUrlSealed: ctx.vault.sealOptional(order.payUrl),
      addedAt: now,
    });
    if (!isMoved) return false;
    await ctx.due.schedule(tx, {
      shopId: ctx.shop.id,
      job: settleAddition,
      subject: addition.id,
      dueAt: addMs(now, firstLookMs),
    });
    const { offerId, orderId, surface, arm, productId, id: eventId } = addition;
    await countOnOrder(ctx, tx, [
      { type: 'accepted', offerId, orderId, surface: surface as Surface, eventId, arm, productId },
    ]);
    return true;
  });
}

async function answerOf(ctx: Context, addition: StoredAddition, locale: string): Promise<AcceptResponse> {
  const t = ctx.text(locale);
  if (addition.state === 'paid') return { kind: 'done', message: t('checkout:add.paid') };
  if (addition.state === 'removing') return { kind: 'gone', message: t('checkout:offers.gone') };
  const payUrl = await payPage(ctx, addition);
  if (payUrl === null) return { kind: 'unavailable' };
  return {
    kind: 'added',
    payUrl,
    due: { amount: moneyAmount(addition.due), currency: addition.due.currency },
    payBy: addition.payBy.toISOString(),
  };
}

/** Shopify's page for the difference: as kept, else as the shop has it now, else the order's own page, which leads there. */
async function payPage(ctx: Context, addition: StoredAddition): Promise<string | null> {
  if (addition.payUrlSealed) return ctx.vault.open(addition.payUrlSealed);
  for (const wait of payPageTries) {
    const order = await ctx.shopify.getEditableOrder(addition.orderId);
    if (order?.payUrl) {
      await moveAddition(ctx.db, ctx.shop.id, addition.id, addition.state, addition.state, {
        payUrlSealed: ctx.vault.seal(order.payUrl),
      });
      return order.payUrl;
    }
    await pause(wait);
  }
  const { rows } = await ctx.db.query<{ status_url_sealed: string | null }>(
    'select status_url_sealed from orders where shop_id = $1 and id = $2',
    [ctx.shop.id, addition.orderId],
  );
  const sealed = rows[0]?.status_url_sealed;
  return sealed ? ctx.vault.open(sealed) : null;
}
