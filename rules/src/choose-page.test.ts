import { expect, test } from 'vitest';
import { choose } from './choose.ts';
import { compile } from './compile.ts';
import { facts, NOW, offer } from './testing.ts';

const shelf = ['1', '2', '3'];
const ids = (list: readonly { offer: { id: string } }[]) => list.map((each) => each.offer.id);
const reasons = (list: readonly { offer: { id: string }; because: readonly { code: string }[] }[]) =>
  Object.fromEntries(list.map((each) => [each.offer.id, each.because.map(({ code }) => code).join()]));

test('offers with lists share the page: each takes what is left, an empty one gives its place away', () => {
  const product = { productId: '1', variantId: '10' };
  const offers = compile([
    offer({ id: 'list', rule: null }),
    offer({ id: 'fixed', rule: null, product }),
    offer({ id: 'again', rule: null }),
    offer({ id: 'none', rule: null }),
    offer({ id: 'plain', rule: null }),
  ]);
  const seen: Record<string, readonly string[]> = {};
  const result = choose(offers, facts({ lines: [] }), NOW, {
    limit: 3,
    explain: true,
    productsOf: ({ id }, taken) => {
      if (id === 'plain') return null;
      if (id === 'none') return [];
      seen[id] = [...taken];
      return id === 'fixed' ? null : shelf.filter((each) => !taken.includes(each)).slice(0, 2);
    },
  });
  expect(ids(result.chosen)).toEqual(['list', 'again', 'plain']);
  expect(seen).toEqual({ list: [], again: ['1', '2'] });
  expect(reasons(result.rejected)).toEqual({ fixed: 'same-product', none: 'nothing-left' });
});

test('what was decided before about keeping back stays, either way', () => {
  const offers = compile([
    offer({ id: 'a', rule: null, holdOutPercent: 100 }),
    offer({ id: 'b', rule: null, holdOutPercent: 0 }),
  ]);
  const settled = new Map([
    ['a', false],
    ['b', true],
  ]);
  const result = choose(offers, facts(), NOW, { limit: 5, settled });
  expect([ids(result.chosen), ids(result.heldOut)]).toEqual([['a'], ['b']]);
  const fresh = choose(offers, facts(), NOW, { limit: 5 });
  expect([ids(fresh.chosen), ids(fresh.heldOut)]).toEqual([['b'], ['a']]);
});

test('what cannot be shown for a reason of its own says it; what is bought again may be offered again', () => {
  const product = { productId: '7', variantId: '71' };
  const offers = compile([
    offer({ id: 'a', rule: null }),
    offer({ id: 'b', rule: null, product, isRepeatable: true }),
    offer({ id: 'c', rule: null, product }),
  ]);
  const result = choose(offers, facts({ lines: [{ ...product, quantity: 1 }] }), NOW, {
    limit: 5,
    explain: true,
    barred: new Map([['a', 'done-before']]),
  });
  expect(ids(result.chosen)).toEqual(['b']);
  expect(reasons(result.rejected)).toEqual({ a: 'done-before', c: 'just-bought' });
});
