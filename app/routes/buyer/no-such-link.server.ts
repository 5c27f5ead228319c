import type { AppContext } from '../../platform/context.ts';

/**
 * What a shopper sees who opened half a link: a page with two sentences in their language. For routes that otherwise only
 * lead on and have no page of their own. @returns status 404
 */
export function noSuchLink(app: Pick<AppContext, 'text'>, acceptLanguage: string | null): Response {
  const locale = acceptLanguage?.toLowerCase().startsWith('de') ? 'de' : 'en';
  const t = app.text(locale);
  const page = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${t('buyer:messages.badLink.heading')}</title></head>
<body style="font:1.05rem/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.25rem">
<main><h1 style="font-size:1.4rem">${t('buyer:messages.badLink.heading')}</h1>
<p>${t('buyer:messages.badLink.text')}</p></main></body></html>`;
  return new Response(page, { status: 404, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}
