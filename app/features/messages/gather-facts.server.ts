import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { consentFor, consentOfAddress } from '../people/index.server.ts';
import { type DecisionFacts, reviewWindowMs } from './decide-message.ts';
import type { Because } from './message.ts';
import { isInstalled, type LedgerRow, readHistory, readZone, rulesOf } from './messages.repo.server.ts';
import { pickZone } from './quiet-hours.ts';
import { readMessagesSettings } from './settings.server.ts';

/**
 * What the feature behind a kind says right before its message goes: null = still wanted. Runs in the sending transaction, so
 * it reads from `tx` only and calls nobody.
 */
export type Guard = (
  ctx: Context,
  tx: Queryable,
  message: Pick<LedgerRow, 'id' | 'kind' | 'subjectId' | 'personId' | 'wantedAt'>,
) => Promise<Because | null>;

/** Guards by kind; wired in app/wiring/message-guards.server.ts. */
export type Guards = Partial<Record<string, Guard>>;

/**
 * What is known about the consent of an address and of the person behind it. A no at any address counts; a yes counts only
 * when this very address has said it. Rows are share-locked: a withdrawal waits for us, or we see it.
 */
export async function readConsent(
  ctx: Context,
  tx: Queryable,
  row: Pick<LedgerRow, 'personId' | 'addressHash'>,
): Promise<DecisionFacts['consent']> {
  if (!row.addressHash) return 'none';
  await tx.query(
    `select 1 from consents
     where shop_id = $1 and channel = 'email' and (identity_hash = $2 or person_id = $3) for share`,
    [ctx.shop.id, row.addressHash, row.personId],
  );
  const own = await consentOfAddress(ctx, 'email', row.addressHash, tx);
  const all = row.personId ? await consentFor(ctx, row.personId, 'email', tx) : own;
  const states = [own?.state, all?.state];
  if (states.some((state) => state === 'unsubscribed' || state === 'redacted')) return 'withdrawn';
  return own?.state === 'subscribed' ? 'subscribed' : 'none';
}

/** Reads everything that the decision about one message depends on, inside one transaction. */
export async function gatherFacts(
  ctx: Context,
  tx: Queryable,
  row: LedgerRow,
  guards: Guards,
): Promise<DecisionFacts> {
  const now = ctx.clock.now();
  const rules = rulesOf(row.kind);
  const isMarketing = rules.class === 'marketing';
  const history = isMarketing
    ? await readHistory(tx, ctx.shop.id, row, addMs(now, -reviewWindowMs))
    : { lastMarketingAt: null, reviewsAt: [] };
  return {
    now,
    rules,
    staleAt: row.staleAt,
    isInstalled: await isInstalled(tx, ctx.shop.id),
    objection: (await guards[row.kind]?.(ctx, tx, row)) ?? null,
    hasAddress: row.addressHash !== null && row.addressSealed !== null,
    consent: rules.consent === 'none' ? 'none' : await readConsent(ctx, tx, row),
    isPaused: isMarketing && (await readMessagesSettings(ctx, tx)).isPaused,
    zone: isMarketing
      ? pickZone(await readZone(tx, ctx.shop.id, row.personId), ctx.shop.timezone)
      : ctx.shop.timezone,
    ...history,
  };
}
