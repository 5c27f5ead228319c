import { HELD_OUT } from '@reprise/rules';
import { describe, expect, test } from 'vitest';
import { liftOverHoldOut, readArms, readVerdict } from './index.server.ts';
import { type ArmFigures, armOf, type VerdictOptions } from './index.ts';

/** An arm in which every order brought 40.00. */
function arm(armId: string, people: number, converted: number): ArmFigures {
  const each = 4000n;
  const count = BigInt(converted);
  return { armId, people, converted, revenueMinor: count * each, revenueSquares: count * each * each };
}
const two = [
  { id: 'a', weight: 1 },
  { id: 'b', weight: 1 },
];
const options: VerdictOptions = { metric: 'order', variants: two, holdOutPercent: 0, runningDays: 10 };

describe('the verdict', () => {
  test('is not yet known below 500 people a side, however clear it looks', () => {
    const verdict = readVerdict([arm('a', 480, 5), arm('b', 499, 250)], options);
    expect(verdict).toEqual({
      kind: 'not-yet-known',
      reason: 'too-few-people',
      people: 480,
      needPeople: 500,
      daysLeft: 1,
    });
    expect(readVerdict([arm('a', 500, 5), arm('b', 500, 250)], options).kind).toBe('winner');
  });

  test('foretells days only when the rate is known', () => {
    const figures = [arm('a', 100, 5), arm('b', 100, 5)];
    expect(readVerdict(figures, options)).toMatchObject({ daysLeft: 40 });
    expect(readVerdict(figures, { ...options, runningDays: 0.5 })).toMatchObject({ daysLeft: null });
    expect(readVerdict(figures, { ...options, runningDays: 200 })).toMatchObject({ daysLeft: 800 });
    expect(readVerdict([], options)).toMatchObject({ people: 0, daysLeft: null });
  });

  test('is a winner with its lift, where it surely is, and how sure', () => {
    const verdict = readVerdict([arm('a', 2000, 100), arm('b', 2000, 180)], options);
    if (verdict.kind !== 'winner') throw new Error(verdict.kind);
    expect(verdict).toMatchObject({ armId: 'b', againstId: 'a', relative: expect.closeTo(0.8, 9) });
    expect(verdict.lift.value).toBeCloseTo(0.04, 9);
    expect(verdict.lift.low).toBeGreaterThan(0);
    expect(verdict.lift.high).toBeGreaterThan(0.05);
    expect(verdict.sureness).toBeGreaterThan(0.95);
  });

  test('is the first arm when it is better than all others', () => {
    const verdict = readVerdict([arm('a', 2000, 180), arm('b', 2000, 100)], options);
    expect(verdict).toMatchObject({ kind: 'winner', armId: 'a', againstId: 'b' });
  });

  test('asks more of several arms: what is enough for two is not enough for six', () => {
    const pair = [arm('a', 2000, 100), arm('b', 2000, 151)];
    expect(readVerdict(pair, options).kind).toBe('winner');
    const rest = ['c', 'd', 'e', 'f'];
    const six = { ...options, variants: [...two, ...rest.map((id) => ({ id, weight: 1 }))] };
    const verdict = readVerdict([...pair, ...rest.map((id) => arm(id, 2000, 100))], six);
    expect(verdict).toMatchObject({ kind: 'not-yet-known', reason: 'not-sure', soFar: { armId: 'b' } });
  });

  test('of several that are surely better than the first, the best is taken', () => {
    const three = { ...options, variants: [...two, { id: 'c', weight: 1 }] };
    const verdict = readVerdict([arm('a', 2000, 60), arm('b', 2000, 180), arm('c', 2000, 200)], three);
    expect(verdict).toMatchObject({ kind: 'winner', armId: 'c', againstId: 'a' });
    // The first wins only against all: here c is as good.
    const first = readVerdict([arm('a', 2000, 200), arm('b', 2000, 60), arm('c', 2000, 199)], three);
    expect(first).toMatchObject({ kind: 'not-yet-known', soFar: { armId: 'a', againstId: 'c' } });
  });

  test('says how many people more it would take if it stays as it is', () => {
    const figures = [arm('a', 2000, 100), arm('b', 2000, 125)];
    const verdict = readVerdict(figures, options);
    if (verdict.kind !== 'not-yet-known' || verdict.reason !== 'not-sure') throw new Error(verdict.kind);
    expect(verdict.soFar).toMatchObject({ armId: 'b', againstId: 'a' });
    const need = verdict.needPeople!;
    expect(verdict.daysLeft).toBe(Math.ceil(((need - 2000) * 10) / 2000));
    // Exactly then it is a winner (the spread may differ by a hair).
    const later = (people: number) =>
      readVerdict(
        [arm('a', people, Math.round(people * 0.05)), arm('b', people, Math.round(people * 0.0625))],
        options,
      ).kind;
    expect(later(Math.round(need * 1.02))).toBe('winner');
    expect(later(Math.round(need * 0.95))).toBe('not-yet-known');
  });

  test('is not known, and nothing leads, when nothing has happened', () => {
    expect(readVerdict([arm('a', 900, 0), arm('b', 900, 0)], options)).toEqual({
      kind: 'not-yet-known',
      reason: 'not-sure',
      people: 900,
      soFar: null,
      needPeople: null,
      daysLeft: null,
    });
  });

  test('is no difference when no arm can be a tenth better or worse', () => {
    const verdict = readVerdict([arm('a', 200_000, 20_000), arm('b', 200_000, 20_010)], options);
    if (verdict.kind !== 'no-difference') throw new Error(verdict.kind);
    expect(verdict.relative).toBeLessThan(0.1);
    expect(verdict.within).toBeCloseTo(verdict.relative * 0.1, 9);
    const stricter = { ...options, negligible: verdict.relative * 0.99 };
    expect(readVerdict([arm('a', 200_000, 20_000), arm('b', 200_000, 20_010)], stricter).kind).toBe(
      'not-yet-known',
    );
  });

  test('is refused when the arms do not have their share of people', () => {
    const figures = [arm('a', 3000, 100), arm('b', 2500, 200)];
    expect(readVerdict(figures, options)).toMatchObject({ kind: 'invalid', reason: 'ratio-mismatch' });
    // As planned, the same figures are a winner.
    const planned = { ...options, variants: [two[0]!, { id: 'b', weight: 0.83 }] };
    expect(readVerdict(figures, planned).kind).toBe('winner');
    // A hold-out that lost half of its people is found too.
    const holdOut = { ...options, holdOutPercent: 5 };
    expect(readVerdict([arm('a', 4750, 100), arm('b', 4750, 100), arm(HELD_OUT, 250, 2)], holdOut).kind).toBe(
      'invalid',
    );
    expect(readVerdict([arm('a', 4750, 100), arm('b', 4750, 100), arm(HELD_OUT, 480, 2)], holdOut).kind).toBe(
      'not-yet-known',
    );
  });

  test('of revenue weighs what people brought, not how many bought', () => {
    const rich: ArmFigures = {
      armId: 'b',
      people: 5000,
      converted: 250,
      revenueMinor: 250n * 9000n,
      revenueSquares: 250n * 9000n ** 2n,
    };
    const figures = [arm('a', 5000, 250), rich];
    const revenue = readVerdict(figures, { ...options, metric: 'revenue' });
    if (revenue.kind !== 'winner') throw new Error(revenue.kind);
    // 250 × 90.00 against 250 × 40.00 over 5000 people: 2.50 a person.
    expect(revenue.lift.value).toBeCloseTo(250, 9);
    expect(readVerdict(figures, options).kind).not.toBe('winner');
  });

  test('needs at least two variants', () => {
    expect(() => readVerdict([], { ...options, variants: [two[0]!] })).toThrow('two variants');
  });
});

describe('the arms', () => {
  test('are listed as planned, with the hold-out last, and a bet on the best', () => {
    const figures = [arm('b', 1000, 80), arm(HELD_OUT, 100, 3), arm('a', 1000, 50), arm('gone', 9, 9)];
    const arms = readArms(figures, { ...options, holdOutPercent: 5 });
    expect(arms.map(({ armId, perPerson }) => [armId, perPerson])).toEqual([
      ['a', 0.05],
      ['b', 0.08],
      [HELD_OUT, 0.03],
    ]);
    expect(arms[1]!.chanceToBeBest).toBeGreaterThan(0.99);
    expect(arms[0]!.chanceToBeBest! + arms[1]!.chanceToBeBest!).toBeCloseTo(1, 9);
    expect(arms[2]!.chanceToBeBest).toBeNull();
  });

  test('no bet while an arm is unknown', () => {
    expect(readArms([arm('a', 10, 1)], options).map((one) => one.chanceToBeBest)).toEqual([null, null]);
    const revenue: VerdictOptions = { ...options, metric: 'revenue' };
    expect(readArms([arm('a', 10, 0), arm('b', 10, 1)], revenue)[0]!.chanceToBeBest).toBeNull();
  });
});

describe('the lift over the hold-out', () => {
  const heldOut = arm(HELD_OUT, 1000, 50);

  test('all arms count as shown; the total is what all of them brought more', () => {
    const lift = liftOverHoldOut([arm('a', 9500, 950), arm('b', 9500, 760), heldOut]);
    if (lift.kind !== 'measured') throw new Error(lift.kind);
    expect(lift).toMatchObject({ shownPeople: 19_000, heldOutPeople: 1000, isCertain: true });
    // 9 % against 5 % of 40.00.
    expect(lift.perPerson.value).toBeCloseTo(160, 6);
    expect(lift.extra.value).toBeCloseTo(160 * 19_000, 3);
    expect(lift.extra.low).toBeCloseTo(lift.perPerson.low * 19_000, 3);
    expect(lift.perPerson.low).toBeGreaterThan(0);
  });

  test('costs are taken off the total', () => {
    const shown = arm('a', 19_000, 1710);
    const free = liftOverHoldOut([shown, heldOut]);
    const dear = liftOverHoldOut([{ ...shown, costMinor: 50_000n }, heldOut]);
    if (free.kind !== 'measured' || dear.kind !== 'measured') throw new Error('not measured');
    expect(free.extra.value - dear.extra.value).toBeCloseTo(50_000, 6);
    expect(dear.perPerson).toEqual(free.perPerson);
    // What costs more than it brings is a certain loss, although people bought more.
    const ruin = liftOverHoldOut([{ ...shown, costMinor: 9_000_000n }, heldOut]);
    expect(ruin).toMatchObject({
      isCertain: true,
      extra: { value: expect.closeTo(free.extra.value - 9e6, 3) },
    });
  });

  test('is uncertain where the interval holds 0, and says so', () => {
    const lift = liftOverHoldOut([arm('a', 3800, 200), arm(HELD_OUT, 200, 8)]);
    if (lift.kind !== 'measured') throw new Error(lift.kind);
    expect(lift.isCertain).toBe(false);
    expect(lift.perPerson.low).toBeLessThan(0);
    expect(lift.perPerson.high).toBeGreaterThan(0);
  });

  test('is not told from a handful of people, nor when nobody bought', () => {
    expect(liftOverHoldOut([arm('a', 1900, 90), arm(HELD_OUT, 99, 1)])).toMatchObject({
      reason: 'too-few-people',
      heldOutPeople: 99,
      needPeople: 100,
    });
    expect(liftOverHoldOut([arm('a', 1900, 0), arm(HELD_OUT, 100, 0)])).toMatchObject({
      reason: 'no-orders',
    });
    expect(liftOverHoldOut([])).toMatchObject({ reason: 'too-few-people' });
  });
});

describe('which arm a person sees', () => {
  const experiment = {
    id: 'exp_1',
    salt: 's',
    status: 'running' as const,
    variants: two.map((one) => ({ ...one, name: one.id })),
    holdOutPercent: 20,
    winnerId: null,
  };
  const people = Array.from({ length: 500 }, (_, i) => `p${i}`);
  const seen = (change: Partial<typeof experiment> | { status: 'stopped' | 'decided'; winnerId?: string }) =>
    new Set(people.map((person) => armOf({ ...experiment, ...change }, person)));

  test('all of them while it runs; one for all afterwards', () => {
    expect(seen({})).toEqual(new Set(['a', 'b', HELD_OUT]));
    expect(seen({ holdOutPercent: 0 })).toEqual(new Set(['a', 'b']));
    expect(seen({ status: 'stopped' })).toEqual(new Set(['a']));
    expect(seen({ status: 'decided', winnerId: 'b' })).toEqual(new Set(['b']));
  });
});
