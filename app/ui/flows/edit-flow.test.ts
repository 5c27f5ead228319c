import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchesOf, type FlowStep, walkSteps } from '../../features/flows/index.ts';
import {
  changeStep,
  copyStep,
  type Direction,
  duplicateStep,
  findStep,
  fits,
  idsIn,
  insertStep,
  moveStep,
  placeFor,
  readingOrder,
  removeStep,
  type StepPlace,
} from './edit-flow.ts';

const note = (id: string): FlowStep => ({ id, kind: 'note', text: id });
const condition = (id: string, yes: FlowStep[], no: FlowStep[] = []): FlowStep => ({
  id,
  kind: 'condition',
  rule: { kind: 'all', rules: [] },
  // biome-ignore lint/suspicious/noThenProperty: data of ours
  then: yes,
  else: no,
});
const split = (id: string, ...arms: FlowStep[][]): FlowStep => ({
  id,
  kind: 'split',
  isExperiment: false,
  arms: arms.map((steps, i) => ({ id: `arm-${i}`, weight: 50, steps })),
});

const flow = (): FlowStep[] => [
  note('a'),
  condition('c', [note('c1'), note('c2')], [note('c3')]),
  split('s', [note('s1')], []),
  note('z'),
];
const ids = (steps: readonly FlowStep[]) => readingOrder(steps);

describe('the tree of a flow', () => {
  it('is found and read from top to bottom', () => {
    expect(ids(flow())).toEqual(['a', 'c', 'c1', 'c2', 'c3', 's', 's1', 'z']);
    expect(findStep(flow(), 'c3')).toMatchObject({
      place: { parent: 'c', branch: 'else', index: 0 },
      count: 1,
      depth: 1,
    });
    expect(findStep(flow(), 'nobody')).toBeNull();
  });

  it('takes a step between any two, also into an empty branch', () => {
    const place = { parent: 's', branch: 'arm-1', index: 0 };
    expect(ids(insertStep(flow(), place, note('n')))).toEqual([
      'a',
      'c',
      'c1',
      'c2',
      'c3',
      's',
      's1',
      'n',
      'z',
    ]);
    expect(ids(insertStep(flow(), { parent: 'c', branch: 'then', index: 1 }, note('n')))).toEqual([
      'a',
      'c',
      'c1',
      'n',
      'c2',
      'c3',
      's',
      's1',
      'z',
    ]);
    expect(insertStep(flow(), { parent: 'a', branch: 'then', index: 0 }, note('n'))).toEqual(flow());
  });

  it('moves past neighbours, out of branches and into them', () => {
    const move = (id: string, direction: Direction) => {
      const to = placeFor(flow(), id, direction);
      return to ? ids(moveStep(flow(), id, to)) : null;
    };
    expect(move('c2', 'up')).toEqual(['a', 'c', 'c2', 'c1', 'c3', 's', 's1', 'z']);
    expect(move('c1', 'up')).toEqual(['a', 'c1', 'c', 'c2', 'c3', 's', 's1', 'z']);
    expect(move('c1', 'down')).toEqual(['a', 'c', 'c2', 'c1', 'c3', 's', 's1', 'z']);
    expect(move('c2', 'down')).toEqual(['a', 'c', 'c1', 'c3', 'c2', 's', 's1', 'z']);
    expect(move('a', 'up')).toBeNull();
    expect(move('z', 'down')).toBeNull();
    expect(move('z', 'in')).toEqual(['a', 'c', 'c1', 'c2', 'c3', 's', 's1', 'z']);
    expect(findStep(moveStep(flow(), 'z', placeFor(flow(), 'z', 'in')!), 'z')?.place).toEqual({
      parent: 's',
      branch: 'arm-0',
      index: 1,
    });
    expect(move('s1', 'out')).toEqual(['a', 'c', 'c1', 'c2', 'c3', 's', 's1', 'z']);
    expect(move('a', 'in')).toBeNull();
    expect(move('a', 'down')).toEqual(['c', 'c1', 'c2', 'c3', 'a', 's', 's1', 'z']);
  });

  it('never puts a step into itself', () => {
    const before = flow();
    expect(moveStep(before, 'c', { parent: 'c', branch: 'else', index: 0 })).toBe(before);
    const nested = [condition('c', [condition('d', [])])];
    expect(moveStep(nested, 'c', { parent: 'd', branch: 'then', index: 0 })).toBe(nested);
  });

  it('leaves alone what it does not touch', () => {
    const before = flow();
    const after = changeStep(before, 'c1', (step) => ({ ...step, text: 'changed' }) as FlowStep);
    expect(after[0]).toBe(before[0]);
    expect(after[2]).toBe(before[2]);
    expect(findStep(after, 'c1')?.step).toMatchObject({ text: 'changed' });
    expect(findStep(before, 'c1')?.step).toMatchObject({ text: 'c1' });
  });

  it('knows when there is no room left', () => {
    expect(fits(flow(), 0, note('n'))).toBe(true);
    expect(fits(flow(), 5, condition('x', []))).toBe(true);
    expect(fits(flow(), 5, condition('x', [note('y')]))).toBe(false);
    expect(
      fits(
        Array.from({ length: 100 }, (_, i) => note(`n${i}`)),
        0,
        note('n'),
      ),
    ).toBe(false);
  });
});

const tree = fc
  .letrec<{ steps: FlowStep[]; step: FlowStep }>((tie) => ({
    steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'flow' }),
    step: fc.oneof(
      { depthSize: 'small', withCrossShrink: true, depthIdentifier: 'flow' },
      fc.constant(note('?')),
      fc.tuple(tie('steps'), tie('steps')).map(([yes, no]) => condition('?', yes, no)),
      fc.tuple(tie('steps'), tie('steps'), tie('steps')).map((arms) => split('?', ...arms)),
    ),
  }))
  .steps.map((steps) => {
    let n = 0;
    return steps.map((step) => copyStep(step, () => `n${n++}`));
  });

/** Every gap of a tree. */
function gaps(steps: readonly FlowStep[]): StepPlace[] {
  const of = (parent: string | null, branch: string, list: readonly FlowStep[]) =>
    Array.from({ length: list.length + 1 }, (_, index) => ({ parent, branch, index }));
  return [
    ...of(null, '', steps),
    ...[...walkSteps(steps)].flatMap(({ step }) =>
      branchesOf(step).flatMap(([branch, list]) => of(step.id, branch, list)),
    ),
  ];
}

const change = fc.record({
  what: fc.constantFrom('insert', 'move', 'step', 'duplicate', 'remove'),
  which: fc.nat(),
  where: fc.nat(),
  direction: fc.constantFrom<Direction>('up', 'down', 'out', 'in'),
});

describe('whatever is done to it', () => {
  it('ids stay unique and nothing is lost that was not taken out', () => {
    fc.assert(
      fc.property(tree, fc.array(change, { maxLength: 25 }), (start, changes) => {
        let steps = start;
        let fresh = 0;
        for (const { what, which, where, direction } of changes) {
          const known = ids(steps);
          const id = known[which % Math.max(known.length, 1)] ?? 'nobody';
          const all = gaps(steps);
          const gap = all[where % all.length]!;
          const before = new Set(known);
          const frozen = JSON.stringify(steps);
          const last = steps;
          if (what === 'insert') {
            const added = `x${fresh++}`;
            steps = insertStep(steps, gap, note(added));
            expect(new Set(ids(steps))).toEqual(new Set([...before, added]));
            expect(findStep(steps, added)?.place).toEqual(gap);
          } else if (what === 'move' || what === 'step') {
            const to = what === 'move' ? gap : placeFor(steps, id, direction);
            if (to) steps = moveStep(steps, id, to);
            expect(new Set(ids(steps))).toEqual(before);
          } else if (what === 'duplicate') {
            const found = findStep(steps, id);
            steps = duplicateStep(steps, id, () => `x${fresh++}`);
            const size = found ? idsIn(found.step).length : 0;
            expect(ids(steps)).toHaveLength(known.length + size);
            expect([...before].every((each) => ids(steps).includes(each))).toBe(true);
          } else {
            const gone = new Set(idsIn(findStep(steps, id)?.step ?? note('nobody')));
            steps = removeStep(steps, id);
            expect(new Set(ids(steps))).toEqual(new Set([...before].filter((each) => !gone.has(each))));
          }
          expect(new Set(ids(steps)).size).toBe(ids(steps).length);
          expect(JSON.stringify(last)).toBe(frozen);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('one place up and one place down again is where it was, among its own', () => {
    fc.assert(
      fc.property(tree, fc.nat(), (steps, which) => {
        const known = ids(steps);
        const id = known[which % Math.max(known.length, 1)] ?? 'nobody';
        const found = findStep(steps, id);
        if (!found || found.place.index === 0) return;
        const up = moveStep(steps, id, placeFor(steps, id, 'up')!);
        expect(moveStep(up, id, placeFor(up, id, 'down')!)).toEqual(steps);
      }),
    );
  });
});
