import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { isRouteErrorResponse, Outlet, useLoaderData, useNavigate, useRouteError } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import { AppProvider, Banner, Page } from '@shopify/polaris';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import polarisDe from '@shopify/polaris/locales/de.json' with { type: 'json' };
import polarisEn from '@shopify/polaris/locales/en.json' with { type: 'json' };
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { AdminLink } from '../../ui/admin-link.tsx';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: polarisStyles }];

/** Signs the merchant in, and installs the shop at its first opening. */
export async function loader(args: LoaderFunctionArgs) {
  const { locale } = await adminContext(args);
  return { locale };
}

/** Passes on the headers that Shopify's library puts on its answers (a new session token is wanted). */
export const headers: HeadersFunction = ({ parentHeaders, loaderHeaders, actionHeaders, errorHeaders }) =>
  errorHeaders && [...errorHeaders].length > 0
    ? errorHeaders
    : new Headers([...parentHeaders, ...loaderHeaders, ...actionHeaders]);

/** The frame of all merchant pages: menu, Polaris and its language. */
export default function AdminLayout() {
  const { locale } = useLoaderData<typeof loader>();
  return (
    <Frame locale={locale}>
      <Outlet />
    </Frame>
  );
}

function Frame({ locale, children }: { locale: string; children: React.ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  useEffect(() => {
    // App Bridge tells where the menu wants to go.
    const go = (event: Event) => {
      const href = (event.target as HTMLElement | null)?.getAttribute('href');
      if (href) navigate(href);
    };
    document.addEventListener('shopify:navigate', go);
    return () => document.removeEventListener('shopify:navigate', go);
  }, [navigate]);
  return (
    <AppProvider i18n={locale === 'de' ? [polarisDe, polarisEn] : polarisEn} linkComponent={AdminLink}>
      <NavMenu>
        <a href={paths.home()} rel="home">
          {t('common:nav.home')}
        </a>
        <a href={paths.offers()}>{t('common:nav.offers')}</a>
        <a href={paths.messages()}>{t('common:nav.messages')}</a>
        <a href={paths.flows()}>{t('common:nav.flows')}</a>
        <a href={paths.people()}>{t('common:nav.people')}</a>
        <a href={paths.reviews()}>{t('common:nav.reviews')}</a>
        <a href={paths.referrals()}>{t('common:nav.referrals')}</a>
        <a href={paths.settings()}>{t('common:nav.settings')}</a>
      </NavMenu>
      <main>{children}</main>
    </AppProvider>
  );
}

/** Says plainly what happened, inside the frame, so that the menu still leads on. */
export function ErrorBoundary() {
  const error = useRouteError();
  const { t, i18n } = useTranslation();
  const kind =
    isRouteErrorResponse(error) && error.status === 404
      ? 'missing'
      : isRouteErrorResponse(error) && error.status === 503
        ? 'unavailable'
        : 'broken';
  return (
    <Frame locale={i18n.language}>
      <Page narrowWidth>
        <Banner
          tone={kind === 'missing' ? 'info' : 'warning'}
          title={t(`common:error.${kind}.title`)}
          action={{ content: t('common:error.again'), onAction: () => location.reload() }}
        >
          <p>{t(`common:error.${kind}.text`)}</p>
        </Banner>
      </Page>
    </Frame>
  );
}
