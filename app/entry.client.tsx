import { RemixBrowser } from '@remix-run/react';
import { StrictMode, startTransition } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createAdminI18n } from './ui/i18n.ts';

const language = document.documentElement.lang.startsWith('de') ? 'de' : 'en';

// Later requests carry no `locale` in their address: tell the server which language the page is in.
const fetchBefore = window.fetch;
window.fetch = (input, init) => {
  const address = new URL(input instanceof Request ? input.url : String(input), location.href);
  if (address.origin !== location.origin) return fetchBefore(input, init);
  const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set('x-admin-locale', language);
  return fetchBefore(input, { ...init, headers });
};

async function start(): Promise<void> {
  const [en, de] = await Promise.all([
    import('./locales/en/admin.ts'),
    language === 'de' ? import('./locales/de/admin.ts') : null,
  ]);
  const i18n = createAdminI18n(language, { en: en.admin, ...(de ? { de: de.admin } : {}) });
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nextProvider i18n={i18n}>
          <RemixBrowser />
        </I18nextProvider>
      </StrictMode>,
    );
  });
}
void start();
