import { expect, test } from 'vitest';
import { choose } from './choose.ts';
import { compile } from './compile.ts';
import type { RuleOffer } from './facts.ts';
import { plainAnswer } from './plain-answer.ts';
import { facts, int, NOW, OFFERED, one, PRODUCTS, random, rule, SURFACES } from './random-rules.ts';
import type { Rule } from './rule.ts';

// Random rules over a small world, answered a second time by the plainest code that could be right.

test('10,000 random rules: the compiled answer is the plain one, with and without reasons', () => {
  const rand = random(20261121);
  const answers = new Map<boolean | undefined, number>();
  for (let i = 0; i < 10_000; i++) {
    const offer: RuleOffer = {
      id: `off_${i}`,
      surfaces: SURFACES,
      rule: rule(rand, 4),
      product: rand() < 0.5 ? { productId: '9', variantId: one(rand, OFFERED) } : null,
    };
    const f = facts(rand);
    const compiled = compile([offer]);
    const plain = plainAnswer(offer.rule as Rule, f, NOW, offer);
    const expected = plain === true;
    const quick = choose(compiled, f, NOW, { limit: 1 });
    const slow = choose(compiled, f, NOW, { limit: 1, explain: true });
    if (quick.chosen.length !== (expected ? 1 : 0) || slow.chosen.length !== quick.chosen.length) {
      expect.fail(`rule ${JSON.stringify(offer.rule)} on ${f.subject}: expected ${expected}`);
    }
    answers.set(plain, 1 + (answers.get(plain) ?? 0));
    const because = [...slow.chosen, ...slow.rejected].flatMap((each) => each.because);
    expect(because.length).toBeGreaterThan(0);
  }
  // The cases say something: each of the three answers is common.
  for (const each of [true, false, undefined]) expect(answers.get(each)).toBeGreaterThan(1_500);
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
    const first = choose(compile(offers), f, NOW, { limit });
    const again = choose(compile(structuredClone(offers)), structuredClone(f), NOW, { limit, explain: true });
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
