import type { DomainEvents, EventName } from '../kit/events.ts';
import type { JobDefinition } from '../kit/fate.ts';

/** One consequence: which job, about what, and how long after the fact (0 = at once). */
export interface Reaction<Name extends EventName> {
  job: JobDefinition;
  subject(fact: Omit<DomainEvents[Name], 'shopId'>): string;
  delayMs?: number;
}

/**
 * What follows from what. Each row is written as a due row in the transaction that states the fact.
 * Read it as: when <event>, do <job> about <subject>.
 */
export const reactions: { [Name in EventName]?: Reaction<Name>[] } = {};
