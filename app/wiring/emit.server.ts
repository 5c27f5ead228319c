import type { EventName } from '../kit/events.ts';
import { addMs } from '../kit/span.ts';
import type { AppContext } from '../platform/context.ts';
import { type Reaction, reactions } from './reactions.server.ts';

/** Builds `ctx.emit`: a fact becomes the due rows of its reactions, in the caller's transaction. */
export function createEmit(parts: Pick<AppContext, 'due' | 'clock'>): AppContext['emit'] {
  return async (tx, shopId, name, fact) => {
    const follow = (reactions[name as EventName] ?? []) as Reaction<EventName>[];
    const now = parts.clock.now();
    for (const { job, subject, delayMs, isGathered } of follow) {
      const dueAt = delayMs ? addMs(now, delayMs) : now;
      const entry = { shopId, job, subject: subject(fact as never), dueAt };
      await (isGathered ? parts.due.gather(tx, entry) : parts.due.schedule(tx, entry));
    }
  };
}
