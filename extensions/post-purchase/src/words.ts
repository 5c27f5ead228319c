import de from '../locales/de.json';
import en from '../locales/en.default.json';

export type Key = keyof typeof en;
export interface Words {
  say(key: Key, params?: Record<string, string>): string;
  money(amount: string | number, currency: string): string;
}

/** This page has no translations of its own at Shopify: the words are in the bundle, by the buyer's language. */
export function wordsFor(locale: string): Words {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  const found: Record<Key, string> = language === 'de' ? de : en;
  return {
    say: (key, params = {}) => found[key].replace(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? ''),
    money(amount, currency) {
      try {
        return new Intl.NumberFormat(locale.replace('_', '-'), { style: 'currency', currency }).format(
          Number(amount),
        );
      } catch {
        return `${amount} ${currency}`;
      }
    },
  };
}
