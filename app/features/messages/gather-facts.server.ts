import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { consentFor, consentOfAddress } from '../people/index.server.ts';
import { type DecisionFacts, reviewWindowMs } from './decide-message.ts';
import type { Because } from './message.ts';
import { isInstalled, type LedgerRow, readHistory, rulesOf } from './messages.repo.server.ts';
import { wishesOf } from './preferences.ts';
import { pickZone } from './quiet-hours.ts';
import { type Reader, readReader } from './reader.repo.server.ts';
import { readMessagesSettings } from './settings.server.ts';
import { type MessagesSettings, messagesSettings } from './settings.ts';

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

/** What the decisions about all messages of one person have in common. */
export interface Shared {
  now: Date;
  isInstalled: boolean;
  settings: MessagesSettings;
  reader: Reader;
  history: { lastMarketingAt: Date | null; reviewsAt: Date[] };
}

/** Reads what is common to all messages of the person that a message is for. */
export async function gatherShared(ctx: Context, tx: Queryable, row: LedgerRow): Promise<Shared> {
  const now = ctx.clock.now();
  const isMarketing = rulesOf(row.kind).class === 'marketing';
  return {
    now,
    isInstalled: await isInstalled(tx, ctx.shop.id),
    settings: isMarketing ? await readMessagesSettings(ctx, tx) : messagesSettings.parse({}),
    reader: await readReader(tx, ctx.shop.id, row),
    history: isMarketing
      ? await readHistory(tx, ctx.shop.id, row, addMs(now, -reviewWindowMs))
      : { lastMarketingAt: null, reviewsAt: [] },
  };
}

/** Reads everything that the decision about one message depends on, inside one transaction. */
export async function gatherFacts(
  ctx: Context,
  tx: Queryable,
  row: LedgerRow,
  guards: Guards,
  shared: Shared,
): Promise<DecisionFacts> {
  const rules = rulesOf(row.kind);
  return {
    now: shared.now,
    rules,
    staleAt: row.staleAt,
    isInstalled: shared.isInstalled,
    objection: isErased(row, shared)
      ? { reason: 'erased' }
      : ((await guards[row.kind]?.(ctx, tx, row)) ?? null),
    hasAddress: row.addressHash !== null && row.addressSealed !== null,
    consent: rules.consent === 'none' ? 'none' : await readConsent(ctx, tx, row),
    wishes: wishesOf(row.kind, shared.reader.preference),
    isPaused: shared.settings.isPaused,
    zone: pickZone(shared.reader.timezone, ctx.shop.timezone),
    ...shared.history,
  };
}

/** Erased with its person, or wanted by somebody who did not know yet: all that could be written to is gone. */
function isErased(row: LedgerRow, shared: Shared): boolean {
  return shared.reader.isErased || (!row.addressHash && !row.addressSealed && !row.sealedData);
}
