import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  chooseMailing,
  type MailingPage,
  openMailingPage,
  pickLocale,
} from '../../features/messages/index.server.ts';
import type { AppContext } from '../../platform/context.ts';
import type { MailingPageProps } from '../../ui/mailing-page.tsx';
import { buyerContext } from '../../wiring/context.server.ts';

export const languageNames = { en: 'English', de: 'Deutsch' };

/** Words of a page about somebody's mailing choice, in the language asked for (`?lang=`), else the message's. */
function propsOf(
  app: AppContext,
  page: MailingPage,
  wantedLanguage: string | null,
  justChose: boolean,
): MailingPageProps {
  const locale = pickLocale(app.text, wantedLanguage, page.kind === 'known' ? page.locale : 'en');
  const t = app.text(locale);
  const lang = t('mail:messages.language');
  const words = (key: string) =>
    t(`buyer:messages.${key}`, { shop: page.kind === 'known' ? page.shopName : '' });
  const languages = Object.entries(languageNames)
    .filter(([code]) => code !== lang)
    .map(([code, name]) => ({ lang: code, name, href: `?lang=${code}` }));
  if (page.kind !== 'known') {
    const key = page.kind === 'forged' ? 'badLink' : 'gone';
    return {
      lang,
      shop: null,
      languages,
      heading: words(`${key}.heading`),
      text: words(`${key}.text`),
      button: null,
      note: null,
      toShop: null,
    };
  }
  const base = {
    lang,
    shop: { name: page.shopName, url: page.shopUrl },
    languages,
    toShop: words('toShop'),
  };
  if (page.isWithdrawn) {
    return {
      ...base,
      heading: words(justChose ? 'stopped.heading' : 'alreadyStopped.heading'),
      text: words('stopped.text'),
      button: { label: words('start'), intent: 'start', isQuiet: true },
      note: words('stopped.note'),
    };
  }
  if (justChose) {
    return {
      ...base,
      heading: words('started.heading'),
      text: words('started.text'),
      button: { label: words('stop'), intent: 'stop', isQuiet: true },
      note: null,
    };
  }
  return {
    ...base,
    heading: words('ask.heading'),
    text: words('ask.text'),
    button: { label: words('stop'), intent: 'stop', isQuiet: false },
    note: words('transactional'),
  };
}

function statusOf(page: MailingPage): number {
  return page.kind === 'forged' ? 404 : 200;
}

/** GET: shows the page and changes nothing (scanners follow links). */
export async function showMailing(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const page = await openMailingPage(app, id, signature);
  const lang = new URL(args.request.url).searchParams.get('lang');
  return { props: propsOf(app, page, lang, false), status: statusOf(page) };
}

/**
 * POST: a mail program's one click (RFC 8058: `List-Unsubscribe=One-Click`, no cookies) or a button of the page. Whatever the
 * body says, an unsubscribe address unsubscribes, unless the undo button was pressed.
 */
export async function chooseMailingByForm(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const form = await args.request.formData().catch(() => new FormData());
  const isWanted = form.get('intent') === 'start';
  const lang = String(form.get('lang') ?? '') || null;
  const isOneClick = form.get('List-Unsubscribe') === 'One-Click';
  const words = app.text(lang ?? 'en');
  const page = await chooseMailing(app, id, signature, {
    isWanted,
    said: isOneClick
      ? 'List-Unsubscribe=One-Click'
      : words(`buyer:messages.${isWanted ? 'start' : 'stop'}`, { shop: '' }),
  });
  return { props: propsOf(app, page, lang, true), status: statusOf(page) };
}
