import { createInstance } from 'i18next';
import { languages } from '../../locales/index.ts';
import type { AppContext, Translate } from '../context.ts';

/** Orders bring locales from outside; remembering every string they may hold would be a leak. */
const maxRemembered = 200;

/**
 * Builds `ctx.text`: words by locale, falling back from the exact locale to its language to English. A locale that is not
 * a BCP 47 tag counts as none. Keys are `namespace:path.to.key`; parameters are inserted unescaped.
 */
export function createText(): AppContext['text'] {
  const i18n = createInstance();
  void i18n.init({
    resources: languages,
    fallbackLng: 'en',
    defaultNS: 'common',
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    showSupportNotice: false,
  } as Parameters<typeof i18n.init>[0]);
  const remembered = new Map<string, Translate>();

  return (locale) => {
    const tag = cleanLocale(locale);
    const known = remembered.get(tag);
    if (known) return known;
    const fixed = i18n.getFixedT(tag);
    const translate: Translate = (key, params) => String(params ? fixed(key, params) : fixed(key));
    if (remembered.size < maxRemembered) remembered.set(tag, translate);
    return translate;
  };
}

/** `de_AT` and `de-at` become `de-AT`; what is no language tag becomes `en`. */
export function cleanLocale(locale: string | null | undefined): string {
  if (!locale) return 'en';
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
