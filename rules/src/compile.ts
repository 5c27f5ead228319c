import { type Answer, type Bag, instant, type Leaf, NO, Unreadable, YES } from './answer.ts';
import { condition } from './condition.ts';
import { plainId, type RuleOffer } from './facts.ts';
import { HASH_START, hashPart } from './hash.ts';
import type { ReadyFacts } from './ready-facts.ts';
import type { Rule } from './rule.ts';
import type { Surface } from './wire.ts';

export type Node =
  | Leaf
  | { readonly type: 'all' | 'any'; readonly nodes: readonly Node[] }
  | { readonly type: 'not'; readonly node: Node };

export interface CompiledOffer<T extends RuleOffer> {
  readonly offer: T;
  readonly surfaces: ReadonlySet<Surface>;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly productId: string;
  readonly variantId: string;
  /** 0 to 1. */
  readonly holdOut: number;
  readonly holdOutSeed: number;
  /** null: no rule, every order. */
  readonly node: Node | null;
  /** Set when the rule cannot be read; such an offer is never shown. */
  readonly unreadable: string | null;
}

/** Deeper or larger rules are refused: a rule is written by a merchant, not by a machine. */
export const MAX_DEPTH = 16;
export const MAX_CONDITIONS = 500;

type Named = { readonly id: string; readonly variantId: string };

function build(rule: unknown, offer: Named, depth: number, budget: { left: number }): Node {
  if (typeof rule !== 'object' || rule === null) throw new Unreadable('a rule is expected');
  if (depth > MAX_DEPTH) throw new Unreadable('nested too deeply');
  budget.left -= 1;
  if (budget.left < 0) throw new Unreadable('too many conditions');
  const bag = rule as Bag;
  switch (bag.kind) {
    case 'all':
    case 'any': {
      if (!Array.isArray(bag.rules)) throw new Unreadable(`${bag.kind}: rules`);
      return { type: bag.kind, nodes: bag.rules.map((each) => build(each, offer, depth + 1, budget)) };
    }
    case 'not':
      return { type: 'not', node: build(bag.rule, offer, depth + 1, budget) };
    default:
      return condition(bag, offer);
  }
}

/** The answer of a compiled rule; stops as soon as it is decided. */
export function answer(node: Node, facts: ReadyFacts): Answer {
  if (node.type === 'leaf') return node.test(facts);
  if (node.type === 'not') return (YES - answer(node.node, facts)) as Answer;
  const isAll = node.type === 'all';
  let result: Answer = isAll ? YES : NO;
  for (const each of node.nodes) {
    const one = answer(each, facts);
    if (isAll ? one < result : one > result) result = one;
    if (result === (isAll ? NO : YES)) break;
  }
  return result;
}

function compileOffer<T extends RuleOffer>(offer: T): CompiledOffer<T> {
  let node: Node | null = null;
  let unreadable: string | null = null;
  let startsAt = Number.NEGATIVE_INFINITY;
  let endsAt = Number.POSITIVE_INFINITY;
  const productId = offer.product ? plainId(offer.product.productId) : '';
  const variantId = offer.product ? plainId(offer.product.variantId) : '';
  try {
    startsAt = instant(offer.startsAt, 'startsAt', startsAt);
    endsAt = instant(offer.endsAt, 'endsAt', endsAt);
    if (offer.rule !== null && offer.rule !== undefined) {
      node = build(offer.rule, { id: offer.id, variantId }, 0, { left: MAX_CONDITIONS });
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    unreadable = error.message;
  }
  const holdOut = offer.holdOutPercent ?? 0;
  return {
    offer,
    surfaces: new Set(offer.surfaces),
    startsAt,
    endsAt,
    productId,
    variantId,
    holdOut: holdOut > 0 ? Math.min(holdOut, 100) / 100 : 0,
    holdOutSeed: hashPart(hashPart(HASH_START, 'hold-out'), offer.id),
    node,
    unreadable,
  };
}

/**
 * Prepares offers, in the order of their priority, for `choose`. Done once per change of a shop's offers, not
 * per request. Never throws over a rule: an offer whose rule cannot be read is kept, and never shown.
 */
export function compile<T extends RuleOffer>(offers: readonly T[]): readonly CompiledOffer<T>[] {
  return offers.map(compileOffer);
}

/** What is wrong with a rule, in English, for a log or a test; null when it can be read. */
export function ruleProblem(rule: Rule): string | null {
  return compileOffer({ id: '', surfaces: [], rule }).unreadable;
}
