import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useLocation,
  useRouteLoaderData,
} from '@remix-run/react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PlainError } from './ui/plain-error.tsx';
import { adminLocale, bridgeConfig } from './wiring/context.server.ts';

/** App Bridge's address and the app's key, for admin pages only. */
export function loader({ request, context }: LoaderFunctionArgs) {
  const isAdmin = new URL(request.url).pathname.startsWith('/app');
  return { bridge: isAdmin ? bridgeConfig(context) : null, locale: adminLocale(request) };
}

/** It depends on the first request only. */
export const shouldRevalidate = () => false;

/**
 * The document. Admin pages start App Bridge before anything else (an App Store rule) and run our scripts; pages for shoppers
 * and operators are plain HTML.
 */
export function Layout({ children }: { children: ReactNode }) {
  const { pathname } = useLocation();
  const { i18n } = useTranslation();
  const data = useRouteLoaderData<typeof loader>('root');
  const isAdmin = pathname.startsWith('/app');
  return (
    <html lang={data?.locale ?? i18n.language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {isAdmin && data?.bridge ? (
          <>
            <meta name="shopify-api-key" content={data.bridge.apiKey} />
            <script src={data.bridge.scriptUrl} data-api-key={data.bridge.apiKey} />
          </>
        ) : null}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {isAdmin ? (
          <>
            <ScrollRestoration />
            <Scripts />
          </>
        ) : null}
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return <PlainError />;
}
