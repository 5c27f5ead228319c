import type { Condition, Reason, Rule } from '@reprise/rules';
import { describe, expect, test } from 'vitest';
import { random, rule as randomRule } from '../../../rules/src/random-rules.ts';
import { createText } from '../../platform/text/text.server.ts';
import type { RuleNames } from './rule-phrases.ts';
import { reasonText, sentenceOf } from './rule-sentence.ts';

const text = createText();
const names = (locale: string): RuleNames => ({
  locale,
  timezone: 'Europe/Berlin',
  products: { '1': 'Beans', '2': 'Filter', '3': 'Mug', '4': 'Mill', '5': 'Scale' },
  variants: { '11': 'Beans – 1 kg' },
  collections: { '21': 'Coffee', '22': 'Tea' },
  segments: { '31': 'Big spenders' },
});
/** Without the narrow spaces that Intl puts before signs. */
const say = (rule: Rule, locale: string) =>
  sentenceOf(rule, text(locale), names(locale)).replace(/[\u00a0\u202f]/g, ' ');
const all = (...rules: Rule[]): Rule => ({ kind: 'all', rules });
const any = (...rules: Rule[]): Rule => ({ kind: 'any', rules });
const not = (rule: Rule): Rule => ({ kind: 'not', rule });

const vip: Condition = { kind: 'is-vip', is: true };
const first: Condition = { kind: 'first-order', is: true };
const big: Condition = { kind: 'order-total', currency: 'EUR', min: '5000' };
const german: Condition = { kind: 'country', in: ['DE', 'AT'] };

/** rule, English, its opposite, German, its opposite; each after "Orders" or "Bestellungen". */
const golden: [Condition, string, string, string, string][] = [
  [big, 'of €50 or more', 'under €50', 'ab 50 €', 'unter 50 €'],
  [
    { kind: 'order-total', currency: 'EUR', max: '1999' },
    'of €19.99 or less',
    'over €19.99',
    'bis 19,99 €',
    'über 19,99 €',
  ],
  [
    { kind: 'order-total', currency: 'JPY', min: '1000', max: '2000' },
    'between ¥1,000 and ¥2,000',
    'not between ¥1,000 and ¥2,000',
    'zwischen 1.000 ¥ und 2.000 ¥',
    'nicht zwischen 1.000 ¥ und 2.000 ¥',
  ],
  [
    { kind: 'bought-product', match: 'any', ids: ['gid://shopify/Product/1', '2'] },
    'with “Beans” or “Filter”',
    'without “Beans” or “Filter”',
    'mit „Beans“ oder „Filter“',
    'ohne „Beans“ oder „Filter“',
  ],
  [
    { kind: 'bought-product', match: 'all', ids: ['1', '2'] },
    'with “Beans” and “Filter”',
    'not with all of “Beans” and “Filter”',
    'mit „Beans“ und „Filter“',
    'nicht mit allem von „Beans“ und „Filter“',
  ],
  [
    { kind: 'bought-product', match: 'none', ids: ['1', '2', '3', '4', '5'] },
    'without “Beans”, “Filter”, “Mug”, or 2 more',
    'with “Beans”, “Filter”, “Mug”, or 2 more',
    'ohne „Beans“, „Filter“, „Mug“ oder 2 weitere',
    'mit „Beans“, „Filter“, „Mug“ oder 2 weitere',
  ],
  [
    { kind: 'bought-variant', match: 'any', ids: ['11', '99'] },
    'with “Beans – 1 kg” or (a deleted variant)',
    'without “Beans – 1 kg” or (a deleted variant)',
    'mit „Beans – 1 kg“ oder (gelöschte Variante)',
    'ohne „Beans – 1 kg“ oder (gelöschte Variante)',
  ],
  [
    { kind: 'bought-collection', match: 'any', values: ['21'] },
    'with something from the collection “Coffee”',
    'with nothing from the collection “Coffee”',
    'mit etwas aus der Kategorie „Coffee“',
    'mit nichts aus der Kategorie „Coffee“',
  ],
  [
    { kind: 'bought-collection', match: 'all', values: ['21', '22'] },
    'with something from each of the collections “Coffee” and “Tea”',
    'not with something from each of the collections “Coffee” and “Tea”',
    'mit etwas aus jeder der Kategorien „Coffee“ und „Tea“',
    'nicht mit etwas aus jeder der Kategorien „Coffee“ und „Tea“',
  ],
  [
    { kind: 'bought-tag', match: 'none', values: ['gift'] },
    'with nothing tagged “gift”',
    'with something tagged “gift”',
    'mit nichts mit dem Tag „gift“',
    'mit etwas mit dem Tag „gift“',
  ],
  [
    { kind: 'bought-vendor', match: 'any', values: ['Acme', 'Bob'] },
    'with something by “Acme” or “Bob”',
    'with nothing by “Acme” or “Bob”',
    'mit etwas von „Acme“ oder „Bob“',
    'mit nichts von „Acme“ oder „Bob“',
  ],
  [
    { kind: 'bought-type', match: 'all', values: ['Mug'] },
    'with something of the type “Mug”',
    'with nothing of the type “Mug”',
    'mit etwas vom Typ „Mug“',
    'mit nichts vom Typ „Mug“',
  ],
  [
    { kind: 'quantity', min: 3 },
    'with 3 pieces or more',
    'with fewer than 3 pieces',
    'mit mindestens 3 Stück',
    'mit weniger als 3 Stück',
  ],
  [
    { kind: 'quantity', min: 1, max: 1, productIds: ['1'] },
    'with exactly one piece of “Beans”',
    'not with exactly one piece of “Beans”',
    'mit genau einem Stück von „Beans“',
    'nicht mit genau einem Stück von „Beans“',
  ],
  [
    { kind: 'currency', in: ['CHF'] },
    'paid in Swiss Franc',
    'not paid in Swiss Franc',
    'in der Währung Schweizer Franken',
    'nicht in der Währung Schweizer Franken',
  ],
  [
    german,
    'from Germany or Austria',
    'not from Germany or Austria',
    'mit Lieferland Deutschland oder Österreich',
    'mit anderem Lieferland als Deutschland oder Österreich',
  ],
  [
    { kind: 'locale', in: ['de'] },
    'by customers who read German',
    'by customers who do not read German',
    'von Kunden, die Deutsch lesen',
    'von Kunden, die nicht Deutsch lesen',
  ],
  [
    { kind: 'surface', in: ['thank-you'] },
    'seen on the thank-you page',
    'not seen on the thank-you page',
    'auf der Dankesseite',
    'nicht auf der Dankesseite',
  ],
  [
    first,
    'by first-time customers',
    'by returning customers',
    'von Erstkunden',
    'von wiederkehrenden Kunden',
  ],
  [
    { kind: 'discount-used', is: false },
    'without a discount code',
    'with a discount code',
    'ohne Rabattcode',
    'mit Rabattcode',
  ],
  [
    { kind: 'discount-used', is: true, codes: ['WELCOME'] },
    'with the code “WELCOME”',
    'without the code “WELCOME”',
    'mit dem Code „WELCOME“',
    'ohne den Code „WELCOME“',
  ],
  [
    { kind: 'shipping-method', match: 'is', in: ['DHL'] },
    'sent by “DHL”',
    'not sent by “DHL”',
    'mit der Versandart „DHL“',
    'mit anderer Versandart als „DHL“',
  ],
  [
    { kind: 'shipping-method', match: 'contains', in: ['express'] },
    'with “express” in the name of the delivery option',
    'without “express” in the name of the delivery option',
    'mit „express“ im Namen der Versandart',
    'ohne „express“ im Namen der Versandart',
  ],
  [
    { kind: 'source', match: 'is', in: ['pos', 'tiktok'] },
    'placed through the till or “tiktok”',
    'not placed through the till or “tiktok”',
    'über die Kasse oder „tiktok“',
    'nicht über die Kasse oder „tiktok“',
  ],
  [
    { kind: 'utm', param: 'campaign', in: ['autumn'] },
    'that came with utm_campaign “autumn”',
    'that came without utm_campaign “autumn”',
    'mit utm_campaign „autumn“',
    'ohne utm_campaign „autumn“',
  ],
  [
    { kind: 'person-orders', min: 3 },
    'by customers with 3 orders or more',
    'by customers with fewer than 3 orders',
    'von Kunden mit mindestens 3 Bestellungen',
    'von Kunden mit weniger als 3 Bestellungen',
  ],
  [
    { kind: 'last-order-days', min: 30, max: 90 },
    'by customers whose previous order was 30 to 90 days ago',
    'by customers whose previous order was not 30 to 90 days ago',
    'von Kunden, deren vorige Bestellung 30 bis 90 Tage her ist',
    'von Kunden, deren vorige Bestellung nicht 30 bis 90 Tage her ist',
  ],
  [
    { kind: 'person-spend', currency: 'EUR', min: '20000' },
    'by customers who have spent €200 or more',
    'by customers who have spent less than €200',
    'von Kunden, die insgesamt mindestens 200 € ausgegeben haben',
    'von Kunden, die insgesamt weniger als 200 € ausgegeben haben',
  ],
  [
    { kind: 'person-tag', match: 'all', values: ['a', 'b'] },
    'by customers tagged “a” and “b”',
    'by customers not tagged with all of “a” and “b”',
    'von Kunden mit den Tags „a“ und „b“',
    'von Kunden, die nicht alle Tags „a“ und „b“ haben',
  ],
  [
    { kind: 'segment', match: 'any', values: ['31'] },
    'by customers in the segment “Big spenders”',
    'by customers who are not in the segment “Big spenders”',
    'von Kunden im Segment „Big spenders“',
    'von Kunden, die nicht im Segment „Big spenders“ sind',
  ],
  [vip, 'by VIPs', 'by customers who are not VIPs', 'von VIPs', 'von Kunden, die keine VIPs sind'],
  [
    { kind: 'has-reviewed', is: false },
    'by customers who have not given a review',
    'by customers who have given a review',
    'von Kunden, die noch nicht bewertet haben',
    'von Kunden, die schon bewertet haben',
  ],
  [
    { kind: 'has-referred', is: true },
    'by customers who have brought a friend',
    'by customers who have not brought a friend',
    'von Kunden, die schon jemanden geworben haben',
    'von Kunden, die noch niemanden geworben haben',
  ],
  [
    { kind: 'consent', channel: 'sms', is: true },
    'by customers who want marketing text messages',
    'by customers who do not want marketing text messages',
    'von Kunden, die Werbung per SMS möchten',
    'von Kunden, die keine Werbung per SMS möchten',
  ],
  [
    { kind: 'parcel', in: ['delivered'] },
    'whose parcel is delivered',
    'whose parcel is not sent yet, on its way, or out for delivery',
    'mit einem Paket, das zugestellt ist',
    'mit einem Paket, das noch nicht versandt, unterwegs oder in Zustellung ist',
  ],
  [
    { kind: 'schedule', from: '2026-11-30T23:00:00.000Z', until: '2026-12-24T11:00:00.000Z' },
    'between Dec 1, 2026, 12:00 AM and Dec 24, 2026, 12:00 PM',
    'not between Dec 1, 2026, 12:00 AM and Dec 24, 2026, 12:00 PM',
    'zwischen 01.12.2026, 00:00 und 24.12.2026, 12:00',
    'nicht zwischen 01.12.2026, 00:00 und 24.12.2026, 12:00',
  ],
  [
    { kind: 'weekday', in: [1, 5] },
    'on Monday or Friday',
    'not on Monday or Friday',
    'am Montag oder Freitag',
    'nicht am Montag oder Freitag',
  ],
  [
    { kind: 'weekday', in: [5, 4, 3, 2, 1] },
    'from Monday to Friday',
    'not from Monday to Friday',
    'von Montag bis Freitag',
    'nicht von Montag bis Freitag',
  ],
  [
    { kind: 'hour', from: 18, to: 24 },
    'between 6 PM and midnight',
    'not between 6 PM and midnight',
    'zwischen 18 Uhr und Mitternacht',
    'nicht zwischen 18 Uhr und Mitternacht',
  ],
  [
    { kind: 'stock', min: 5 },
    'while at least 5 pieces of what is offered are in stock',
    'while fewer than 5 pieces of what is offered are in stock',
    'bei mindestens 5 Stück des Angebotenen auf Lager',
    'bei weniger als 5 Stück des Angebotenen auf Lager',
  ],
  [
    { kind: 'share', from: 10, to: 22.5 },
    'by a random 12.5% of customers',
    'by a random 87.5% of customers',
    'von zufälligen 12,5 % der Kunden',
    'von zufälligen 87,5 % der Kunden',
  ],
];

describe('a condition and its opposite', () => {
  test.each(golden)('%j', (rule, en, enNot, de, deNot) => {
    expect(say(rule, 'en')).toBe(`Orders ${en}`);
    expect(say(not(rule), 'en')).toBe(`Orders ${enNot}`);
    expect(say(rule, 'de')).toBe(`Bestellungen ${de}`);
    expect(say(not(rule), 'de')).toBe(`Bestellungen ${deNot}`);
  });
});

describe('groups', () => {
  const weekdays: Condition = { kind: 'weekday', in: [1, 2, 3, 4, 5] };
  const hours: Condition = { kind: 'hour', from: 8, to: 18 };
  const coffee: Condition = { kind: 'bought-collection', match: 'any', values: ['21'] };

  test.each<[Rule, string, string]>([
    [all(), 'Every order', 'Jede Bestellung'],
    [any(), 'No order', 'Keine Bestellung'],
    [not(all()), 'No order', 'Keine Bestellung'],
    [
      all(big, coffee, not(first), weekdays, hours),
      'Orders of €50 or more, with something from the collection “Coffee”, by returning customers, from Monday to Friday, between 8 AM and 6 PM',
      'Bestellungen ab 50 €, mit etwas aus der Kategorie „Coffee“, von wiederkehrenden Kunden, von Montag bis Freitag, zwischen 08 Uhr und 18 Uhr',
    ],
    [any(big, vip), 'Orders of €50 or more or by VIPs', 'Bestellungen ab 50 € oder von VIPs'],
    [
      any(german, vip),
      'Orders from Germany or Austria, or by VIPs',
      'Bestellungen mit Lieferland Deutschland oder Österreich, oder von VIPs',
    ],
    [
      all(any(big, vip), coffee),
      'Orders with something from the collection “Coffee”, and either of €50 or more or by VIPs',
      'Bestellungen mit etwas aus der Kategorie „Coffee“, und zwar ab 50 € oder von VIPs',
    ],
    [
      all(any(big, vip), any(coffee, first)),
      'Orders that are either of €50 or more or by VIPs, and either with something from the collection “Coffee” or by first-time customers',
      'Bestellungen ab 50 € oder von VIPs, und zwar mit etwas aus der Kategorie „Coffee“ oder von Erstkunden',
    ],
    [
      any(all(big, first), vip),
      'Orders of €50 or more and by first-time customers, or by VIPs',
      'Bestellungen ab 50 € und von Erstkunden, oder von VIPs',
    ],
    [
      any(all(big, any(first, vip)), coffee),
      'Orders of €50 or more and (by first-time customers or by VIPs), or with something from the collection “Coffee”',
      'Bestellungen ab 50 € und (von Erstkunden oder von VIPs), oder mit etwas aus der Kategorie „Coffee“',
    ],
    // Neither of them; not both of them.
    [
      not(any(big, first)),
      'Orders under €50, by returning customers',
      'Bestellungen unter 50 €, von wiederkehrenden Kunden',
    ],
    [
      not(all(big, first)),
      'Orders under €50 or by returning customers',
      'Bestellungen unter 50 € oder von wiederkehrenden Kunden',
    ],
    [all(all(big), any(all(vip))), 'Orders of €50 or more, by VIPs', 'Bestellungen ab 50 €, von VIPs'],
    [not(not(vip)), 'Orders by VIPs', 'Bestellungen von VIPs'],
  ])('%j', (rule, en, de) => {
    expect(say(rule, 'en')).toBe(en);
    expect(say(rule, 'de')).toBe(de);
  });

  test('any rule can be said: no key, no number of an id, no hole', () => {
    const rand = random(11);
    for (let i = 0; i < 2_000; i++) {
      const rule = randomRule(rand, 4);
      for (const locale of ['en', 'de']) {
        expect(say(rule, locale)).not.toMatch(/rules:|phrase\.|undefined|NaN|\{\{|\[object/);
      }
    }
  });
});

describe('reasons', () => {
  const why = (reason: Reason, locale = 'en') =>
    reasonText(reason, text(locale), names(locale)).replace(/[\u00a0\u202f]/g, ' ');
  const no = (code: string, params: Reason['params'] = {}): Reason => ({ code, met: 'no', params });

  test('of a condition', () => {
    const params = { currency: 'EUR', min: '5000', max: null };
    const reason = (met: Reason['met']): Reason => ({ code: 'order-total', met, params });
    expect(why(reason('yes'))).toBe('it is an order of €50 or more');
    expect(why(reason('no'))).toBe('it is not an order of €50 or more');
    expect(why(reason('unknown'))).toBe('it is not known whether it is an order of €50 or more');
    expect(why(reason('no'), 'de')).toBe('es ist keine Bestellung ab 50 €');
    expect(why(no('weekday', { in: ['6', '7'] }))).toBe('it is not an order at weekends');
  });

  test.each<[Reason, string]>([
    [
      no('other-surface', { surfaces: ['thank-you', 'message'] }),
      'es wird nur auf der Dankesseite oder in einer Nachricht gezeigt',
    ],
    [no('other-moment', { moments: ['delivered'] }), 'es wird nur gezeigt, wenn das Paket zugestellt ist'],
    [no('too-early', { days: 7, after: 'delivered' }), 'es wird ab 7 Tagen nach der Zustellung gezeigt'],
    [no('not-started', { startsAt: '2026-12-01T08:00:00Z' }), 'es beginnt am 01.12.2026, 09:00'],
    [no('ended', { endsAt: '2026-12-01T08:00:00Z' }), 'es endete am 01.12.2026, 09:00'],
    [no('just-bought', { productId: '1' }), 'sein Produkt wurde eben gekauft'],
    [no('limit-reached', { limit: 2 }), 'auf einer Seite stehen nur 2 Angebote, und andere gehen vor'],
    [
      no('held-out', { percent: 5 }),
      'dieser Kunde gehört zu den 5 %, die es nicht sehen, damit sich seine Wirkung messen lässt',
    ],
    [{ code: 'no-rule', met: 'yes', params: {} }, 'jede Bestellung sieht es'],
  ])('%j', (reason, de) => {
    expect(why(reason, 'de')).toBe(de);
  });
});
