import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { ReferralState, Signal } from './referral.ts';
import { type ReferralsSettings, referralsSettings } from './settings.ts';

type Shop = Pick<Context, 'shop'>;

export interface ReferralRow {
  id: string;
  code: string;
  advocateId: string;
  friendId: string | null;
  orderId: string;
  state: ReferralState;
  reason: string | null;
  signals: Signal[];
  amountMinor: bigint;
  basisMinor: bigint;
  reversedMinor: bigint;
  currency: string;
  holdUntil: Date | null;
  attemptedAt: Date | null;
  decidedAt: Date | null;
}

const columns = `id, code, advocate_id as "advocateId", friend_id as "friendId", order_id as "orderId", state, reason, signals,
  amount_minor as "amountMinor", basis_minor as "basisMinor", reversed_minor as "reversedMinor", currency,
  hold_until as "holdUntil", attempted_at as "attemptedAt", decided_at as "decidedAt"`;

/** The merchant's choices; the defaults where nothing was chosen. */
export async function readReferralsSettings(ctx: Shop, db: Queryable): Promise<ReferralsSettings> {
  const { rows } = await db.query<{ referrals: unknown }>(
    'select referrals from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  return referralsSettings.parse(rows[0]?.referrals ?? {});
}

/** One referral, locked. */
export async function lockReferral(ctx: Shop, tx: Queryable, id: string): Promise<ReferralRow | null> {
  const { rows } = await tx.query<ReferralRow>(
    `select ${columns} from referrals where shop_id = $1 and id = $2 for update`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** The referral of an order, locked. */
export async function lockReferralOfOrder(
  ctx: Shop,
  tx: Queryable,
  orderId: string,
): Promise<ReferralRow | null> {
  const { rows } = await tx.query<ReferralRow>(
    `select ${columns} from referrals where shop_id = $1 and order_id = $2 for update`,
    [ctx.shop.id, orderId],
  );
  return rows[0] ?? null;
}

/** One referral as it is. */
export async function readReferral(ctx: Shop, db: Queryable, id: string): Promise<ReferralRow | null> {
  const { rows } = await db.query<ReferralRow>(
    `select ${columns} from referrals where shop_id = $1 and id = $2`,
    [ctx.shop.id, id],
  );
  return rows[0] ?? null;
}

/** A new referral; null when the order has one already. */
export async function insertReferral(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  row: Omit<ReferralRow, 'id' | 'reversedMinor' | 'attemptedAt' | 'decidedAt'> & { source: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into referrals (id, shop_id, code, advocate_id, friend_id, order_id, state, reason, signals, source, amount_minor,
       basis_minor, currency, hold_until, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
     on conflict (shop_id, order_id) do nothing returning id`,
    [
      newId('ref'),
      ctx.shop.id,
      row.code,
      row.advocateId,
      row.friendId,
      row.orderId,
      row.state,
      row.reason,
      row.signals,
      row.source,
      String(row.amountMinor),
      String(row.basisMinor),
      row.currency,
      row.holdUntil,
      ctx.clock.now(),
    ],
  );
  return rows[0]?.id ?? null;
}

type Change = Partial<{
  state: ReferralState;
  reason: string | null;
  signals: Signal[];
  reversedMinor: bigint;
  holdUntil: Date | null;
  attemptedAt: Date | null;
  paidAt: Date | null;
  decidedAt: Date | null;
  decisionReason: string | null;
}>;

const names: Record<keyof Change, string> = {
  state: 'state',
  reason: 'reason',
  signals: 'signals',
  reversedMinor: 'reversed_minor',
  holdUntil: 'hold_until',
  attemptedAt: 'attempted_at',
  paidAt: 'paid_at',
  decidedAt: 'decided_at',
  decisionReason: 'decision_reason',
};

/** Writes the given columns of a referral. The caller holds its lock. */
export async function updateReferral(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  id: string,
  change: Change,
): Promise<void> {
  const values: unknown[] = [ctx.shop.id, id, ctx.clock.now()];
  const sets = Object.entries(change).map(([key, value]) => {
    values.push(typeof value === 'bigint' ? String(value) : value);
    return `${names[key as keyof Change]} = $${values.length}`;
  });
  await tx.query(
    `update referrals set ${['updated_at = $3', ...sets].join(', ')} where shop_id = $1 and id = $2`,
    values,
  );
}
