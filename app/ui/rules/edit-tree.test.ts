import type { Rule } from '@reprise/rules';
import { expect, test } from 'vitest';
import { random, rule as randomRule } from '../../../rules/src/random-rules.ts';
import { groupNode, leafNode, pathsOf, placeOf, ruleOfTree, treeOf, withNode } from './edit-tree.ts';

const vip: Rule = { kind: 'is-vip', is: true };
const first: Rule = { kind: 'first-order', is: true };

/** The part of a rule at a path. */
function at(rule: Rule, path: string): unknown {
  return path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((part, step) => (part as Record<string, unknown>)[step], rule);
}

test('every rule can be shown and comes back meaning the same, each part at its path', () => {
  const rand = random(3);
  for (let i = 0; i < 500; i++) {
    const tree = treeOf(randomRule(rand, 4));
    const rule = ruleOfTree(tree);
    expect(ruleOfTree(treeOf(rule))).toEqual(rule);
    for (const [key, path] of pathsOf(tree)) {
      if (key === tree.key) expect(path).toBe('');
      const place = placeOf(tree, key);
      const node = place ? place.group.parts[place.index] : tree;
      if (node) expect(at(rule, path)).toEqual(ruleOfTree(node));
    }
  }
});

test('a "not" is a group of which none holds; two of them are none', () => {
  expect(treeOf({ kind: 'not', rule: vip })).toMatchObject({ mode: 'none', parts: [{ condition: vip }] });
  expect(treeOf({ kind: 'not', rule: { kind: 'all', rules: [vip, first] } })).toMatchObject({
    mode: 'not-all',
  });
  expect(treeOf({ kind: 'not', rule: { kind: 'not', rule: vip } })).toMatchObject({
    mode: 'all',
    parts: [{ condition: vip }],
  });
});

test('parts are replaced and taken out, all others stay the very same', () => {
  const inner = groupNode('any', [leafNode(vip as never), leafNode(first as never)]);
  const other = leafNode({ kind: 'quantity', min: 1 });
  const tree = groupNode('all', [inner, other]);
  const [one] = inner.parts;
  const without = withNode(tree, one?.key ?? 0, () => null);
  expect(ruleOfTree(without)).toEqual({
    kind: 'all',
    rules: [
      { kind: 'any', rules: [first] },
      { kind: 'quantity', min: 1 },
    ],
  });
  expect(without.parts[1]).toBe(other);
  expect(withNode(tree, -1, () => null)).toBe(tree);
});
