/** Points that a shop gives to an app: a bucket that fills up again by real time. */
export type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };
export type Bucket = {
  /** Takes the points if they are there. */
  take(points: number): boolean;
  /** Gives back what was taken and not used. */
  giveBack(points: number): void;
  status(): ThrottleStatus;
};

const RATES: Record<string, number> = { advanced: 200, plus: 1000, enterprise: 2000 };

/** A full bucket for a plan: 100 points a second and 2,000 at most on ordinary plans, more on the larger ones. */
export function createBucket(plan: string, now: () => number = () => performance.now()): Bucket {
  const restoreRate = RATES[plan] ?? 100;
  const maximumAvailable = restoreRate * 20;
  let available = maximumAvailable;
  let at = now();
  const fill = () => {
    const time = now();
    available = Math.min(maximumAvailable, available + ((time - at) / 1000) * restoreRate);
    at = time;
  };
  return {
    take(points) {
      fill();
      if (available < points) return false;
      available -= points;
      return true;
    },
    giveBack(points) {
      available = Math.min(maximumAvailable, available + points);
    },
    status() {
      fill();
      return { maximumAvailable, currentlyAvailable: Math.floor(available), restoreRate };
    },
  };
}
