import { expect, test } from 'vitest';
import { deadline, elementId, shortLink } from './format.ts';
import { decimal, type Host } from './host.ts';

function host(locale: string, timeZone: string | undefined): Host {
  return {
    i18n: {
      formatDate: (date: Date, { inExtensionLocale: _, ...options }: Record<string, unknown>) =>
        new Intl.DateTimeFormat(locale, options).format(date),
    },
    timeZone: () => timeZone,
  } as unknown as Host;
}

test('a deadline names day, time and zone in the reader’s language', () => {
  expect(deadline(host('de', 'Europe/Berlin'), '2026-11-24T18:00:00Z')).toBe(
    '24. November 2026 um 19:00 MEZ',
  );
  expect(deadline(host('en-US', 'America/New_York'), '2026-11-24T18:00:00Z')).toMatch(
    /^November 24, 2026 at 1:00\sPM EST$/,
  );
});

test('a deadline in a zone that the browser does not know is still shown', () => {
  expect(deadline(host('de', 'Mars/Olympus'), '2026-11-24T18:00:00Z')).toContain('November 2026');
  expect(deadline(host('de', undefined), '2026-11-24T18:00:00Z')).toContain('November 2026');
});

test('amounts become decimal strings without binary noise', () => {
  expect(decimal(0.1 + 0.2)).toBe('0.3');
  expect(decimal(1200)).toBe('1200');
  expect(decimal(12.5)).toBe('12.5');
  expect(decimal(1.234)).toBe('1.234');
  expect(decimal(0)).toBe('0');
  expect(decimal(100)).toBe('100');
});

test('links are shown without scheme, element ids are safe', () => {
  expect(shortLink('https://app.example/r/ANNA/')).toBe('app.example/r/ANNA');
  expect(elementId('code', 'off/1 "x"')).toBe('code-off-1--x-');
});
