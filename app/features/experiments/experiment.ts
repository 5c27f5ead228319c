import { pickVariant, type Variant } from '@reprise/rules';

export const subjectKinds = ['offer', 'flow'] as const;
/** What is tested: an offer or a flow of messages. */
export type SubjectKind = (typeof subjectKinds)[number];

export const metrics = ['revenue', 'order', 'accept'] as const;
/**
 * What decides: what a person brought (net of refunds and cancellations), whether they ordered, or whether they accepted
 * (clicked, for a message).
 */
export type Metric = (typeof metrics)[number];

export type ExperimentStatus = 'running' | 'stopped' | 'decided';

/** One way of saying it. The first arm of an experiment is the one that was there before: all others are measured by it. */
export interface Arm extends Variant {
  name: string;
}

/**
 * A test of several variants of one offer or flow. Who sees which follows from ids and weights alone (see `armOf`), so
 * variants, weights and hold-out stay as they are while it runs: another split is another experiment.
 *
 * running → stopped (the merchant ended it; the first arm is shown again) · running or stopped → decided (a winner was
 * taken; for good).
 */
export interface Experiment {
  id: string;
  subjectKind: SubjectKind;
  subjectId: string;
  name: string;
  status: ExperimentStatus;
  /** at least two; the first is the one that was there before */
  variants: Arm[];
  /** percent of people who see none of them; 0 to 50 */
  holdOutPercent: number;
  metric: Metric;
  /** take the winner as soon as there is one */
  isAutoTake: boolean;
  /** drawn once; part of what decides who sees which */
  salt: string;
  startedAt: Date;
  endedAt: Date | null;
  winnerId: string | null;
  /** who took the winner */
  decidedBy: 'merchant' | 'itself' | null;
  /** when the figures were last counted from what happened; null: not yet */
  countedAt: Date | null;
}

/** What `armOf` needs; small enough to be sent to a page. */
export type ArmChoice = Pick<
  Experiment,
  'id' | 'salt' | 'status' | 'variants' | 'holdOutPercent' | 'winnerId'
>;

/**
 * Which arm a person sees: drawn while the test runs, the winner for all once it is decided, the first once it was stopped.
 * `HELD_OUT` for those who are kept back while it runs.
 * @param subject who stays in the same arm: a person's id where known, else the checkout or order
 */
export function armOf(experiment: ArmChoice, subject: string): string {
  const first = experiment.variants[0]?.id ?? '';
  if (experiment.status === 'decided') return experiment.winnerId ?? first;
  if (experiment.status === 'stopped') return first;
  const draw = { experimentId: experiment.id, salt: experiment.salt };
  return pickVariant(draw, subject, experiment.variants, experiment.holdOutPercent) ?? first;
}

/**
 * What one arm did, over all its people. Sums of whole minor units of the shop's currency; each person counts once, with
 * everything that they brought since they were first in the arm, less refunds and cancelled orders.
 */
export interface ArmFigures {
  /** a variant's id, or `HELD_OUT` */
  armId: string;
  /** who saw it, or would have, if they are held out */
  people: number;
  /** of those, who did what the metric asks (for revenue: ordered) */
  converted: number;
  revenueMinor: bigint;
  /** the sum of each person's revenue squared */
  revenueSquares: bigint;
  /** what it cost (messages, goods given away), where known */
  costMinor?: bigint;
}

/** `ArmFigures` of the people who were first in the arm on one day of the shop (`2026-11-24`). */
export interface DayFigures extends ArmFigures {
  day: string;
}
