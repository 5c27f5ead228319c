import type { Condition, Rule } from '@reprise/rules';

/** How a group joins its parts. `none` and `not-all` are a "not" around it. */
export type Mode = 'all' | 'any' | 'none' | 'not-all';

export interface GroupNode {
  readonly key: number;
  readonly type: 'group';
  readonly mode: Mode;
  readonly parts: readonly EditNode[];
}
export interface LeafNode {
  readonly key: number;
  readonly type: 'leaf';
  readonly condition: Condition;
}
/** A part of a rule with a key of its own, so that a field keeps its focus while things around it change. */
export type EditNode = GroupNode | LeafNode;

let lastKey = 0;
const nextKey = () => ++lastKey;

export function leafNode(condition: Condition): LeafNode {
  return { key: nextKey(), type: 'leaf', condition };
}

export function groupNode(mode: Mode, parts: readonly EditNode[] = []): GroupNode {
  return { key: nextKey(), type: 'group', mode, parts };
}

function nodeOf(rule: Rule): EditNode {
  switch (rule.kind) {
    case 'all':
    case 'any':
      return groupNode(rule.kind, rule.rules.map(nodeOf));
    case 'not': {
      const { rule: inner } = rule;
      if (inner.kind === 'not') return nodeOf(inner.rule);
      if (inner.kind === 'all') return groupNode('not-all', inner.rules.map(nodeOf));
      return groupNode('none', (inner.kind === 'any' ? inner.rules : [inner]).map(nodeOf));
    }
    default:
      return leafNode(rule);
  }
}

/** A rule as the editor shows it; the outermost part is always a group. */
export function treeOf(rule: Rule): GroupNode {
  const node = nodeOf(rule);
  return node.type === 'group' ? node : groupNode('all', [node]);
}

/** The way back. */
export function ruleOfTree(node: EditNode): Rule {
  if (node.type === 'leaf') return node.condition;
  const rules = node.parts.map(ruleOfTree);
  switch (node.mode) {
    case 'all':
    case 'any':
      return { kind: node.mode, rules };
    case 'none':
      return { kind: 'not', rule: { kind: 'any', rules } };
    case 'not-all':
      return { kind: 'not', rule: { kind: 'all', rules } };
  }
}

/** Where each part stands in the rule (`rules.0.rule.rules.1`), by its key. */
export function pathsOf(node: EditNode, path = '', into = new Map<number, string>()): Map<number, string> {
  into.set(node.key, path);
  if (node.type === 'leaf') return into;
  const isNegated = node.mode === 'none' || node.mode === 'not-all';
  const inner = [path, ...(isNegated ? ['rule'] : [])].filter((step) => step !== '');
  for (const [i, part] of node.parts.entries()) pathsOf(part, [...inner, 'rules', String(i)].join('.'), into);
  return into;
}

/** The tree with one part replaced; null takes it out. */
export function withNode(
  tree: GroupNode,
  key: number,
  change: (node: EditNode) => EditNode | null,
): GroupNode {
  const walk = (node: EditNode): EditNode | null => {
    if (node.key === key) return change(node);
    if (node.type === 'leaf') return node;
    const parts = node.parts.flatMap((part) => walk(part) ?? []);
    return parts.length === node.parts.length && parts.every((part, i) => part === node.parts[i])
      ? node
      : { ...node, parts };
  };
  const next = walk(tree);
  return next?.type === 'group' ? next : tree;
}

/** The group a part stands in, and its place there. */
export function placeOf(tree: GroupNode, key: number): { group: GroupNode; index: number } | null {
  for (const [index, part] of tree.parts.entries()) {
    if (part.key === key) return { group: tree, index };
    const found = part.type === 'group' ? placeOf(part, key) : null;
    if (found) return found;
  }
  return null;
}
