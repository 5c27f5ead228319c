/** Shopify's `i18n.translate`: dotted keys, {{name}} replacements, plural forms chosen by `count`. */

export type Dictionary = { [key: string]: string | Dictionary };
export type LocaleFiles = { default?: string } & { [locale: string]: Dictionary | string | undefined };
export type Replacements = Record<string, unknown>;

/** The file for a locale: the locale itself, then without its region, then the default. */
export function pickLocale(files: LocaleFiles, locale: string): { locale: string; words: Dictionary } {
  const names = Object.keys(files).filter((name) => name !== 'default');
  const wanted = [locale, locale.split('-')[0] ?? locale, files.default ?? 'en', names[0] ?? 'en'];
  for (const name of wanted) {
    const match = names.find((known) => known.toLowerCase() === name.toLowerCase());
    const words = match === undefined ? undefined : files[match];
    if (match !== undefined && typeof words === 'object') return { locale: match, words };
  }
  return { locale: 'en', words: {} };
}

function find(words: Dictionary, key: string): string | Dictionary | undefined {
  const whole = words[key];
  if (whole !== undefined) return whole;
  let at: string | Dictionary | undefined = words;
  for (const part of key.split('.')) {
    if (typeof at !== 'object') return undefined;
    at = at[part];
  }
  return at;
}

/**
 * Translates a key. Text replacements give a string; a replacement that is a node gives a list of parts. `count` picks
 * a plural form. An unknown key comes back as itself and is reported to `onMissing`.
 */
export function translate(
  words: Dictionary,
  locale: string,
  key: string,
  replacements: Replacements = {},
  onMissing: (key: string) => void = () => {},
): string | unknown[] {
  let entry = find(words, key);
  const { count } = replacements;
  if (typeof entry === 'object' && typeof count === 'number') {
    const exact = count === 0 ? entry.zero : undefined;
    entry = exact ?? entry[new Intl.PluralRules(locale).select(count)] ?? entry.other;
  }
  if (typeof entry !== 'string') {
    onMissing(key);
    return key;
  }
  const parts: unknown[] = [];
  let last = 0;
  for (const match of entry.matchAll(/\{\{\s*(\w+)\s*\}\}/g)) {
    const name = match[1] ?? '';
    const value = replacements[name];
    parts.push(entry.slice(last, match.index));
    last = match.index + match[0].length;
    if (value === undefined) parts.push(match[0]);
    else if (name === 'count' && typeof value === 'number')
      parts.push(new Intl.NumberFormat(locale).format(value));
    else parts.push(typeof value === 'number' ? String(value) : value);
  }
  parts.push(entry.slice(last));
  return parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : parts.filter((part) => part !== '');
}
