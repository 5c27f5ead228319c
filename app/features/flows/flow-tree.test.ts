import { describe, expect, it } from 'vitest';
import type { FlowStep } from './flow.ts';
import { movedPath, pathAfter, pathInto, settlePath } from './flow-tree.ts';
import { branchesOf, kindsIn, pathOf, stepAt, walkSteps } from './index.ts';

const end = (id: string): FlowStep => ({ id, kind: 'end' });
const fork = (id: string, yes: FlowStep[], no: FlowStep[]): FlowStep => ({
  id,
  kind: 'condition',
  rule: { kind: 'all', rules: [] },
  // biome-ignore lint/suspicious/noThenProperty: data of ours
  then: yes,
  else: no,
});
const steps: FlowStep[] = [
  end('a'),
  fork('b', [end('b1'), fork('b2', [end('deep')], [])], []),
  {
    id: 's',
    kind: 'split',
    isExperiment: false,
    arms: [
      { id: 'x', weight: 1, steps: [end('x1')] },
      { id: 'y', weight: 1, steps: [] },
    ],
  },
  end('z'),
];

describe('paths through a flow', () => {
  it('names every step once', () => {
    const paths = [...walkSteps(steps)].map(({ path, step }) => [path, step.id]);
    expect(paths).toEqual([
      ['0', 'a'],
      ['1', 'b'],
      ['1.then.0', 'b1'],
      ['1.then.1', 'b2'],
      ['1.then.1.then.0', 'deep'],
      ['2', 's'],
      ['2.x.0', 'x1'],
      ['3', 'z'],
    ]);
    for (const [path, id] of paths) {
      expect(stepAt(steps, path ?? '')?.id).toBe(id);
      expect(pathOf(steps, id ?? '')).toBe(path);
    }
  });

  it('knows the kinds of facts that matter', () => {
    expect(branchesOf(end('a'))).toEqual([]);
    expect(
      kindsIn({
        trigger: { kind: 'order-paid' },
        rule: null,
        entry: { againAfter: null, isOncePerSubject: true },
        goal: { kind: 'order-paid' },
        exits: [{ kind: 'order-refunded' }],
        holdOutPercent: 0,
        steps: [
          fork(
            'f',
            [
              {
                id: 'w',
                kind: 'wait',
                wait: {
                  until: 'event',
                  event: { kind: 'vip-joined' },
                  atMost: { amount: 1, unit: 'days' },
                },
              },
            ],
            [],
          ),
        ],
      }),
    ).toEqual(['order-paid', 'order-refunded', 'vip-joined']);
  });

  it('comes together again behind a branch, however deep', () => {
    expect(pathAfter(steps, '1.then.1.then.0')).toBe('2');
    expect(pathInto(steps, '1', 'else')).toBe('2');
    expect(pathInto(steps, '1.then.1', 'else')).toBe('2');
    expect(pathInto(steps, '2', 'x')).toBe('2.x.0');
    expect(pathInto(steps, '2', 'y')).toBe('3');
    expect(pathAfter(steps, '3')).toBeNull();
    expect(settlePath([], '0')).toBeNull();
    expect(stepAt(steps, '2.nowhere.0')).toBeNull();
  });

  it('always leads on: every walk ends', () => {
    for (const { path } of walkSteps(steps)) {
      let at: string | null = path;
      let taken = 0;
      while (at !== null) {
        at = pathAfter(steps, at);
        expect(++taken).toBeLessThan(20);
      }
    }
  });

  it('finds its place in another version', () => {
    const renewed = [end('z'), fork('b', [end('new'), end('b1')], [])];
    expect(movedPath(steps, '1.then.0', renewed)).toBe('1.then.1');
    // `a` is gone, `b` comes next
    expect(movedPath(steps, '0', renewed)).toBe('1');
    expect(movedPath(steps, '2.x.0', renewed)).toBe('0');
    expect(movedPath(steps, '3', [end('other')])).toBeNull();
    expect(movedPath(steps, null, renewed)).toBeNull();
  });
});
