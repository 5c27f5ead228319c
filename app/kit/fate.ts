/** What becomes of a due row after its handler ran. A throw means: try again later, with backoff. */
export type Fate =
  | { kind: 'done' }
  | { kind: 'cancel'; reason: string }
  | { kind: 'snooze'; until: Date; reason?: string };

export const done: Fate = { kind: 'done' };

/** The work is no longer wanted; the reason is logged. */
export function cancel(reason: string): Fate {
  return { kind: 'cancel', reason };
}

/** The work waits until the given moment; this does not count as a failed try. */
export function snooze(until: Date, reason?: string): Fate {
  return reason === undefined ? { kind: 'snooze', until } : { kind: 'snooze', until, reason };
}

/** A job: its name (`feature.verb-noun`), and how often a throw is tried again before a person must look. */
export interface JobDefinition<Name extends string = string> {
  name: Name;
  /** Throws are retried with exponential backoff; after this many the row is parked as failed. Deaths do not count. */
  maxAttempts: number;
}

/** Declares a job. Light: enqueuers import this, only the worker imports the handler. */
export function defineJob<Name extends string>(
  name: Name,
  options: { maxAttempts?: number } = {},
): JobDefinition<Name> {
  return { name, maxAttempts: options.maxAttempts ?? 12 };
}
