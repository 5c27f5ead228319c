import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';

/**
 * The ledger of credits. Above zero we owe the person, below zero the person owes us.
 *
 * | kind             | sign | written when                                                                  |
 * |------------------|------|-------------------------------------------------------------------------------|
 * | earned           |  +   | the hold is over                                                              |
 * | reversed         |  -   | a refund, a cancellation or a merchant takes (a share of) it back            |
 * | paid             |  -   | right before Shopify is asked to credit; its id follows with the answer       |
 * | payment_failed   |  +   | Shopify has refused: the `paid` row above it did not happen                   |
 * | taken_back       |  +   | right before Shopify is asked to debit; its id follows with the answer        |
 * | take_back_failed |  -   | the account holds too little: still owed, netted against the next credit      |
 * | netted           |  +/- | an older debt is settled with a newer credit: a pair that sums to zero        |
 */
export type EntryKind =
  | 'earned'
  | 'reversed'
  | 'paid'
  | 'payment_failed'
  | 'taken_back'
  | 'take_back_failed'
  | 'netted';

export interface Entry {
  id: string;
  kind: EntryKind;
  amountMinor: bigint;
  externalId: string | null;
  at: Date;
}

/** Appends a row. The same key again changes nothing. @param key unique within the shop */
export async function appendEntry(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  entry: {
    personId: string;
    referralId: string;
    kind: EntryKind;
    amountMinor: bigint;
    currency: string;
    key: string;
  },
): Promise<void> {
  await tx.query(
    `insert into credit_entries (id, shop_id, person_id, referral_id, kind, amount_minor, currency, idempotency_key, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (shop_id, idempotency_key) do nothing`,
    [
      newId('crd'),
      ctx.shop.id,
      entry.personId,
      entry.referralId,
      entry.kind,
      String(entry.amountMinor),
      entry.currency,
      entry.key,
      ctx.clock.now(),
    ],
  );
}

/** The sum of a referral's rows, and how many there are (for the next key). */
export async function balanceOf(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  referralId: string,
): Promise<{ sum: bigint; rows: number }> {
  const { rows } = await tx.query<{ sum: string | null; rows: bigint }>(
    `select sum(amount_minor)::text as sum, count(*) as rows from credit_entries where shop_id = $1 and referral_id = $2`,
    [ctx.shop.id, referralId],
  );
  return { sum: BigInt(rows[0]?.sum ?? '0'), rows: Number(rows[0]?.rows ?? 0) };
}

/** The call to Shopify whose answer we do not have yet, if any. */
export async function openCall(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  referralId: string,
  kind: 'paid' | 'taken_back',
): Promise<Entry | null> {
  const { rows } = await tx.query<Entry>(
    `select id, kind, amount_minor as "amountMinor", external_id as "externalId", at from credit_entries
     where shop_id = $1 and referral_id = $2 and kind = $3 and external_id is null order by at desc limit 1`,
    [ctx.shop.id, referralId, kind],
  );
  return rows[0] ?? null;
}

/** Writes Shopify's id beside the row of a call; once. */
export async function settleEntry(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  entryId: string,
  externalId: string,
): Promise<void> {
  await tx.query(
    'update credit_entries set external_id = $3 where shop_id = $1 and id = $2 and external_id is null',
    [ctx.shop.id, entryId, externalId],
  );
}

/** Which of these transactions of Shopify belong to one of our rows already. */
export async function knownTransactions(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  externalIds: string[],
): Promise<Set<string>> {
  const { rows } = await tx.query<{ external_id: string }>(
    'select external_id from credit_entries where shop_id = $1 and external_id = any($2)',
    [ctx.shop.id, externalIds],
  );
  return new Set(rows.map((row) => row.external_id));
}

/** What this person owes us from earlier referrals, oldest first; `owed` above zero. Calls in progress are left alone. */
export async function debtsOf(
  ctx: Pick<Context, 'shop'>,
  tx: Queryable,
  personId: string,
  currency: string,
): Promise<{ referralId: string; owed: bigint }[]> {
  const { rows } = await tx.query<{ referral_id: string; owed: string }>(
    `select e.referral_id, (-sum(e.amount_minor))::text as owed from credit_entries e
     join referrals r on r.shop_id = e.shop_id and r.id = e.referral_id and r.state <> 'paying'
     where e.shop_id = $1 and e.person_id = $2 and e.currency = $3
     group by e.referral_id having sum(e.amount_minor) < 0 order by min(e.at), e.referral_id`,
    [ctx.shop.id, personId, currency],
  );
  return rows.map((row) => ({ referralId: row.referral_id, owed: BigInt(row.owed) }));
}
