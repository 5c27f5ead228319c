import { HELD_OUT } from '@reprise/rules';
import { chancesToBeBest, meanBelief, proportionBelief } from './bayes.server.ts';
import { alwaysValidP, halfWidth, peopleUntilSure, type Watch } from './confidence-sequence.ts';
import { cautiousEffect, type Effect } from './effect.ts';
import type { ArmFigures, Metric } from './experiment.ts';
import { moneySample, proportionSample, type Sample } from './sample.ts';
import { watchShares } from './share-mismatch.server.ts';
import {
  type ArmReading,
  type Comparison,
  mismatchBelow,
  type Verdict,
  type VerdictOptions,
} from './verdict.ts';

/** Where the intervals are narrowest, in people of two arms together; GrowthBook's default. Valid at every number. */
const tunedTo = 5000;

/** One arm's value per person in the metric's unit. */
export function sampleOf(figures: ArmFigures, metric: Metric): Sample {
  return metric === 'revenue'
    ? moneySample(figures.people, figures.revenueMinor, figures.revenueSquares)
    : proportionSample(figures.converted, figures.people);
}

interface Compared {
  id: string;
  sample: Sample;
  /** over the first arm */
  effect: Effect;
}

/**
 * Who has won? Every arm is compared with the first (the one that was there before) by a confidence sequence, with alpha
 * divided by the number of comparisons (Bonferroni), so that the chance that any statement made at any time is false is at
 * most 1 - sureness, however often it is read.
 *
 * - `invalid`: the arms do not have their planned shares of people; nothing else is said then.
 * - `not-yet-known`: fewer than `minPeople` in an arm, or the intervals still contain 0.
 * - `winner`: an arm that is surely better than the first (of several the one with the highest value), or the first when it
 *   is surely better than all others.
 * - `no-difference`: no interval reaches further than `negligible` of the first arm's value.
 *
 * Figures of arms that are not among `variants` are left out; an arm without figures has no people.
 */
export function readVerdict(figures: readonly ArmFigures[], options: VerdictOptions): Verdict {
  const { metric, variants, runningDays, sureness = 0.95, minPeople = 500, negligible = 0.1 } = options;
  const p = watchShares(plannedShares(figures, options));
  if (p < mismatchBelow) return { kind: 'invalid', reason: 'ratio-mismatch', p };

  const arms = variants.map(({ id }) => ({ id, sample: sampleOf(figuresOf(figures, id), metric) }));
  const [first, ...rest] = arms;
  if (!first || rest.length === 0) throw new Error('a verdict needs at least two variants');
  const people = Math.min(...arms.map(({ sample }) => sample.n));
  if (people < minPeople) {
    const daysLeft = daysUntil(minPeople, people, runningDays);
    return { kind: 'not-yet-known', reason: 'too-few-people', people, needPeople: minPeople, daysLeft };
  }

  const watch: Watch = { alpha: (1 - sureness) / rest.length, tunedTo };
  const compared: Compared[] = rest.map(({ id, sample }) => ({
    id,
    sample,
    effect: cautiousEffect(first.sample, sample),
  }));
  const isSure = ({ effect }: Compared) => {
    const half = halfWidth(effect, watch);
    return half !== null && Math.abs(effect.estimate) > half;
  };
  const compare = (one: Compared) => comparison(first, one, watch, rest.length);

  const better = highest(compared.filter((one) => one.effect.estimate > 0 && isSure(one)));
  if (better) return { kind: 'winner', ...compare(better) };
  if (compared.every((one) => one.effect.estimate < 0 && isSure(one)))
    return { kind: 'winner', ...compare(highest(compared)!) };

  const reaches = compared.map(({ effect }) => {
    const half = halfWidth(effect, watch);
    return half === null ? Number.POSITIVE_INFINITY : Math.abs(effect.estimate) + half;
  });
  const within = Math.max(...reaches);
  if (first.sample.mean > 0 && within <= negligible * first.sample.mean)
    return { kind: 'no-difference', within, relative: within / first.sample.mean };

  const leader = highest(compared)!;
  const untilSure = peopleUntilSure(leader.effect, watch);
  const needPeople =
    untilSure === null ? null : Math.max(people + 1, Math.ceil((people * untilSure) / leader.effect.n));
  return {
    kind: 'not-yet-known',
    reason: 'not-sure',
    people,
    soFar: leader.effect.variance > 0 ? compare(leader) : null,
    needPeople,
    daysLeft: needPeople === null ? null : daysUntil(needPeople, people, runningDays),
  };
}

/** Each arm for the table: planned arms in their order, then the hold-out if there is one. */
export function readArms(figures: readonly ArmFigures[], options: VerdictOptions): ArmReading[] {
  const { metric, variants, holdOutPercent } = options;
  const own = variants.map(({ id }) => figuresOf(figures, id));
  const beliefs = own.map((arm) =>
    metric === 'revenue'
      ? meanBelief(sampleOf(arm, metric))
      : arm.people > 0
        ? proportionBelief(arm.converted, arm.people)
        : null,
  );
  const known = beliefs.filter((belief) => belief !== null);
  const chances = known.length === own.length ? chancesToBeBest(known) : null;
  const reading = (arm: ArmFigures, chanceToBeBest: number | null): ArmReading => ({
    armId: arm.armId,
    people: arm.people,
    converted: arm.converted,
    perPerson: sampleOf(arm, metric).mean,
    chanceToBeBest,
  });
  const arms = own.map((arm, i) => reading(arm, chances?.[i] ?? null));
  return holdOutPercent > 0 ? [...arms, reading(figuresOf(figures, HELD_OUT), null)] : arms;
}

/** An arm's figures; none are zeros. */
export function figuresOf(figures: readonly ArmFigures[], armId: string): ArmFigures {
  return (
    figures.find((arm) => arm.armId === armId) ?? {
      armId,
      people: 0,
      converted: 0,
      revenueMinor: 0n,
      revenueSquares: 0n,
    }
  );
}

function plannedShares(figures: readonly ArmFigures[], options: VerdictOptions) {
  const { variants, holdOutPercent } = options;
  const weights = variants.reduce((sum, { weight }) => sum + weight, 0);
  const shown = 1 - holdOutPercent / 100;
  const shares = variants.map(({ id, weight }) => ({
    people: figuresOf(figures, id).people,
    expected: (shown * weight) / weights,
  }));
  if (holdOutPercent > 0)
    shares.push({ people: figuresOf(figures, HELD_OUT).people, expected: holdOutPercent / 100 });
  return shares;
}

/** Of these, the arm with the highest value per person. */
function highest(arms: readonly Compared[]): Compared | undefined {
  return arms.reduce<Compared | undefined>(
    (best, arm) => (best === undefined || arm.sample.mean > best.sample.mean ? arm : best),
    undefined,
  );
}

/** The two arms with the better one in front. */
function comparison(
  first: { id: string; sample: Sample },
  other: Compared,
  watch: Watch,
  comparisons: number,
): Comparison {
  const isOtherAhead = other.effect.estimate >= 0;
  const [ahead, behind] = isOtherAhead ? [other, first] : [first, other];
  const value = Math.abs(other.effect.estimate);
  const half = halfWidth(other.effect, watch) ?? Number.POSITIVE_INFINITY;
  return {
    armId: ahead.id,
    againstId: behind.id,
    lift: { value, low: value - half, high: value + half },
    relative: behind.sample.mean > 0 ? value / behind.sample.mean : null,
    sureness: 1 - Math.min(1, alwaysValidP(other.effect, watch) * comparisons),
  };
}

/** Days until an arm has so many people at the present rate; null when the rate is not known. */
function daysUntil(need: number, people: number, runningDays: number | undefined): number | null {
  // The first day says little: a test that began in the evening would foretell months.
  if (runningDays === undefined || runningDays < 1 || people === 0) return null;
  return Math.ceil(((need - people) * runningDays) / people);
}
