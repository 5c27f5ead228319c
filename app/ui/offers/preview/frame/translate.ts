/** A locale file of an extension. */
export type Dictionary = { [key: string]: string | Dictionary };

/** Shopify's `i18n.translate`: dotted keys, `{{name}}`, plural forms by `count`; an unknown key is said as it is. */
export function translateWith(
  words: Dictionary,
  locale: string,
  key: string,
  values: Record<string, unknown> = {},
): string | unknown[] {
  let found: string | Dictionary | undefined = words;
  for (const part of key.split('.')) found = typeof found === 'object' ? found[part] : undefined;
  if (typeof found === 'object' && typeof values.count === 'number') {
    found = found[new Intl.PluralRules(locale).select(values.count)] ?? found.other;
  }
  if (typeof found !== 'string') return key;
  const parts = found.split(/\{\{\s*(\w+)\s*\}\}/).map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part];
    return typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : (value ?? `{{${part}}}`);
  });
  return parts.every((part) => typeof part === 'string')
    ? parts.join('')
    : parts.filter((part) => part !== '');
}
