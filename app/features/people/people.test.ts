import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanEmail, normaliseEmail } from './email.ts';
import { consentState } from './person.ts';
import { normalisePhone } from './phone.ts';
import { timezoneOf } from './timezone.ts';

describe('e-mail addresses', () => {
  it.each([
    ['Ada.Byron+shop@GoogleMail.com', 'adabyron@gmail.com'],
    ['  ada@example.com ', 'ada@example.com'],
    ['A.B+c@Example.COM', 'a.b+c@example.com'],
    ['ada+x@outlook.com', 'ada@outlook.com'],
    ['a.da@outlook.com', 'a.da@outlook.com'],
    ['x@pm.me', 'x@proton.me'],
    ['+@gmail.com', '+@gmail.com'],
    ['jörg@müller.example', 'jörg@xn--mller-kva.example'],
    ['jo\u0308rg@MÜLLER.example', 'jörg@xn--mller-kva.example'],
    ['ada@xn--mller-kva.example', 'ada@xn--mller-kva.example'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example'],
  ])('%s is the mailbox %s', (text, mailbox) => {
    expect(normaliseEmail(text)).toBe(mailbox);
    expect(normaliseEmail(mailbox)).toBe(mailbox);
  });

  it.each([
    '',
    '   ',
    'ada',
    '@example.com',
    'ada@',
    'ada@localhost',
    'a b@example.com',
    'a@b..c',
    'a\u0000@b.de',
    'a@b.de,c@d.de',
    `${'a'.repeat(65)}@b.de`,
    'a\ud800@b.de',
    '<a@b.de>',
  ])('%j is no address', (text) => {
    expect(cleanEmail(text)).toBeNull();
    expect(normaliseEmail(text)).toBeNull();
  });

  it('is written to as it was typed, apart from the domain', () => {
    expect(cleanEmail('Ada.Byron+shop@Example.COM')).toBe('Ada.Byron+shop@example.com');
  });
});

// Addresses that others have collected, where they are at hand
const collected = '../shared/data/inputs/isemail-tests.json';
describe.skipIf(!existsSync(collected))('addresses collected by others', () => {
  const cases = existsSync(collected)
    ? (JSON.parse(readFileSync(collected, 'utf8')) as unknown[]).flatMap((one) =>
        Array.isArray(one) && typeof one[0] === 'string' ? [one[0]] : [],
      )
    : [];

  it('have one spelling each, which does not change any more, or are no addresses', () => {
    expect(cases.length).toBeGreaterThan(50);
    for (const text of cases) {
      const mailbox = normaliseEmail(text);
      expect(mailbox === null, text).toBe(cleanEmail(text) === null);
      if (mailbox === null) continue;
      expect(normaliseEmail(mailbox), text).toBe(mailbox);
      expect(mailbox, text).toBe(mailbox.normalize('NFC'));
      expect(mailbox, text).not.toMatch(/[\s\p{Cc}<>,;]/u);
    }
  });
});

describe('telephone numbers', () => {
  it.each([
    ['030 123456', 'DE', '+4930123456'],
    ['+49 30 123456', null, '+4930123456'],
    ['(613) 555-0123', 'CA', '+16135550123'],
    ['0049 30 123456', 'DE', '+4930123456'],
  ])('%s in %s is %s', (text, country, number) => {
    expect(normalisePhone(text, country)).toBe(number);
  });

  it.each([
    ['030 123456', null],
    ['000', 'DE'],
    ['555-555-SHIP', 'XX'],
    ['n/a', 'DE'],
    ['9'.repeat(200), 'DE'],
    [null, 'DE'],
  ])('%s in %s joins nobody', (text, country) => {
    expect(normalisePhone(text, country)).toBeNull();
  });
});

describe('time zones', () => {
  it.each([
    ['DE', null, 'Europe/Berlin'],
    ['us', 'ny', 'America/New_York'],
    ['CA', 'NS', 'America/Halifax'],
    ['AU', 'QLD', 'Australia/Brisbane'],
  ])('of %s %s is %s', (country, province, zone) => {
    expect(timezoneOf(country, province)).toBe(zone);
    expect(() => new Intl.DateTimeFormat('en', { timeZone: zone })).not.toThrow();
  });

  it.each([
    ['US', null],
    ['US', 'TX'],
    ['CA', 'ON'],
    ['BR', 'SP'],
    ['ES', null],
    [null, null],
    ['constructor', 'toString'],
  ])('of %s %s is not guessed', (country, province) => {
    expect(timezoneOf(country, province)).toBeNull();
  });
});

it("understands Shopify's words of consent in any case, and no others", () => {
  expect(consentState('SUBSCRIBED')).toBe('subscribed');
  expect(consentState('not_subscribed')).toBe('not_subscribed');
  expect(consentState('yes')).toBeNull();
});
