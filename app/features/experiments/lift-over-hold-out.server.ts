import { HELD_OUT } from '@reprise/rules';
import { halfWidth, type Watch } from './confidence-sequence.ts';
import { cautiousEffect } from './effect.ts';
import type { ArmFigures } from './experiment.ts';
import { figuresOf, sampleOf } from './read-verdict.server.ts';
import { pool } from './sample.ts';
import type { Lift } from './verdict.ts';

/** Narrowest where 5 % of people are a thousand. Valid at every number. */
const watch: Watch = { alpha: 0.05, tunedTo: 20_000 };

/** Fewer on a side, and the interval would rest on a handful of orders. */
const leastPeople = 100;

/**
 * What an offer or flow really earned: what a person who was shown it brings more than one who was held out, times all who
 * were shown it. Counts everything these people bought, whatever they clicked, so it is right even when an offer only moves
 * orders that would have come anyway. The interval may be looked at daily (a confidence sequence, 95 %), and it is wide
 * rather than wrong where the hold-out is small.
 *
 * The hold-out must be drawn at random and its people counted from the moment they would have been shown the offer.
 * @param figures of all arms; all that are not `HELD_OUT` count as shown
 */
export function liftOverHoldOut(figures: readonly ArmFigures[]): Lift {
  const arms = figures.filter(({ armId }) => armId !== HELD_OUT);
  const shown = pool(arms.map((arm) => sampleOf(arm, 'revenue')));
  const heldOut = sampleOf(figuresOf(figures, HELD_OUT), 'revenue');
  const people = { shownPeople: shown.n, heldOutPeople: heldOut.n };
  const tooFew = { kind: 'not-yet-known', ...people, needPeople: leastPeople } as const;
  if (shown.n < leastPeople || heldOut.n < leastPeople) return { ...tooFew, reason: 'too-few-people' };

  const effect = cautiousEffect(heldOut, shown);
  const half = halfWidth(effect, watch);
  if (half === null) return { ...tooFew, reason: 'no-orders' };
  const perPerson = { value: effect.estimate, low: effect.estimate - half, high: effect.estimate + half };
  const cost = Number(arms.reduce((sum, arm) => sum + (arm.costMinor ?? 0n), 0n));
  const extra = {
    value: perPerson.value * shown.n - cost,
    low: perPerson.low * shown.n - cost,
    high: perPerson.high * shown.n - cost,
  };
  return { kind: 'measured', ...people, perPerson, extra, isCertain: extra.low > 0 || extra.high < 0 };
}
