import type { Metric } from './experiment.ts';

/**
 * A measured value and where it surely is. Money is in minor units of the shop's currency, as a fraction (an estimate per
 * person, not an amount that is owed); a rate is a share of people (0.05 is 5 %).
 */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** The leading arm beside the one it is measured by. `lift` is what a person in `armId` brings more. */
export interface Comparison {
  armId: string;
  againstId: string;
  lift: Estimate;
  /** the lift as a share of the other arm's value (0.1 is 10 % more); null when that is 0 */
  relative: number | null;
  /** 1 - the always-valid p value, corrected for the number of arms */
  sureness: number;
}

/** What can be said of a test. Every kind may be read daily without becoming less true. */
export type Verdict =
  | {
      kind: 'not-yet-known';
      reason: 'too-few-people';
      /** in the smallest arm */
      people: number;
      needPeople: number;
      /** at the present rate, may be years; null when the rate is not known yet */
      daysLeft: number | null;
    }
  | {
      kind: 'not-yet-known';
      reason: 'not-sure';
      /** in the smallest arm */
      people: number;
      /** null when nothing has happened in any arm */
      soFar: Comparison | null;
      /** a side, if the difference stays as it is; null when that would be without end */
      needPeople: number | null;
      /** as above */
      daysLeft: number | null;
    }
  | ({ kind: 'winner' } & Comparison)
  /** no arm is more than `within` better or worse than the first */
  | { kind: 'no-difference'; within: number; relative: number }
  /** the arms do not have the share of people that they should have: nothing can be learned from it */
  | { kind: 'invalid'; reason: 'ratio-mismatch'; p: number };

/** One arm as the table shows it. */
export interface ArmReading {
  armId: string;
  people: number;
  converted: number;
  /** per person, in the metric's unit (see `Estimate`) */
  perPerson: number;
  /** a belief for a bet, not a verdict; null while it cannot be told, and for the hold-out */
  chanceToBeBest: number | null;
}

export interface VerdictOptions {
  metric: Metric;
  /** as planned; the first is the one that all others are measured by */
  variants: readonly { id: string; weight: number }[];
  holdOutPercent: number;
  /** for how many days it has run; without it no days are foretold */
  runningDays?: number;
  /** default 0.95 */
  sureness?: number;
  /** a side, default 500 */
  minPeople?: number;
  /** a difference below this share of the first arm's value is no difference; default 0.1 */
  negligible?: number;
}

/** What the whole brings over the hold-out. */
export type Lift =
  | {
      kind: 'not-yet-known';
      reason: 'too-few-people' | 'no-orders';
      shownPeople: number;
      heldOutPeople: number;
      needPeople: number;
    }
  | {
      kind: 'measured';
      shownPeople: number;
      heldOutPeople: number;
      /** in minor units, more than a held-out person brings */
      perPerson: Estimate;
      /** in minor units, over all who were shown it; costs are taken off where they are known */
      extra: Estimate;
      /** the interval of `extra` does not contain 0 */
      isCertain: boolean;
    };

/** From this share of mismatch on (a p value that may be watched) a test is not read any more. */
export const mismatchBelow = 0.001;
