import { useTranslation } from 'react-i18next';
import type { Reader } from './summaries.ts';

/** Who reads: their language, and the shop's zone and currency. */
export function useReader(shop: { timezone: string; currency: string }): Reader {
  const { t, i18n } = useTranslation();
  return {
    t: (key, params = {}) => t(key, params),
    language: i18n.language,
    timezone: shop.timezone,
    currency: shop.currency,
  };
}
