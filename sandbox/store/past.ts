import type { Store } from './store.ts';

/** The same store at another moment, in which nothing is told to anybody: for what happened before the app came. */
export function quietly(store: Store, at: Date): Store {
  return { ...store, now: () => at, nowIso: () => at.toISOString(), announce: () => undefined };
}
