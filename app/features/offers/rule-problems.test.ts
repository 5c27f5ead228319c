import type { Rule } from '@reprise/rules';
import { describe, expect, test } from 'vitest';
import { ruleProblem } from '../../../rules/src/index.ts';
import { random, rule as randomRule } from '../../../rules/src/random-rules.ts';
import en from '../../locales/en/rules.json' with { type: 'json' };
import { type ProblemContext, problemsOf } from './rule-problems.ts';
import { ruleLimits, ruleSchema } from './rule-schema.ts';

const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules });
const any = (...rules: Rule[]): Rule => ({ kind: 'any', rules });
const not = (rule: Rule): Rule => ({ kind: 'not', rule });
const context: ProblemContext = {
  now: new Date('2026-11-24T12:00:00Z'),
  currency: 'EUR',
  surfaces: ['thank-you', 'order-status'],
  moments: [],
  hasProduct: true,
};
const found = (rule: Rule, more: ProblemContext = {}) =>
  problemsOf(rule, { ...context, ...more }).map(
    ({ path, key, severity }) => `${path} ${key.replace('rules:problem.', '')} ${severity}`,
  );
const big: Rule = { kind: 'order-total', currency: 'EUR', min: '5000' };
const vip: Rule = { kind: 'is-vip', is: true };
const first: Rule = { kind: 'first-order', is: true };
const germany: Rule = { kind: 'country', in: ['DE'] };

describe('a condition by itself', () => {
  test.each<[string, Rule]>([
    [' minOverMax error', { kind: 'order-total', currency: 'EUR', min: '900', max: '800' }],
    [' minOverMax error', { kind: 'quantity', min: 10, max: 9 }],
    [' noEnds error', { kind: 'person-orders' }],
    [' noOrders error', { kind: 'person-orders', max: 0 }],
    [' unknownCurrency error', { kind: 'order-total', currency: 'XYZ', min: '1' }],
    [' unknownCurrency error', { kind: 'currency', in: ['EUR', 'XYZ'] }],
    [' otherCurrency warning', { kind: 'person-spend', currency: 'USD', min: '1' }],
    [' emptyList error', { kind: 'bought-product', match: 'any', ids: [] }],
    [' emptyList error', { kind: 'bought-tag', match: 'none', values: [] }],
    [' emptyList error', { kind: 'quantity', min: 1, productIds: [] }],
    [' emptyList error', { kind: 'country', in: [] }],
    [' emptyList error', { kind: 'discount-used', is: true, codes: [] }],
    [' unknownCountry error', { kind: 'country', in: ['DE', 'XX'] }],
    [' unknownLanguage error', { kind: 'locale', in: ['de', 'x_y_z_'] }],
    [' noDates error', { kind: 'schedule' }],
    [' datesTurned error', { kind: 'schedule', from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' }],
    [' over error', { kind: 'schedule', until: '2026-11-24T12:00:00Z' }],
    [' noHours error', { kind: 'hour', from: 9, to: 9 }],
    [' allHours warning', { kind: 'hour', from: 0, to: 24 }],
    [' allDays warning', { kind: 'weekday', in: [1, 2, 3, 4, 5, 6, 7] }],
    [' nobody error', { kind: 'share', from: 20, to: 20 }],
    [' everybody warning', { kind: 'share', to: 100 }],
    [' noPageLeft error', { kind: 'surface', in: ['message'] }],
    [' everyPage warning', { kind: 'surface', in: ['thank-you', 'order-status'] }],
    [' emptyGroup error', any()],
  ])('%s: %j', (problem, rule) => {
    expect(found(rule)).toEqual([problem]);
    const key = problem.split(' ')[1] as string;
    expect(Object.keys(en.problem).some((known) => known === key || known.startsWith(`${key}_`))).toBe(true);
  });

  test('what the offer’s own pages and moments leave of it', () => {
    const delivered: Rule = { kind: 'parcel', in: ['delivered'] };
    expect(found(delivered)).toEqual([]);
    expect(found(delivered, { surfaces: ['thank-you'] })).toEqual([' parcelTooEarly error']);
    expect(found(not(delivered), { surfaces: ['thank-you'] })).toEqual([]);
    expect(found(any(delivered, vip), { surfaces: ['thank-you'] })).toEqual([
      'rules.0 parcelTooEarly warning',
    ]);
    expect(found(delivered, { surfaces: ['order-status'], moments: ['placed', 'shipped'] })).toEqual([
      ' noMomentLeft error',
    ]);
    expect(found({ kind: 'stock', min: 1 }, { hasProduct: false })).toEqual([' noProduct error']);
    expect(found(not({ kind: 'schedule', until: '2026-11-01T00:00:00Z' }))).toEqual([]);
  });

  test('a sound rule has none', () => {
    expect(found(all())).toEqual([]);
    expect(found(all(big, any(vip, not(first)), germany, { kind: 'parcel', in: ['shipped'] }))).toEqual([]);
  });
});

describe('conditions against each other', () => {
  test.each<[string, Rule, Rule]>([
    ['spans', big, { kind: 'order-total', currency: 'EUR', max: '4999' }],
    ['two currencies', big, { kind: 'order-total', currency: 'USD', min: '1' }],
    ['a total in another currency', big, { kind: 'currency', in: ['USD'] }],
    ['lists', germany, { kind: 'country', in: ['fr', 'at'] }],
    ['languages', { kind: 'locale', in: ['de'] }, { kind: 'locale', in: ['en-GB'] }],
    ['a claim and its opposite', vip, { kind: 'is-vip', is: false }],
    ['a part and its opposite', big, not(big)],
    ['a group and its opposite', any(big, vip), not(any(big, vip))],
    ['first and third', first, { kind: 'person-orders', min: 3 }],
    ['returning and only one', { kind: 'first-order', is: false }, { kind: 'person-orders', max: 1 }],
    ['first and the one before', first, { kind: 'last-order-days', min: 1 }],
    [
      'bought and not bought',
      { kind: 'bought-product', match: 'any', ids: ['1', '2'] },
      { kind: 'bought-product', match: 'none', ids: ['2', '1', '3'] },
    ],
    [
      'all of them, none of one',
      { kind: 'bought-tag', match: 'all', values: ['A', 'b'] },
      { kind: 'bought-tag', match: 'none', values: ['a'] },
    ],
    [
      'fewer in all than of some',
      { kind: 'quantity', max: 1 },
      { kind: 'quantity', min: 2, productIds: ['1'] },
    ],
    [
      'no code, this code',
      { kind: 'discount-used', is: false },
      { kind: 'discount-used', is: true, codes: ['a'] },
    ],
    [
      'dates',
      { kind: 'schedule', until: '2026-12-01T00:00:00Z' },
      { kind: 'schedule', from: '2026-12-01T00:00:00Z' },
    ],
    ['hours', { kind: 'hour', from: 22, to: 6 }, { kind: 'hour', from: 6, to: 22 }],
    ['days', { kind: 'weekday', in: [1] }, { kind: 'weekday', in: [2] }],
    [
      'shares of one cake',
      { kind: 'share', to: 50, salt: 'a' },
      { kind: 'share', from: 50, to: 100, salt: 'a' },
    ],
  ])('%s', (_name, a, b) => {
    expect(found(all(a, b))).toContain('rules.1 conflict error');
    expect(found(all(b, a))).toContain('rules.1 conflict error');
    // In a choice, or where one of them stands in a group further out.
    expect(found(any(a, b)).filter((each) => each.includes('conflict'))).toEqual([]);
    if (a.kind === 'any') return;
    expect(found(all(all(a), all(b)))).toContain('rules.1.rules.0 conflict error');
    expect(found(all(a, any(b, { kind: 'has-reviewed', is: true })))).toContain(
      'rules.1.rules.0 conflict warning',
    );
  });

  test.each<[string, Rule, Rule]>([
    ['spans that meet', big, { kind: 'order-total', currency: 'EUR', max: '5000' }],
    ['lists that share one', germany, { kind: 'country', in: ['AT', 'DE'] }],
    ['a language and a region of it', { kind: 'locale', in: ['de'] }, { kind: 'locale', in: ['de-AT'] }],
    [
      'one of two, not the other',
      { kind: 'bought-product', match: 'any', ids: ['1', '2'] },
      { kind: 'bought-product', match: 'none', ids: ['2'] },
    ],
    [
      'two tags of one product',
      { kind: 'bought-tag', match: 'any', values: ['a'] },
      { kind: 'bought-tag', match: 'any', values: ['b'] },
    ],
    ['returning and third', { kind: 'first-order', is: false }, { kind: 'person-orders', min: 3 }],
    ['hours that meet over midnight', { kind: 'hour', from: 22, to: 6 }, { kind: 'hour', from: 5, to: 8 }],
  ])('%s do not contradict', (_name, a, b) => {
    expect(found(all(a, b))).toEqual([]);
  });

  test('what is said twice, or leaves nobody out', () => {
    expect(found(all(big, vip, big))).toEqual(['rules.2 twice warning']);
    expect(found(any(vip, vip))).toEqual(['rules.1 twice warning']);
    expect(found(any(vip, not(vip)))).toEqual(['rules.1 always warning']);
    expect(problemsOf(all(big, vip, big))[0]?.params).toEqual({ other: 'rules.0' });
  });

  test('depth and size have ends', () => {
    const nested = (depth: number): Rule => (depth === 0 ? vip : not(nested(depth - 1)));
    expect(found(nested(ruleLimits.depth))).toEqual([]);
    expect(found(nested(ruleLimits.depth + 1))[0]).toMatch(/tooDeep error$/);
    const wide = any(...Array.from({ length: 101 }, (_, i): Rule => ({ kind: 'quantity', min: i })));
    expect(found(wide)).toEqual([' tooMany error']);
  });
});

describe('the schema', () => {
  const read = (raw: unknown) => {
    const parsed = ruleSchema.safeParse(raw);
    return parsed.success
      ? parsed.data
      : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
  };

  test('takes every rule there is and gives it back in one spelling', () => {
    const rand = random(5);
    const strip = (rule: Rule): Rule => {
      if (rule.kind === 'not') return { kind: 'not', rule: strip(rule.rule) };
      if (rule.kind === 'all' || rule.kind === 'any')
        return { kind: rule.kind, rules: rule.rules.map(strip) };
      const { productIds, ...rest } = rule as { productIds?: unknown } & typeof rule;
      return (rule.kind === 'quantity' ? rule : rest) as Rule;
    };
    for (let i = 0; i < 1_000; i++) {
      const rule = strip(randomRule(rand, 3));
      const parsed = ruleSchema.safeParse(JSON.parse(JSON.stringify(rule)));
      if (!parsed.success) expect.fail(`${JSON.stringify(rule)}: ${parsed.error.message}`);
      expect(ruleProblem(parsed.data)).toBeNull();
    }
    expect(read({ kind: 'bought-product', match: 'any', ids: ['gid://shopify/Product/7', '7'] })).toEqual({
      kind: 'bought-product',
      match: 'any',
      ids: ['7'],
    });
    expect(read({ kind: 'schedule', from: '2026-12-01T01:00:00+01:00' })).toEqual({
      kind: 'schedule',
      from: '2026-12-01T00:00:00.000Z',
    });
    expect(read({ kind: 'bought-tag', match: 'any', values: [' a ', 'a'] })).toMatchObject({ values: ['a'] });
  });

  test('tells everything that is wrong at once, each at its place', () => {
    const raw = all(
      { kind: 'order-total', currency: 'EUR', min: '12,5x', max: '1' },
      not({ kind: 'moon' } as unknown as Rule),
      any({ kind: 'quantity', min: 1.5 }, vip),
      { kind: 'bought-tag', match: 'any', values: ['ok', ''], productIds: [['1']] } as Rule,
    );
    expect(read(raw)).toEqual([
      'rules.0.min rules:problem.amount',
      'rules.1.rule rules:problem.unknownCondition',
      'rules.2.rules.0.min rules:problem.number',
      'rules.3.values.1 rules:problem.emptyValue',
      'rules.3 rules:problem.unexpected',
    ]);
  });

  test.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['a text', 'all'],
    ['a group without parts', { kind: 'all' }],
    ['a group with more', { kind: 'all', rules: [], salt: 1 }],
    ['not without a part', { kind: 'not' }],
    ['a kind from the prototype', { kind: 'constructor' }],
    ['depth beyond measure', JSON.parse(`${'{"kind":"not","rule":'.repeat(3000)}1${'}'.repeat(3000)}`)],
    ['more than there may be', any(...Array.from({ length: 5000 }, () => vip))],
    [
      'too many products',
      { kind: 'bought-product', match: 'any', ids: Array.from({ length: 2001 }, (_, i) => `${i + 1}`) },
    ],
    ['NUL', { kind: 'bought-tag', match: 'any', values: ['a\0'] }],
    ['a huge text', { kind: 'bought-tag', match: 'any', values: ['x'.repeat(10_000)] }],
  ])('refuses %s', (_name, raw) => {
    expect(read(raw)).toEqual(expect.arrayContaining([expect.stringMatching(/ rules:problem\./)]));
  });
});
