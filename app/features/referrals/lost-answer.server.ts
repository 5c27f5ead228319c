import type { Money } from '../../kit/money.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { knownTransactions } from './ledger.server.ts';

/** How long an answer may be on its way before it counts as lost. Longer than any call to Shopify lives. */
export const lostAnswerMs = 2 * minute;
/** Shopify's clock and ours need not agree. */
const clockSkewMs = 10 * minute;

/**
 * Looks in Shopify's own list for a movement of store credit that we caused and never heard of: same account, exactly this
 * amount (negative for a debit), since the ledger row was written, and not yet the answer to another row of ours.
 * @returns Shopify's transaction id, or null: it never happened
 */
export async function findLostAnswer(
  ctx: Context,
  customerId: string,
  amount: Money,
  since: Date,
): Promise<string | null> {
  const moved = await ctx.shopify.listStoreCredit(customerId, addMs(since, -clockSkewMs));
  const alike = moved.filter(
    (one) => one.amount.minor === amount.minor && one.amount.currency === amount.currency,
  );
  const known = await knownTransactions(
    ctx,
    ctx.db,
    alike.map(({ id }) => id),
  );
  return alike.find(({ id }) => !known.has(id))?.id ?? null;
}
