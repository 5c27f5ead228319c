import { listensTo, readListens } from '../features/flows/index.server.ts';
import type { EventName, Fact } from '../kit/events.ts';
import { addMs } from '../kit/span.ts';
import type { AppContext } from '../platform/context.ts';
import type { DueEntry } from '../platform/queue/due-rows.server.ts';
import { type Reaction, reactions } from './reactions.server.ts';

const reactionsOf = (name: EventName) => (reactions[name] ?? []) as Reaction<typeof name>[];

/** What the flows of these facts' shops look at: one indexed read, and none where no flow could look. */
async function listeningShops(
  tx: Parameters<AppContext['emitAll']>[0],
  facts: Fact[],
): Promise<Map<string, Set<string>>> {
  const shops = facts
    .filter(({ name }) => reactionsOf(name).some(({ isForFlows }) => isForFlows))
    .map(({ shopId }) => shopId);
  return shops.length === 0 ? new Map() : readListens(tx, [...new Set(shops)]);
}

/** Builds `ctx.emit` and `ctx.emitAll`: facts become the due rows of their reactions, in the caller's transaction. */
export function createEmit(parts: Pick<AppContext, 'due' | 'clock'>): Pick<AppContext, 'emit' | 'emitAll'> {
  async function emitAll(tx: Parameters<AppContext['emitAll']>[0], facts: Fact[]): Promise<void> {
    const now = parts.clock.now();
    const scheduled: DueEntry[] = [];
    const gathered: DueEntry[] = [];
    const listens = await listeningShops(tx, facts);
    for (const { shopId, name, fact } of facts) {
      for (const { job, subject, delayMs, isGathered, isForFlows } of reactionsOf(name)) {
        if (isForFlows && !listensTo(listens.get(shopId), name)) continue;
        const entry = {
          shopId,
          job,
          subject: subject(fact as never),
          dueAt: delayMs ? addMs(now, delayMs) : now,
        };
        (isGathered ? gathered : scheduled).push(entry);
      }
    }
    await parts.due.scheduleAll(tx, scheduled);
    await parts.due.gatherAll(tx, gathered);
  }
  return {
    emitAll,
    emit: (tx, shopId, name, fact) => emitAll(tx, [{ shopId, name, fact } as Fact]),
  };
}
