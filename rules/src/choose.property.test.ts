import { expect, test } from 'vitest';
import { choose } from './choose.ts';
import { compile } from './compile.ts';
import type { Condition, Facts, Rule, RuleOffer } from './rule.ts';

// Random rules over a small world, answered a second time by the plainest code that could be right.

/** mulberry32: small, seeded, good enough to make cases. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Rand = () => number;
const int = (rand: Rand, max: number) => Math.floor(rand() * max);
const one = <T>(rand: Rand, list: readonly T[]): T => list[int(rand, list.length)] as T;
const some = <T>(rand: Rand, list: readonly T[]): T[] => list.filter(() => rand() < 0.4);

const PRODUCTS = ['1', '2', '3', '4'];
const CURRENCIES = ['EUR', 'USD', 'JPY'];
const COUNTRIES = ['DE', 'AT', 'FR'];
const SURFACES = ['thank-you', 'order-status'] as const;

function condition(rand: Rand): Condition {
  switch (int(rand, 6)) {
    case 0:
      return {
        kind: 'order-total',
        currency: one(rand, CURRENCIES),
        min: rand() < 0.7 ? String(int(rand, 100)) : undefined,
        max: rand() < 0.5 ? String(int(rand, 100)) : undefined,
      };
    case 1:
      return { kind: 'bought-product', match: one(rand, ['any', 'all', 'none']), ids: some(rand, PRODUCTS) };
    case 2:
      return { kind: 'quantity', min: int(rand, 5), max: rand() < 0.5 ? int(rand, 8) : undefined };
    case 3:
      return { kind: 'country', in: some(rand, COUNTRIES) };
    case 4:
      return { kind: 'first-order', is: rand() < 0.5 };
    default:
      return { kind: 'surface', in: some(rand, SURFACES) };
  }
}

function rule(rand: Rand, depth: number): Rule {
  const roll = rand();
  if (depth === 0 || roll < 0.4) return condition(rand);
  if (roll < 0.6) return { kind: 'not', rule: rule(rand, depth - 1) };
  const rules = Array.from({ length: int(rand, 4) }, () => rule(rand, depth - 1));
  return { kind: roll < 0.8 ? 'all' : 'any', rules };
}

function facts(rand: Rand): Facts {
  return {
    surface: one(rand, SURFACES),
    subject: `p${int(rand, 1000)}`,
    total: { minor: BigInt(int(rand, 100)), currency: one(rand, CURRENCIES) },
    lines: some(rand, PRODUCTS).map((productId) => ({
      productId,
      variantId: productId,
      quantity: 1 + int(rand, 3),
    })),
    locale: 'de',
    country: rand() < 0.3 ? null : one(rand, COUNTRIES),
    isFirstOrder: rand() < 0.3 ? null : rand() < 0.5,
  };
}

/** true, false, or undefined for not known: Kleene's logic, written out. */
function plain(tree: Rule, f: Facts): boolean | undefined {
  const bought = f.lines.map((line) => line.productId);
  switch (tree.kind) {
    case 'all': {
      const parts = tree.rules.map((each) => plain(each, f));
      if (parts.includes(false)) return false;
      return parts.includes(undefined) ? undefined : true;
    }
    case 'any': {
      const parts = tree.rules.map((each) => plain(each, f));
      if (parts.includes(true)) return true;
      return parts.includes(undefined) ? undefined : false;
    }
    case 'not': {
      const part = plain(tree.rule, f);
      return part === undefined ? undefined : !part;
    }
    case 'order-total':
      if (tree.currency !== f.total.currency) return undefined;
      return f.total.minor >= BigInt(tree.min ?? '0') && f.total.minor <= BigInt(tree.max ?? '999999');
    case 'bought-product':
      if (tree.match === 'any') return tree.ids.some((id) => bought.includes(id));
      if (tree.match === 'all') return tree.ids.every((id) => bought.includes(id));
      return !tree.ids.some((id) => bought.includes(id));
    case 'quantity': {
      const pieces = f.lines.reduce((sum, line) => sum + line.quantity, 0);
      return pieces >= (tree.min ?? 0) && pieces <= (tree.max ?? 999);
    }
    case 'country':
      return f.country ? tree.in.includes(f.country) : undefined;
    case 'first-order':
      return f.isFirstOrder === null ? undefined : f.isFirstOrder === tree.is;
    case 'surface':
      return tree.in.includes(f.surface);
    default:
      throw new Error(tree.kind);
  }
}

test('10,000 random rules: the compiled answer is the plain one, with and without reasons', () => {
  const rand = random(20261121);
  for (let i = 0; i < 10_000; i++) {
    const offer: RuleOffer = { id: `off_${i}`, surfaces: SURFACES, rule: rule(rand, 4) };
    const f = facts(rand);
    const compiled = compile([offer]);
    const expected = plain(offer.rule as Rule, f) === true;
    const quick = choose(compiled, f, 0, { limit: 1 });
    const slow = choose(compiled, f, 0, { limit: 1, explain: true });
    if (quick.chosen.length !== (expected ? 1 : 0) || slow.chosen.length !== quick.chosen.length) {
      expect.fail(`rule ${JSON.stringify(offer.rule)} on ${f.subject}: expected ${expected}`);
    }
    const because = [...slow.chosen, ...slow.rejected].flatMap((each) => each.because);
    expect(because.length).toBeGreaterThan(0);
  }
});

test('500 random pages: same answer each time, never over the limit, never a bought product', () => {
  const rand = random(7);
  for (let i = 0; i < 500; i++) {
    const offers: RuleOffer[] = Array.from({ length: 20 }, (_, n) => ({
      id: `off_${n}`,
      surfaces: SURFACES,
      rule: rand() < 0.3 ? null : rule(rand, 2),
      product: rand() < 0.6 ? { productId: one(rand, PRODUCTS), variantId: String(n) } : null,
      holdOutPercent: 5,
    }));
    const f = facts(rand);
    const limit = int(rand, 4);
    const first = choose(compile(offers), f, 0, { limit });
    const again = choose(compile(structuredClone(offers)), structuredClone(f), 0, { limit, explain: true });
    const ids = first.chosen.map((each) => each.offer.id);
    expect(again.chosen.map((each) => each.offer.id)).toEqual(ids);
    expect(again.heldOut.map((each) => each.offer.id)).toEqual(first.heldOut.map((each) => each.offer.id));
    expect(ids.length).toBeLessThanOrEqual(limit);
    const products = first.chosen.flatMap((each) =>
      each.offer.product ? [each.offer.product.productId] : [],
    );
    expect(new Set(products).size).toBe(products.length);
    for (const line of f.lines) expect(products).not.toContain(line.productId);
    expect(again.chosen.length + again.heldOut.length + again.rejected.length).toBe(offers.length);
  }
});
