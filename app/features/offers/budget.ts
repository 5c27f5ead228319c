/**
 * So much in so long, per key; then no more until the window is over. Kept in this process only. When more keys come than are
 * kept, a new window begins for all: nobody is refused for another's sake.
 */
export interface Budget {
  /** Takes one (or `cost`); false when it is used up. */
  take(key: string, cost?: number): boolean;
}

const maxKeys = 50_000;

/** @param limit how much per window @param now milliseconds of a real clock */
export function createBudget(limit: number, windowMs: number, now: () => number): Budget {
  let windowEnd = 0;
  let used = new Map<string, number>();
  return {
    take(key, cost = 1) {
      const at = now();
      if (at >= windowEnd || (used.size >= maxKeys && !used.has(key))) {
        windowEnd = at + windowMs;
        used = new Map();
      }
      const before = used.get(key) ?? 0;
      if (before + cost > limit) return false;
      used.set(key, before + cost);
      return true;
    },
  };
}
