import { AppProvider } from '@shopify/polaris';
import polarisEn from '@shopify/polaris/locales/en.json' with { type: 'json' };
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, test } from 'vitest';
import type { Lift, Verdict } from '../../features/experiments/index.ts';
import { languages } from '../../locales/index.ts';
import { createAdminI18n } from '../i18n.ts';
import { LiftLine } from './lift-line.tsx';
import { writeMinor, writeSureness } from './measure.ts';
import { type TestView, VerdictCard } from './verdict-card.tsx';

type Language = 'en' | 'de';

/** What is drawn, in a language. */
function draw(element: ReactElement, language: Language): string {
  const i18n = createAdminI18n(language, languages);
  return renderToStaticMarkup(
    <I18nextProvider i18n={i18n}>
      <AppProvider i18n={polarisEn}>{element}</AppProvider>
    </I18nextProvider>,
  );
}

/** The text a person reads, with plain spaces. */
function read(markup: string): string {
  return markup
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&gt;', '>')
    .replace(/[\s\u00a0\u202f]+/g, ' ');
}
const spoken = (markup: string) =>
  [...markup.matchAll(/aria-label="([^"]*)"/g)].map((match) => match[1]!.replace(/[\u00a0\u202f]/g, ' '));

const winner: Verdict = {
  kind: 'winner',
  armId: 'b',
  againstId: 'a',
  lift: { value: 42, low: 10, high: 71 },
  relative: 0.123,
  sureness: 0.978,
};
const view = (change: Partial<TestView> = {}): TestView => ({
  name: 'Ten or fifteen',
  status: 'running',
  metric: 'revenue',
  variants: [
    { id: 'a', name: 'Ten' },
    { id: 'b', name: 'Fifteen' },
  ],
  winnerId: null,
  decidedBy: null,
  endedAt: null,
  verdict: winner,
  arms: [
    { armId: 'a', people: 1204, converted: 60, perPerson: 341.5, chanceToBeBest: 0.004 },
    { armId: 'b', people: 1190, converted: 71, perPerson: 383.5, chanceToBeBest: 0.996 },
    { armId: 'held-out', people: 120, converted: 4, perPerson: 300, chanceToBeBest: null },
  ],
  ...change,
});
const shop = { currency: 'EUR', timezone: 'Europe/Berlin' };
const card = (change: Partial<TestView>, language: Language, isActive = true) =>
  draw(
    <VerdictCard
      test={view(change)}
      shop={shop}
      {...(isActive ? { onTake: () => {}, onStop: () => {} } : {})}
    />,
    language,
  );

describe('the verdict card', () => {
  test('a winner, in English and in German', () => {
    const en = read(card({}, 'en'));
    expect(en).toContain('“Fifteen” is better');
    expect(en).toContain(
      '“Fifteen” earns €0.42 more per person than “Ten” (between €0.10 and €0.71); we are 97% sure.',
    );
    expect(en).toContain('That is 12% more.');
    expect(en).toContain('1,204 people · €3.42 per person, 60 ordered · bet on the best: 1%');
    expect(en).toContain('Sees none of them');
    expect(en).toContain('Take “Fifteen”');
    const de = read(card({}, 'de'));
    expect(de).toContain(
      '„Fifteen“ bringt je Person 0,42 € mehr als „Ten“ (zwischen 0,10 € und 0,71 €); das ist zu 97 % sicher.',
    );
  });

  test('the interval is read out as a sentence', () => {
    expect(spoken(card({}, 'en'))).toContain('Most likely €0.42, surely between €0.10 and €0.71.');
    expect(spoken(card({}, 'de'))).toContain(
      'Am wahrscheinlichsten 0,42 €, sicher zwischen 0,10 € und 0,71 €.',
    );
  });

  test('each variant can be taken, under a name of its own', () => {
    expect(spoken(card({}, 'en'))).toContain('Take it: “Ten” for everybody');
    expect(read(card({}, 'en', false))).not.toContain('Take');
    expect(read(card({ status: 'decided', winnerId: 'b' }, 'en'))).not.toContain('Take “');
  });

  test('rates are people of 100', () => {
    const verdict: Verdict = { ...winner, lift: { value: 0.042, low: 0.011, high: 0.0731 } };
    expect(read(card({ metric: 'order', verdict }, 'en'))).toContain(
      'With “Fifteen”, 4.2 more of 100 people order than with “Ten” (between 1.1 and 7.3)',
    );
    expect(read(card({ metric: 'accept', verdict }, 'de'))).toContain(
      'Bei „Fifteen“ nehmen 4,2 von 100 Personen mehr an als bei „Ten“ (zwischen 1,1 und 7,3)',
    );
  });

  test('too few people, with and without a foretold day', () => {
    const verdict: Verdict = {
      kind: 'not-yet-known',
      reason: 'too-few-people',
      people: 312,
      needPeople: 500,
      daysLeft: 9,
    };
    expect(read(card({ verdict }, 'en'))).toContain(
      'Not yet known 312 of 500 people a side. At this rate about 9 more days.',
    );
    expect(read(card({ verdict }, 'en'))).not.toContain('bet on');
    expect(read(card({ verdict }, 'de'))).toContain(
      'Noch nicht bekannt 312 von 500 Personen je Seite. In diesem Tempo noch etwa 9 Tage.',
    );
    expect(read(card({ verdict: { ...verdict, daysLeft: 1 } }, 'en'))).toContain('about one more day.');
    expect(read(card({ verdict: { ...verdict, daysLeft: 800 } }, 'en'))).toContain('more than a year');
    expect(read(card({ verdict: { ...verdict, daysLeft: null } }, 'en'))).not.toContain('At this rate');
  });

  test('not sure: who is ahead, that it may be chance, and how long it takes', () => {
    const verdict: Verdict = {
      kind: 'not-yet-known',
      reason: 'not-sure',
      people: 900,
      soFar: { ...winner, lift: { value: 12, low: -10, high: 34 }, sureness: 0.3 },
      needPeople: 3000,
      daysLeft: 20,
    };
    const en = read(card({ verdict }, 'en'));
    expect(en).toContain(
      'ahead of “Ten” by €0.12 per person, but that may be chance (between -€0.10 and €0.34).',
    );
    expect(en).toContain('If it stays like this, about 20 more days.');
    expect(read(card({ verdict: { ...verdict, needPeople: null, daysLeft: null } }, 'en'))).toContain(
      'too small',
    );
    expect(read(card({ verdict: { ...verdict, soFar: null, needPeople: null } }, 'en'))).toContain(
      'Nobody has ordered yet.',
    );
  });

  test('no difference, a mismatch', () => {
    const none: Verdict = { kind: 'no-difference', within: 21.4, relative: 0.063 };
    expect(read(card({ verdict: none }, 'en'))).toContain('by at most €0.21 (6.3%)');
    const invalid: Verdict = { kind: 'invalid', reason: 'ratio-mismatch', p: 1e-9 };
    expect(read(card({ verdict: invalid }, 'de'))).toContain('lässt sich nicht lesen');
  });

  test('an ended test says what is shown now, and since when in the shop’s zone', () => {
    const ended = { status: 'decided' as const, winnerId: 'b', endedAt: '2026-12-02T23:30:00.000Z' };
    expect(read(card({ ...ended, decidedBy: 'itself' }, 'en'))).toContain(
      '“Fifteen” was taken by itself on December 3, 2026',
    );
    expect(read(card({ ...ended, decidedBy: 'merchant' }, 'de'))).toContain('am 3. Dezember 2026 übernommen');
    expect(read(card({ status: 'stopped', endedAt: '2026-12-02T10:00:00.000Z' }, 'en'))).toContain(
      'Everybody sees “Ten”.',
    );
  });
});

describe('the lift line', () => {
  const lift: Lift = {
    kind: 'measured',
    shownPeople: 19_000,
    heldOutPeople: 1000,
    perPerson: { value: 160, low: 20, high: 300 },
    extra: { value: 3_040_000, low: 380_000, high: 5_700_000 },
    isCertain: true,
  };
  const line = (one: Lift, language: Language, currency = 'EUR') =>
    read(draw(<LiftLine lift={one} currency={currency} />, language));

  test('what it earned', () => {
    expect(line(lift, 'en')).toContain(
      'It earned €30,400.00 that would not have come without it (between €3,800.00 and €57,000.00). €1.60 per person (between €0.20 and €3.00).',
    );
    expect(line(lift, 'de')).toContain('Gemessen an 19.000 Personen, die es sahen, neben 1.000');
  });

  test('what may be chance, and a loss with its ends the right way round', () => {
    const maybe: Lift = { ...lift, isCertain: false, extra: { value: -500, low: -90_000, high: 89_000 } };
    expect(line(maybe, 'en')).toContain('-€5.00, but that may be chance (between -€900.00 and €890.00)');
    const loss: Lift = { ...lift, extra: { value: -5000, low: -9000, high: -1000 } };
    expect(line(loss, 'en')).toContain('It cost €50.00 more than it brought (between €10.00 and €90.00).');
  });

  test('what is not known', () => {
    const few: Lift = {
      kind: 'not-yet-known',
      reason: 'too-few-people',
      shownPeople: 1300,
      heldOutPeople: 64,
      needPeople: 100,
    };
    expect(line(few, 'en')).toContain('64 of 100 people who do not see it');
    expect(line({ ...few, reason: 'no-orders' }, 'de')).toContain('Noch niemand hat bestellt.');
  });
});

test('small values keep a digit that counts; yen and dinars have their own decimals', () => {
  expect(writeMinor(3.4, 'USD', 'en')).toBe('$0.034');
  expect(writeMinor(0, 'USD', 'en')).toBe('$0.00');
  expect(writeMinor(42.4, 'JPY', 'en')).toBe('¥42');
  expect(writeMinor(4.24, 'JPY', 'en')).toBe('¥4.2');
  expect(writeMinor(1234, 'KWD', 'en')).toBe('KWD 1.234'.replace(' ', '\u00a0'));
});

test('sureness is never rounded up', () => {
  expect(writeSureness(0.9899, 'en')).toBe('98%');
  expect(writeSureness(0.9951, 'en')).toBe('99%');
  expect(writeSureness(0.99999, 'en')).toBe('> 99.9%');
});
