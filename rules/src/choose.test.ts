import { describe, expect, test } from 'vitest';
import { choose } from './choose.ts';
import { compile, MAX_CONDITIONS, MAX_DEPTH, ruleProblem } from './compile.ts';
import { type Facts, plainId, type RuleOffer } from './facts.ts';
import { shareOf } from './hash.ts';
import type { Rule } from './rule.ts';
import { facts, NOW, offer } from './testing.ts';

function shown(rule: Rule | null, over: Partial<Facts> = {}, now = NOW): boolean {
  return choose(compile([offer({ rule })]), facts(over), now, { limit: 3 }).chosen.length === 1;
}

function why(rule: Rule, over: Partial<Facts> = {}) {
  const result = choose(compile([offer({ rule })]), facts(over), NOW, { limit: 3, explain: true });
  return [...result.chosen, ...result.rejected][0]?.because.map(({ code, met }) => `${code} ${met}`);
}

describe('conditions', () => {
  test('order total: both ends included, in minor units, beyond 2^53', () => {
    const rule = (min?: string, max?: string): Rule => ({ kind: 'order-total', currency: 'eur', min, max });
    expect(shown(rule('5000'))).toBe(true);
    expect(shown(rule('5001'))).toBe(false);
    expect(shown(rule(undefined, '5000'))).toBe(true);
    expect(shown(rule(undefined, '4999'))).toBe(false);
    expect(shown(rule('900'))).toBe(true);
    const huge = { total: { minor: 9007199254740993n, currency: 'EUR' } };
    expect(shown(rule('9007199254740993'), huge)).toBe(true);
    expect(shown(rule('9007199254740994'), huge)).toBe(false);
  });

  test('order total in another currency is not known, also not under `not`', () => {
    const rule: Rule = { kind: 'order-total', currency: 'USD', min: '1' };
    expect(shown(rule)).toBe(false);
    expect(shown({ kind: 'not', rule })).toBe(false);
    expect(why(rule)).toEqual(['order-total unknown']);
  });

  test('bought: any, all, none; gid and number are the same', () => {
    const rule = (match: 'any' | 'all' | 'none', ...ids: string[]): Rule => ({
      kind: 'bought-product',
      match,
      ids,
    });
    expect(shown(rule('any', '10', '99'))).toBe(true);
    expect(shown(rule('any', '99'))).toBe(false);
    expect(shown(rule('all', 'gid://shopify/Product/11', '10'))).toBe(true);
    expect(shown(rule('all', '10', '99'))).toBe(false);
    expect(shown(rule('none', '99'))).toBe(true);
    expect(shown(rule('none', '10'))).toBe(false);
    expect(shown(rule('any'))).toBe(false);
    expect(shown(rule('none'))).toBe(true);
    expect(shown({ kind: 'bought-variant', match: 'any', ids: ['110'] })).toBe(true);
    expect(shown({ kind: 'bought-variant', match: 'any', ids: ['10'] })).toBe(false);
  });

  test('ids beyond 2^53 are not rounded', () => {
    const lines = [{ productId: '9007199254740993', variantId: '1', quantity: 1 }];
    const rule = (id: string): Rule => ({ kind: 'bought-product', match: 'any', ids: [id] });
    expect(shown(rule('gid://shopify/Product/9007199254740993'), { lines })).toBe(true);
    expect(shown(rule('9007199254740992'), { lines })).toBe(false);
  });

  test('quantity: of everything, or of some products', () => {
    expect(shown({ kind: 'quantity', min: 3, max: 3 })).toBe(true);
    expect(shown({ kind: 'quantity', min: 4 })).toBe(false);
    expect(shown({ kind: 'quantity', min: 2, max: 2, productIds: ['10'] })).toBe(true);
    expect(shown({ kind: 'quantity', max: 0, productIds: ['99'] })).toBe(true);
  });

  test('currency, country, locale, surface', () => {
    expect(shown({ kind: 'currency', in: ['chf', 'eur'] })).toBe(true);
    expect(shown({ kind: 'country', in: ['at'] })).toBe(true);
    expect(shown({ kind: 'country', in: ['DE'] })).toBe(false);
    expect(shown({ kind: 'locale', in: ['de'] })).toBe(true);
    expect(shown({ kind: 'locale', in: ['de_AT'] })).toBe(true);
    expect(shown({ kind: 'locale', in: ['de-CH', 'en'] })).toBe(false);
    expect(shown({ kind: 'locale', in: ['de-AT'] }, { locale: 'de' })).toBe(false);
    expect(shown({ kind: 'surface', in: ['order-status'] })).toBe(false);
  });

  test('a country, locale or first order that is not known satisfies neither a rule nor its opposite', () => {
    for (const rule of [
      { kind: 'country', in: ['AT'] },
      { kind: 'first-order', is: true },
      { kind: 'locale', in: ['de'] },
    ] as const) {
      const unknown = { country: null, isFirstOrder: null, locale: '' };
      expect(shown(rule, unknown)).toBe(false);
      expect(shown({ kind: 'not', rule }, unknown)).toBe(false);
    }
  });

  test('schedule: start included, end excluded', () => {
    const rule: Rule = { kind: 'schedule', from: '2026-11-21T12:00:00Z', until: '2026-11-22T00:00:00Z' };
    expect(shown(rule, {}, NOW - 1)).toBe(false);
    expect(shown(rule, {}, NOW)).toBe(true);
    expect(shown(rule, {}, Date.parse('2026-11-22T00:00:00Z') - 1)).toBe(true);
    expect(shown(rule, {}, Date.parse('2026-11-22T00:00:00Z'))).toBe(false);
    expect(shown({ kind: 'schedule' })).toBe(true);
  });

  test('share: two parts of one salt cover everybody once', () => {
    const first = compile([offer({ id: 'a', rule: { kind: 'share', to: 30, salt: 's' } })]);
    const second = compile([offer({ id: 'b', rule: { kind: 'share', from: 30, to: 100, salt: 's' } })]);
    let inFirst = 0;
    for (let i = 0; i < 2000; i++) {
      const who = facts({ subject: `p${i}` });
      const a = choose(first, who, NOW, { limit: 1 }).chosen.length;
      const b = choose(second, who, NOW, { limit: 1 }).chosen.length;
      expect(a + b).toBe(1);
      inFirst += a;
    }
    expect(inFirst / 2000).toBeCloseTo(0.3, 1);
  });
});

describe('all, any, not', () => {
  const yes: Rule = { kind: 'quantity', min: 1 };
  const no: Rule = { kind: 'quantity', min: 100 };
  const unknown: Rule = { kind: 'order-total', currency: 'USD' };
  const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules });
  const any = (...rules: Rule[]): Rule => ({ kind: 'any', rules });
  const not = (rule: Rule): Rule => ({ kind: 'not', rule });

  test.each([
    [all(), true],
    [any(), false],
    [all(yes, yes), true],
    [all(yes, no), false],
    [all(yes, unknown), false],
    [any(no, yes), true],
    [any(unknown, yes), true],
    [any(no, unknown), false],
    [not(no), true],
    [not(yes), false],
    [not(all(no, unknown)), true],
    [not(any(no, unknown)), false],
    [not(not(yes)), true],
  ])('%j shows: %s', (rule, expected) => {
    expect(shown(rule)).toBe(expected);
  });

  test('name what decided', () => {
    expect(why(all(yes, no, unknown))).toEqual(['quantity no']);
    expect(why(all(yes, unknown))).toEqual(['order-total unknown']);
    expect(why(any(no, yes, unknown))).toEqual(['quantity yes']);
    expect(why(not(yes))).toEqual(['quantity yes']);
    expect(why(any())).toEqual(['empty-rule no']);
    expect(why(all())).toEqual(['empty-rule yes']);
  });
});

describe('which offers', () => {
  const product = (id: string) => ({ productId: `gid://shopify/Product/${id}`, variantId: `${id}0` });
  const pick = (offers: RuleOffer[], over: Partial<Facts> = {}, limit = 3) => {
    const result = choose(compile(offers), facts(over), NOW, { limit, explain: true });
    return {
      chosen: result.chosen.map((one) => one.offer.id),
      rejected: result.rejected.map((one) => `${one.offer.id} ${one.because[0]?.code}`),
      heldOut: result.heldOut.map((one) => one.offer.id),
    };
  };

  test('in the order given, up to the limit', () => {
    const offers = ['c', 'a', 'b'].map((id) => offer({ id }));
    expect(pick(offers, {}, 2)).toEqual({ chosen: ['c', 'a'], rejected: ['b limit-reached'], heldOut: [] });
    expect(pick(offers, {}, 0).chosen).toEqual([]);
  });

  test('never what was just bought, sold out, closed, on another page, too early or over', () => {
    const offers = [
      offer({ id: 'bought', product: product('10') }),
      offer({ id: 'sold', product: product('20') }),
      offer({ id: 'closed' }),
      offer({ id: 'elsewhere', surfaces: ['order-status'] }),
      offer({ id: 'early', startsAt: '2026-11-21T12:00:00.001Z' }),
      offer({ id: 'over', endsAt: '2026-11-21T12:00:00Z' }),
      offer({ id: 'fine', startsAt: '2026-11-21T12:00:00Z', endsAt: '2026-11-21T12:00:00.001Z' }),
    ];
    const over = { soldOutVariantIds: new Set(['200']), closedOfferIds: new Set(['closed']) };
    expect(pick(offers, over)).toEqual({
      chosen: ['fine'],
      rejected: [
        'bought just-bought',
        'sold sold-out',
        'closed closed-by-buyer',
        'elsewhere other-surface',
        'early not-started',
        'over ended',
      ],
      heldOut: [],
    });
  });

  test('moments and days count on order-status pages only', () => {
    const day = 86_400_000;
    const offers = [
      offer({ id: 'shipped', moments: ['shipped', 'delivered'] }),
      offer({ id: 'week', fromDays: { days: 7, after: 'ordered' } }),
      offer({ id: 'arrived', fromDays: { days: 2, after: 'delivered' } }),
      offer({ id: 'always', moments: [] }),
    ];
    const status = (over: Partial<Facts>) => {
      const result = choose(compile(offers), facts({ surface: 'order-status', ...over }), NOW, {
        limit: 9,
        explain: true,
      });
      return [...result.chosen, ...result.rejected].map(
        (one) => `${one.offer.id} ${one.because[0]?.code} ${one.because[0]?.met}`,
      );
    };
    expect(pick(offers, {}, 9).chosen).toEqual(['shipped', 'week', 'arrived', 'always']);
    expect(status({})).toEqual([
      'always no-rule yes',
      'shipped other-moment unknown',
      'week too-early unknown',
      'arrived too-early unknown',
    ]);
    const early = { orderedAt: NOW - 7 * day + 1, deliveredAt: null, parcel: 'placed' } as const;
    expect(status(early)).toEqual([
      'always no-rule yes',
      'shipped other-moment no',
      'week too-early no',
      'arrived too-early no',
    ]);
    const late = { orderedAt: NOW - 7 * day, deliveredAt: NOW - 2 * day, parcel: 'delivered' } as const;
    expect(status(late).map((line) => line.split(' ')[0])).toEqual(['shipped', 'week', 'arrived', 'always']);
  });

  test('never the same product twice', () => {
    const offers = [offer({ id: 'a', product: product('20') }), offer({ id: 'b', product: product('20') })];
    expect(pick(offers)).toMatchObject({ chosen: ['a'], rejected: ['b same-product'] });
  });

  test('a held-out offer takes no place, and only who would have seen it is held out', () => {
    const subject = Array.from({ length: 1000 }, (_, i) => `p${i}`).find(
      (each) => shareOf('hold-out', 'a', each) < 0.05,
    );
    if (!subject) throw new Error('5 % of 1000 are not nobody');
    const a = offer({ id: 'a', holdOutPercent: 5 });
    expect(pick([a, offer({ id: 'b' })], { subject }, 1)).toMatchObject({ chosen: ['b'], heldOut: ['a'] });
    expect(pick([offer({ id: 'b' }), a], { subject }, 1)).toMatchObject({ chosen: ['b'], heldOut: [] });
    expect(pick([{ ...a, rule: { kind: 'any', rules: [] } }], { subject })).toMatchObject({ heldOut: [] });
  });

  test('the hold-out has its size and does not follow the share of the same offer', () => {
    const compiled = compile([offer({ id: 'a', holdOutPercent: 20, rule: { kind: 'share', to: 50 } })]);
    let held = 0;
    let chosen = 0;
    for (let i = 0; i < 20_000; i++) {
      const result = choose(compiled, facts({ subject: `p${i}` }), NOW, { limit: 1 });
      held += result.heldOut.length;
      chosen += result.chosen.length;
    }
    expect(Math.abs(held / 20_000 - 0.1)).toBeLessThan(0.008);
    expect(Math.abs(chosen / 20_000 - 0.4)).toBeLessThan(0.012);
  });

  test('without `explain` gives no reasons and no rejected ones', () => {
    const compiled = compile([offer(), offer({ id: 'b', rule: { kind: 'quantity', min: 99 } })]);
    const result = choose(compiled, facts(), NOW, { limit: 5 });
    expect(result).toEqual({ chosen: [{ offer: offer(), because: [] }], heldOut: [], rejected: [] });
  });
});

describe('rules that cannot be read', () => {
  const nested = (depth: number): Rule =>
    depth === 0 ? { kind: 'quantity', min: 1 } : { kind: 'not', rule: nested(depth - 1) };
  const wide: Rule = {
    kind: 'all',
    rules: Array.from({ length: MAX_CONDITIONS }, () => ({ kind: 'quantity' })),
  };

  test.each<[string, unknown]>([
    ['an unknown kind', { kind: 'moon-phase', is: 'full' }],
    ['an unknown kind under not', { kind: 'not', rule: { kind: 'moon-phase' } }],
    [
      'an unknown kind in a list that is true anyway',
      { kind: 'any', rules: [{ kind: 'quantity' }, { kind: 'x' }] },
    ],
    ['no kind', {}],
    ['a text', 'all'],
    ['a number', 7],
    ['null inside', { kind: 'not', rule: null }],
    ['rules that are no list', { kind: 'all', rules: 'x' }],
    ['an array', []],
    ['ids that are no texts', { kind: 'bought-product', match: 'any', ids: [1] }],
    ['a match that does not exist', { kind: 'bought-product', match: 'most', ids: [] }],
    ['a total with a fraction', { kind: 'order-total', currency: 'EUR', min: '10.50' }],
    ['a total as number', { kind: 'order-total', currency: 'EUR', min: 10 }],
    ['a total without currency', { kind: 'order-total', min: '1' }],
    ['a quantity that is no number', { kind: 'quantity', min: Number.NaN }],
    ['a share over 100', { kind: 'share', to: 101 }],
    ['a share without an end', { kind: 'share' }],
    ['a share turned round', { kind: 'share', from: 50, to: 10 }],
    ['a date that is none', { kind: 'schedule', from: 'tomorrow-ish' }],
    ['a yes or no that is neither', { kind: 'first-order', is: 'yes' }],
    ['a kind from the prototype', { kind: 'constructor' }],
    ['too deep', nested(MAX_DEPTH + 1)],
    ['far too deep', nested(5000)],
    ['too many', wide],
  ])('%s: the offer is not shown, the others are', (_name, rule) => {
    const offers = [offer({ id: 'broken', rule: rule as Rule }), offer({ id: 'fine' })];
    const result = choose(compile(offers), facts(), NOW, { limit: 3, explain: true });
    expect(result.chosen.map((one) => one.offer.id)).toEqual(['fine']);
    expect(result.rejected.map((one) => one.because[0]?.code)).toEqual(['rule-unreadable']);
    expect(ruleProblem(rule as Rule)).toEqual(expect.any(String));
  });

  test('dates of the offer that are none', () => {
    expect(choose(compile([offer({ startsAt: 'x' })]), facts(), NOW, { limit: 1 }).chosen).toEqual([]);
  });

  test('the deepest allowed rule is read', () => {
    expect(ruleProblem(nested(MAX_DEPTH))).toBeNull();
    expect(shown(nested(MAX_DEPTH))).toBe(true);
  });
});

test('facts may be empty or odd', () => {
  const odd = { lines: [], total: { minor: 0n, currency: '' }, locale: '', subject: '', country: '' };
  expect(shown(null, odd)).toBe(true);
  expect(shown({ kind: 'bought-product', match: 'all', ids: ['1'] }, odd)).toBe(false);
  expect(shown({ kind: 'order-total', currency: 'EUR' }, odd)).toBe(false);
});

test.each([
  ['gid://shopify/Product/42', '42'],
  ['gid://shopify/OrderIdentity/9007199254740995', '9007199254740995'],
  ['gid://shopify/Cart/abc?key=a/b', 'abc'],
  ['42', '42'],
  ['', ''],
  ['gid://', ''],
])('plainId(%j) is %j', (id, expected) => {
  expect(plainId(id)).toBe(expected);
});
