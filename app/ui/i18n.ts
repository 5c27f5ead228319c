import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export type AdminLanguage = 'en' | 'de';

/** The words of one language (and English below it) for the admin's components. */
export function createAdminI18n(language: AdminLanguage, resources: Record<string, unknown>): i18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    resources: resources as never,
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  } as Parameters<i18n['init']>[0]);
  return instance;
}
