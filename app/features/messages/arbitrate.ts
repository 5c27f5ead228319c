import { addMs, hour } from '../../kit/span.ts';
import { type Decision, type DecisionFacts, decideMessage, nextAllowed } from './decide-message.ts';

/**
 * How far the arbiter looks ahead: what is due within this time competes for the slot that is open now, so that a message of
 * less worth does not take it away a moment before.
 */
export const horizonMs = hour;

/** One message that wants to be sent to a person. */
export interface Candidate {
  id: string;
  kind: string;
  /** caps are kept for each channel by itself, so messages of different channels do not compete */
  channel: string;
  /** place in the shop's order: 0 goes first */
  rank: number;
  wantedAt: Date;
  /** when it may go, apart from caps and quiet hours: the past for what has only been put off */
  readyAt: Date;
  /** messages of one key may become one; `size` parts each, at most `room` parts together; null = goes alone */
  merge: { key: string; size: number; room: number } | null;
  /** what decides about it alone, at the moment of the arbitration */
  facts: DecisionFacts;
}

/** What becomes of a candidate now. `merged`: others that go inside this one and not by themselves. */
export type Verdict = (Exclude<Decision, { kind: 'send' }> | { kind: 'send'; merged: string[] }) & {
  id: string;
};

/**
 * Ranks all that wants to be sent to one person and says for each what becomes of it now. Pure and stable: the order in which
 * the candidates are given does not matter.
 *
 * - Transactional messages are decided alone: nothing of marketing holds them back.
 * - Of the marketing messages that may go now on a channel, the highest-ranked goes (of equals the one that was wanted first).
 *   One that is due within the horizon and may go then keeps the slot for itself.
 * - The others wait for the slot after it ("goes_first"), or are dropped when they will be stale by then.
 * - What may become part of the one that goes is named in its `merged`; it is deferred here like the others, so that nothing is
 *   lost when the one does not go after all.
 */
export function arbitrate(candidates: readonly Candidate[], now: Date): Verdict[] {
  const order = [...candidates].sort(before);
  const alone = new Map(order.map((one) => [one.id, decideMessage(one.facts)]));
  const firsts = new Map<string, Candidate>();
  for (const one of order) {
    if (isMarketing(one) && !firsts.has(one.channel) && mayTake(one, alone.get(one.id)!, now)) {
      firsts.set(one.channel, one);
    }
  }
  return order.map((one): Verdict => {
    const decision = alone.get(one.id)!;
    const first = firsts.get(one.channel);
    if (!isMarketing(one)) return withMerged(one.id, decision, []);
    if (one.readyAt > now) {
      // Its own time has not come; it is named so that the caller sees the whole, and touched only when another goes now.
      if (decision.kind === 'drop') return { id: one.id, ...decision };
      const isHeld = first !== undefined && first.id !== one.id && first.readyAt <= now;
      return isHeld
        ? behind(one, first, now)
        : { id: one.id, kind: 'defer', until: one.readyAt, because: { reason: 'planned' } };
    }
    if (decision.kind !== 'send' || !first) return withMerged(one.id, decision, []);
    if (first.id !== one.id) return behind(one, first, now);
    return { id: one.id, kind: 'send', merged: partsOf(one, order, alone) };
  });
}

const isMarketing = ({ facts }: Candidate) => facts.rules.class === 'marketing';

/** Rank, then what was wanted first, then the id, so that the order is total. */
function before(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || a.wantedAt.getTime() - b.wantedAt.getTime() || (a.id < b.id ? -1 : 1);
}

function withMerged(id: string, decision: Decision, merged: string[]): Verdict {
  return decision.kind === 'send' ? { id, kind: 'send', merged } : { id, ...decision };
}

/** May it have the slot: now, or within the horizon at its own time? */
function mayTake(one: Candidate, decision: Decision, now: Date): boolean {
  if (decision.kind === 'drop') return false;
  if (one.readyAt <= now) return decision.kind === 'send';
  if (one.readyAt > addMs(now, horizonMs)) return false;
  return decideMessage({ ...one.facts, now: one.readyAt }).kind === 'send';
}

/** Waits until `first` has gone and the next slot opens; dropped when it is worthless by then. */
function behind(one: Candidate, first: Candidate, now: Date): Verdict {
  const at = first.readyAt > now ? first.readyAt : now;
  const after = nextAllowed({
    ...one.facts,
    now: at,
    lastMarketingAt: at,
    reviewsAt: first.facts.rules.isReview ? [...one.facts.reviewsAt, at] : one.facts.reviewsAt,
  });
  // While the first has not gone, its going is what is waited for; then all is decided again.
  const until = first.readyAt > now ? first.readyAt : (after?.until ?? at);
  const { staleAt } = one.facts;
  if (staleAt && staleAt <= until) return { id: one.id, kind: 'drop', because: { reason: 'stale' } };
  const params = { first: first.kind, firstId: first.id };
  return { id: one.id, kind: 'defer', until, because: { reason: 'goes_first', params } };
}

/** The candidates that fit into the one that goes, in order. */
function partsOf(one: Candidate, order: readonly Candidate[], alone: Map<string, Decision>): string[] {
  if (!one.merge) return [];
  let size = one.merge.size;
  const merged: string[] = [];
  for (const other of order) {
    if (other.id === one.id || other.merge?.key !== one.merge.key || other.channel !== one.channel) continue;
    if (alone.get(other.id)?.kind !== 'send' || other.readyAt > one.facts.now) continue;
    if (size >= one.merge.room) break;
    size = Math.min(one.merge.room, size + other.merge.size);
    merged.push(other.id);
  }
  return merged;
}
