import { PassThrough } from 'node:stream';
import { createReadableStreamFromReadable, type EntryContext } from '@remix-run/node';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import { renderToPipeableStream } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { admin as adminDe } from './locales/de/admin.ts';
import { admin as adminEn } from './locales/en/admin.ts';
import { createAdminI18n } from './ui/i18n.ts';
import { adminLocale, framePolicy, loadContext } from './wiring/context.server.ts';

const words = {
  en: createAdminI18n('en', { en: adminEn }),
  de: createAdminI18n('de', { en: adminEn, de: adminDe }),
};
const giveUpMs = 10_000;

/** Streams a page. Who may frame it depends on what it is: admin pages the Shopify admin, everything else nobody. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: Parameters<typeof loadContext>[0],
): Promise<Response> {
  const { deps, requestId } = loadContext(context);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', framePolicy(deps, request));
  return new Promise((resolve, reject) => {
    let hasStarted = false;
    const { pipe, abort } = renderToPipeableStream(
      <I18nextProvider i18n={words[adminLocale(request)]}>
        <RemixServer context={remixContext} url={request.url} />
      </I18nextProvider>,
      {
        onShellReady() {
          hasStarted = true;
          const body = new PassThrough();
          resolve(
            new Response(createReadableStreamFromReadable(body), {
              status: remixContext.staticHandlerContext.statusCode || status,
              headers,
            }),
          );
          pipe(body);
        },
        onShellError: reject,
        onError(error) {
          if (hasStarted)
            deps.log.error({ err: error, request: requestId }, 'page broke off while it was drawn');
        },
      },
    );
    setTimeout(abort, giveUpMs).unref();
  });
}

/** A loader or an action threw something that was no Response. */
export function handleError(
  error: unknown,
  { request, context }: { request: Request; context: Parameters<typeof loadContext>[0] },
): void {
  // An address that leads nowhere is answered 404 and is no failure of ours.
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  const { deps, requestId } = loadContext(context);
  deps.log.error({ err: error, request: requestId, path: new URL(request.url).pathname }, 'page failed');
}
