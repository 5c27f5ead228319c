import { describe, expect, test } from 'vitest';
import { languages } from '../../locales/index.ts';
import { cleanLocale, createText } from './text.server.ts';

type Tree = { [key: string]: string | Tree };
/** Dotted keys; forms of one plural count as one, since languages differ in which they have. */
function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [`${prefix}${key.replace(/_(zero|one|two|few|many|other)$/, '_*')}`]
      : keysOf(value, `${prefix}${key}.`),
  );
}
function textsOf(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : textsOf(value, `${prefix}${key}.`),
  );
}

describe('languages', () => {
  test('say the same things: no key is missing in one of them', () => {
    const en = new Set(keysOf(languages.en as Tree));
    const de = new Set(keysOf(languages.de as Tree));
    expect([...en].filter((key) => !de.has(key))).toEqual([]);
    expect([...de].filter((key) => !en.has(key))).toEqual([]);
  });

  test('take the same parameters', () => {
    const parameters = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]!);
    const used = (tree: Tree) => {
      const byKey = new Map<string, Set<string>>();
      for (const [key, text] of textsOf(tree)) {
        const name = key.replace(/_(zero|one|two|few|many|other)$/, '_*');
        const set = byKey.get(name) ?? new Set();
        for (const parameter of parameters(text)) set.add(parameter);
        byKey.set(name, set);
      }
      return byKey;
    };
    const en = used(languages.en as Tree);
    const differing = [...used(languages.de as Tree)].filter(
      ([key, set]) => [...set].sort().join() !== [...(en.get(key) ?? [])].sort().join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

describe('text', () => {
  const text = createText();
  test('falls back from the exact locale to its language to English', () => {
    expect(text('de-AT')('common:save')).toBe('Speichern');
    expect(text('de_CH')('common:save')).toBe('Speichern');
    expect(text('fr')('common:save')).toBe('Save');
    expect(text(null)('common:save')).toBe('Save');
    expect(text('../../etc')('common:save')).toBe('Save');
  });
  test('inserts as it is and counts', () => {
    expect(text('en')('home:week.earned', { count: 1, amount: '<€>' })).toContain('<€>');
    expect(text('en')('home:week.messages', { count: 0 })).toBe('No message was sent.');
    expect(text('de')('home:week.messages', { count: 3 })).toBe('3 Nachrichten wurden verschickt.');
  });
  test('cleans what orders call a locale', () => {
    expect(cleanLocale('en-us')).toBe('en-US');
    expect(cleanLocale('x'.repeat(5000))).toBe('en');
  });
});
