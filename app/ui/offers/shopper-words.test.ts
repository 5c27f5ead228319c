import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sayAsShopper } from './shopper-words.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe.each(['en', 'de'])('the preview in %s', (language) => {
  const preview = read(`app/locales/${language}/offers.json`).shopper;
  const file = language === 'en' ? 'en.default' : language;

  test.each(['thank-you', 'order-status'])('says what the %s page says', (page) => {
    const { offer } = read(`extensions/${page}/locales/${file}.json`);
    expect(preview).toEqual({ dismiss: offer.dismiss, validUntil: offer.validUntil });
  });
});

test('words are filled in; a language that we do not speak reads English', () => {
  const say = sayAsShopper({ en: { off: '{{value}} off' }, de: { off: '{{value}} Rabatt' } });
  expect(say('de-AT')('off', { value: '5 €' })).toBe('5 € Rabatt');
  expect(say('fr')('off', { value: '5' })).toBe('5 off');
});
