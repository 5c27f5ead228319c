import { describe, expect, test } from 'vitest';
import { parseAmount, parsePercent } from './discount.ts';
import { emptyInput, inputOf } from './offer-form.ts';
import type { OfferInput } from './offer-input.ts';
import { readOfferInput } from './read-offer-input.ts';
import { readSetup, setupJson } from './setup.ts';

const shop = { currency: 'EUR' };
const now = new Date('2026-11-02T10:00:00Z');
const words = { de: { title: 'Titel', text: '', button: 'Ja' } };
const good = (change: Partial<OfferInput> = {}): OfferInput => ({
  ...emptyInput(),
  name: 'Nächste Bestellung',
  texts: words,
  ...change,
});
const problems = (input: unknown) => {
  const read = readOfferInput(input, shop, now);
  return read.kind === 'invalid' ? read.problems : {};
};
const hand = (productId = '7', variantId = '71') => ({
  by: 'hand' as const,
  items: [{ productId, variantId }],
});
const question = {
  type: 'one' as const,
  optionIds: ['a', 'b'],
  hasOther: true,
  isShuffled: true,
  max: '',
};
const answers = { de: { ...words.de, options: { a: 'Ja', b: 'Nein' } } };
const consent = { de: { ...words.de, consent: 'Ich möchte Post.' } };
const arm = { id: 'b', name: 'B', weight: '50', texts: {}, discount: null, choice: null };

/** One complete offer of every kind. */
const kinds: Partial<OfferInput>[] = [
  { kind: 'discount', minimum: '30.00', isBound: true },
  { kind: 'discount', discount: { kind: 'free-shipping', value: '', gift: null } },
  {
    kind: 'discount',
    discount: { kind: 'gift', value: '', gift: { productId: '9007199254740993', variantId: '9' } },
  },
  { kind: 'product', choice: hand(), show: '1' },
  {
    kind: 'product',
    choice: { by: 'hand', items: [hand('1', '2').items, hand('3', '4').items].flat() },
    show: '2',
  },
  { kind: 'product', choice: { by: 'collection', collectionId: '5', title: 'Tee' }, show: '3' },
  { kind: 'add-to-order', choice: { by: 'complements' }, payWithinHours: '12' },
  { kind: 'buy-again', show: '3', discount: { kind: 'none', value: '', gift: null } },
  { kind: 'vip', vip: { isDoubleOptIn: true }, texts: consent },
  { kind: 'birthday', texts: consent },
  { kind: 'question', question, texts: answers },
  { kind: 'question', question: { ...question, type: 'source' }, texts: answers },
  {
    kind: 'question',
    question: { type: 'scale', optionIds: [], hasOther: false, isShuffled: false, max: '5' },
    texts: { de: { ...words.de, scaleLow: 'schlecht', scaleHigh: 'gut' } },
  },
  { kind: 'question', question: { type: 'nps', optionIds: [], hasOther: false, isShuffled: false, max: '' } },
  { kind: 'review' },
  { kind: 'referral' },
  { kind: 'parcel', surfaces: ['order-status'], moments: ['shipped', 'out-for-delivery'] },
  { kind: 'message', link: 'https://shop.example/pages/care', pictureId: 'pic_1' },
];

describe('what was typed', () => {
  test.each(kinds.map((change) => [`${change.kind} ${JSON.stringify(change).slice(0, 80)}`, change]))(
    '%s survives the way into the table and back into the fields',
    (_name, change) => {
      const typed = good({
        ...(['discount', 'product', 'add-to-order', 'vip', 'birthday', 'question'].includes(change.kind ?? '')
          ? {}
          : { discount: { kind: 'none', value: '', gift: null } }),
        ...change,
        rule: { kind: 'not', rule: { kind: 'weekday', in: [6, 7] } } as OfferInput['rule'],
        startsAt: '2026-11-01T00:00:00.000Z',
        endsAt: '2026-12-24T00:00:00.000Z',
        caps: { total: '100', perPerson: '1' },
        fromDays: { days: '3', after: 'delivered' },
        ...(change.kind === 'discount' && {
          test: { armWeight: '100', arms: [{ ...arm, texts: { de: { title: 'Anders' } } }] },
        }),
      });
      // The engine learns conditions as it grows; what it cannot read is refused, so the simplest one stands in.
      const rule: OfferInput['rule'] = { kind: 'not', rule: { kind: 'first-order', is: true } };
      const read = readOfferInput({ ...typed, rule }, shop, now);
      if (read.kind !== 'ok') throw new Error(JSON.stringify(read));
      const setup = readSetup(JSON.parse(setupJson(read.content.setup)));
      const back = inputOf(
        {
          ...read.content,
          setup,
          id: 'off_1',
          status: 'active',
          experimentId: null,
          position: 0,
          version: 1,
        },
        'EUR',
      );
      expect(back).toEqual({ ...typed, rule });
    },
  );

  test.each([
    ['10,000 characters', { texts: { de: { ...words.de, text: 'x'.repeat(10_000) } } }, 'texts.de.text'],
    ['no title anywhere', { texts: { de: { title: ' ', text: '', button: 'y' } } }, 'texts'],
    ['101 %', { discount: { kind: 'percentage', value: '101', gift: null } }, 'discount.value'],
    ['0 %', { discount: { kind: 'percentage', value: '0', gift: null } }, 'discount.value'],
    [
      'three decimals of a euro',
      { discount: { kind: 'amount', value: '1.005', gift: null } },
      'discount.value',
    ],
    ['a negative amount', { discount: { kind: 'amount', value: '-5', gift: null } }, 'discount.value'],
    ['a discount of nothing', { discount: { kind: 'none', value: '', gift: null } }, 'discount.value'],
    ['a gift of nothing', { discount: { kind: 'gift', value: '', gift: null } }, 'discount.gift'],
    [
      'free shipping for what travels with the order anyway',
      { kind: 'add-to-order', choice: hand(), discount: { kind: 'free-shipping', value: '', gift: null } },
      'discount.kind',
    ],
    ['half an hour', { deadlineHours: '0.5' }, 'deadlineHours'],
    ['a year', { deadlineHours: '8760' }, 'deadlineHours'],
    ['no page', { surfaces: [] }, 'surfaces'],
    ['a question after paying, before the page', { surfaces: ['post-purchase'] }, 'surfaces'],
    ['no name', { name: '' }, 'name'],
    ['no product', { kind: 'product' }, 'choice'],
    ['a list without products', { kind: 'product', choice: { by: 'hand', items: [] } }, 'choice'],
    ['nothing to add', { kind: 'add-to-order' }, 'choice'],
    ['an id that is none', { kind: 'product', choice: hand('x', '1') }, 'choice.items.0.productId'],
    ['a language that is none', { texts: { 'x!': words.de } }, 'texts.x!'],
    ['no question', { kind: 'question' }, 'question'],
    [
      'a question with one answer',
      { kind: 'question', question: { ...question, optionIds: ['a'] }, texts: answers },
      'question.optionIds',
    ],
    [
      'a scale to eleven',
      { kind: 'question', question: { ...question, type: 'scale', max: '11' } },
      'question.max',
    ],
    [
      'the same answer twice',
      { kind: 'question', question: { ...question, optionIds: ['a', 'a'] } },
      'question.optionIds',
    ],
    ['a list without consent', { kind: 'vip' }, 'texts'],
    ['a link that runs', { kind: 'message', link: 'javascript:alert(1)' }, 'link'],
    ['a link without a lock', { kind: 'message', link: 'http://shop.example' }, 'link'],
    ['a link with a password', { kind: 'message', link: 'https://a:b@shop.example' }, 'link'],
    ['half of a customer kept back', { holdOutPercent: '0.5' }, 'holdOutPercent'],
    ['most kept back', { holdOutPercent: '51' }, 'holdOutPercent'],
    ['a cap of nothing', { caps: { total: '0', perPerson: '' } }, 'caps.total'],
    ['a cap that is a word', { caps: { total: '', perPerson: 'two' } }, 'caps.perPerson'],
    ['a minimum of nothing known', { minimum: '10,999' }, 'minimum'],
    ['tomorrow, always', { fromDays: { days: '0', after: 'ordered' } }, 'fromDays.days'],
    [
      'a weight that is none',
      { test: { armWeight: '1', arms: [{ ...arm, weight: '-1' }] } },
      'test.arms.0.weight',
    ],
    [
      'a test that nobody is in',
      { test: { armWeight: '0', arms: [{ ...arm, weight: '0' }] } },
      'test.armWeight',
    ],
    [
      'a variant with the first one’s name',
      { test: { armWeight: '1', arms: [{ ...arm, id: 'a' }] } },
      'test.arms.0.id',
    ],
    [
      'a variant’s wrong percentage',
      {
        test: {
          armWeight: '1',
          arms: [{ ...arm, discount: { kind: 'percentage' as const, value: 'x', gift: null } }],
        },
      },
      'test.arms.0.discount.value',
    ],
    ['a test without variants', { test: { armWeight: '1', arms: [] } }, 'test.arms'],
    ['a rule of another world', { rule: { kind: 'mood', is: 'good' } }, 'rule'],
    ['a rule without a bottom', { rule: deep(40) }, 'rule.rule.rule.rule.rule.rule.rule.rule.rule'],
    ['a rule of a megabyte', { rule: { kind: 'country', in: Array(20_000).fill('DE') } }, 'rule.in'],
  ])('%s is refused at the field', (_name, change, field) => {
    expect(Object.keys(problems(good(change as Partial<OfferInput>)))).toEqual([field]);
  });

  test('an answer without words is named; words in one language do', () => {
    const texts = { de: { ...words.de, options: { a: 'Ja' } }, en: { title: 'T', text: '', button: 'B' } };
    expect(problems(good({ kind: 'question', question, texts }))).toEqual({
      'texts.de.options.b': 'offers:problem.option',
      texts: 'offers:problem.optionTexts',
    });
  });

  test('a window that is over, or the wrong way round', () => {
    const over = { endsAt: '2026-11-01T00:00:00.000Z' };
    expect(problems(good(over))).toEqual({ endsAt: 'offers:problem.over' });
    expect(problems(good({ ...over, isActive: false }))).toEqual({});
    const reversed = { startsAt: '2026-12-02T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' };
    expect(problems(good(reversed))).toEqual({ endsAt: 'offers:problem.window' });
  });

  test('a draft may be unfinished, of any kind; what is not an offer at all is refused whatever it is', () => {
    for (const { kind } of kinds) {
      expect(problems(good({ ...(kind && { kind }), isActive: false, texts: {} }))).toEqual({});
    }
    for (const junk of [null, 1, 'x', [], {}, { ...good(), extra: 1 }]) {
      expect(readOfferInput(junk, shop, now).kind).toBe('invalid');
    }
  });

  test('yen have no decimals', () => {
    const input = good({ discount: { kind: 'amount', value: '500.50', gift: null } });
    expect(readOfferInput(input, { currency: 'JPY' }, now).kind).toBe('invalid');
    expect(parseAmount('500', 'JPY')).toBe(500n);
    expect(parseAmount('5,50', 'EUR')).toBe(550n);
    expect(parsePercent('7.25')).toBe(725);
    expect(parsePercent('7.255')).toBeNull();
  });

  test('a setup of a newer version does not hide the rest', () => {
    expect(readSetup({ show: 9, question: 5, isBound: true, hologram: {} })).toEqual({ isBound: true });
    expect(readSetup(null)).toEqual({});
    expect(readSetup('x')).toEqual({});
  });
});

function deep(levels: number): OfferInput['rule'] {
  let rule: OfferInput['rule'] = { kind: 'first-order', is: true };
  for (let level = 0; level < levels; level++) rule = { kind: 'not', rule };
  return rule;
}
