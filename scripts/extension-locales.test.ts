import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', 'extensions');
const SURFACES = ['thank-you', 'order-status'];

function flat(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  const entries = Object.entries(value as Record<string, unknown>);
  return new Map(entries.flatMap(([key, each]) => [...flat(each, path ? `${path}.${key}` : key)]));
}

function words(surface: string, file: string): Map<string, string> {
  return flat(JSON.parse(readFileSync(join(ROOT, surface, 'locales', file), 'utf8')));
}

function usedKeys(): Set<string> {
  const dir = join(ROOT, 'blocks', 'src');
  const keys = new Set<string>();
  for (const file of readdirSync(dir).filter((name) => /(?<!\.test)\.tsx?$/.test(name))) {
    const source = readFileSync(join(dir, file), 'utf8');
    for (const [, inside = ''] of source.matchAll(/translate\(([^)]*)/g)) {
      for (const [, key = ''] of inside.matchAll(/'([a-zA-Z]+\.[a-zA-Z]+)'/g)) keys.add(key);
    }
  }
  return keys;
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((found) => found[1]).sort();

describe.each(SURFACES)('the words of %s', (surface) => {
  const en = words(surface, 'en.default.json');
  const de = words(surface, 'de.json');

  test('are complete in both languages, with the same placeholders', () => {
    expect([...de.keys()]).toEqual([...en.keys()]);
    for (const [key, text] of en) {
      const other = de.get(key) ?? '';
      expect(other.trim(), key).not.toBe('');
      expect(placeholders(other), key).toEqual(placeholders(text));
    }
  });

  test('are those that the blocks use, no more and no fewer', () => {
    const known = [...en.keys()].filter((key) => key !== 'name');
    expect(known.sort()).toEqual([...usedKeys()].sort());
  });

  test('name the extension within Shopify’s 5 to 50 characters', () => {
    for (const name of [en.get('name') ?? '', de.get('name') ?? '']) {
      expect(name.length).toBeGreaterThanOrEqual(5);
      expect(name.length).toBeLessThanOrEqual(50);
    }
  });
});

test('the post-purchase page has the same words in both languages, with the same blanks', () => {
  const [en, de] = ['en.default.json', 'de.json'].map((file) => words('post-purchase', file));
  expect([...(de?.keys() ?? [])]).toEqual([...(en?.keys() ?? [])]);
  const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
  for (const [key, text] of en ?? []) expect(blanks(de?.get(key) ?? ''), key).toEqual(blanks(text));
});

test('both surfaces say the same', () => {
  for (const file of ['en.default.json', 'de.json']) {
    const [first, second] = SURFACES.map((surface) => {
      const all = words(surface, file);
      all.delete('name');
      return [...all];
    });
    expect(first).toEqual(second);
  }
});
