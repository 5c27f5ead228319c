import { describe, expect, it } from 'vitest';
import { pickLocale, translate } from './translate.ts';

const files = {
  default: 'en',
  en: {
    offer: { title: 'Hello {{name}}', left: { one: '{{count}} day left', other: '{{count}} days left' } },
  },
  de: {
    offer: { title: 'Hallo {{ name }}', left: { one: 'noch {{count}} Tag', other: 'noch {{count}} Tage' } },
  },
};

describe('pickLocale', () => {
  it('falls from region to language to default', () => {
    expect(pickLocale(files, 'de-AT').locale).toBe('de');
    expect(pickLocale(files, 'fr-CA').locale).toBe('en');
  });
});

describe('translate', () => {
  it('replaces names, with or without spaces', () => {
    expect(translate(files.de, 'de', 'offer.title', { name: 'Anna' })).toBe('Hallo Anna');
  });

  it('picks the plural form by count and writes the count in the locale', () => {
    expect(translate(files.en, 'en', 'offer.left', { count: 1 })).toBe('1 day left');
    expect(translate(files.de, 'de', 'offer.left', { count: 1200 })).toBe('noch 1.200 Tage');
  });

  it('gives parts when a replacement is not text', () => {
    const node = { type: 's-text' };
    expect(translate(files.en, 'en', 'offer.title', { name: node })).toEqual(['Hello ', node]);
  });

  it('reports a key that does not exist and gives it back', () => {
    const missing: string[] = [];
    expect(translate(files.en, 'en', 'offer.nope', {}, (key) => missing.push(key))).toBe('offer.nope');
    expect(missing).toEqual(['offer.nope']);
  });
});
