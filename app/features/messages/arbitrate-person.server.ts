import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { arbitrate, type Candidate, horizonMs, type Verdict } from './arbitrate.ts';
import { decideMessage } from './decide-message.ts';
import { ownWaits, type Settled } from './fate.repo.server.ts';
import { type Guards, gatherFacts, gatherShared, type Shared } from './gather-facts.server.ts';
import { openData } from './kinds.server.ts';
import { mergeRoom } from './merge-messages.ts';
import { type LedgerRow, readWaiting, rulesOf } from './messages.repo.server.ts';
import { rankOf } from './priority.ts';

/** What the arbiter says about the message on turn, and what follows for the others of its person once it goes. */
export interface Ruling {
  verdict: Verdict;
  /** language that the reader has chosen */
  locale: string | null;
  /** rows that go inside this one */
  merged: LedgerRow[];
  /** what to do with all that competes with it; only to be carried out when it goes */
  others: Settled[];
}

/**
 * Decides about the message on turn among all that wants to be sent to its person within the horizon. Runs inside the sending
 * transaction, with the person's lock and the row's; reads only. Others are looked at only when this one could go now: with one
 * message waiting, which is the rule, nothing more is read.
 */
export async function arbitrateFor(
  ctx: Context,
  tx: Queryable,
  row: LedgerRow,
  guards: Guards,
): Promise<Ruling> {
  const shared = await gatherShared(ctx, tx, row);
  const own = await toCandidate(ctx, tx, row, guards, shared);
  const locale = shared.reader.preference?.locale ?? null;
  const alone = decideMessage(own.facts);
  if (alone.kind !== 'send') return { verdict: { id: row.id, ...alone }, locale, merged: [], others: [] };
  const waiting =
    rulesOf(row.kind).class === 'marketing'
      ? await readWaiting(tx, ctx.shop.id, row, addMs(shared.now, horizonMs))
      : [];
  const candidates = [own];
  for (const other of waiting) candidates.push(await toCandidate(ctx, tx, other, guards, shared));
  const verdicts = arbitrate(candidates, shared.now);
  const verdict = verdicts.find(({ id }) => id === row.id);
  if (!verdict) throw new Error('the arbiter said nothing about the message on turn');
  if (verdict.kind !== 'send') return { verdict, locale, merged: [], others: [] };
  return {
    verdict,
    locale,
    merged: verdict.merged.flatMap((id) => waiting.find((other) => other.id === id) ?? []),
    others: verdicts.flatMap((one) => settled(one, row, verdict.merged)),
  };
}

/** The row's fate beside the one that goes; what has its own turn later is left to it. */
function settled(one: Verdict, first: LedgerRow, merged: string[]): Settled[] {
  if (one.id === first.id || one.kind === 'send') return [];
  if (merged.includes(one.id)) {
    const params = { first: first.kind, firstId: first.id };
    return [{ id: one.id, until: null, because: { reason: 'merged', params } }];
  }
  if (one.kind === 'drop') return [{ id: one.id, until: null, because: one.because }];
  return one.because.reason === 'goes_first' ? [{ id: one.id, until: one.until, because: one.because }] : [];
}

async function toCandidate(
  ctx: Context,
  tx: Queryable,
  row: LedgerRow,
  guards: Guards,
  shared: Shared,
): Promise<Candidate> {
  // Put off by caps, quiet hours or another message: its own time has come before.
  const wasReady =
    row.status === 'deferred' && !ownWaits.includes(row.reason ?? '') && row.dueAt > shared.now;
  return {
    id: row.id,
    kind: row.kind,
    channel: row.channel,
    rank: rankOf(row.kind, shared.settings.priority),
    wantedAt: row.wantedAt,
    readyAt: wasReady ? shared.now : row.dueAt,
    merge: mergeRoom(row.kind, row.addressHash, openData(ctx, row)),
    facts: await gatherFacts(ctx, tx, row, guards, shared),
  };
}
