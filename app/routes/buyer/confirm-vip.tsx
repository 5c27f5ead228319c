import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { pickLocale } from '../../features/messages/index.server.ts';
import { type ConfirmPage, openConfirmation } from '../../features/vip/index.server.ts';
import type { AppContext } from '../../platform/context.ts';
import buyerStyles from '../../ui/buyer.css?url';
import { MailingCard, type MailingPageProps } from '../../ui/mailing-page.tsx';
import { buyerContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: buyerStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.props.heading ?? '' },
  { name: 'robots', content: 'noindex' },
];

const languageNames = { en: 'English', de: 'Deutsch' };

function propsOf(app: AppContext, page: ConfirmPage, wanted: string | null): MailingPageProps {
  const isKnown = page.kind === 'ask' || page.kind === 'joined';
  const t = app.text(pickLocale(app.text, wanted, isKnown ? page.locale : 'en'));
  const lang = t('mail:messages.language');
  const params = isKnown ? { shop: page.shopName, text: page.consentText } : { shop: '', text: '' };
  const key = isKnown ? page.kind : 'gone';
  return {
    lang,
    shop: isKnown ? { name: page.shopName, url: page.shopUrl } : null,
    languages: Object.entries(languageNames)
      .filter(([code]) => code !== lang)
      .map(([code, name]) => ({ lang: code, name, href: `?lang=${code}` })),
    heading: t(`buyer:vip.${key}.heading`, params),
    text: t(`buyer:vip.${key}.text`, params),
    button: page.kind === 'ask' ? { label: t('buyer:vip.button'), intent: 'start', isQuiet: false } : null,
    note: null,
    toShop: page.kind === 'joined' ? t('buyer:vip.toShop') : null,
  };
}

async function show(args: LoaderFunctionArgs, isConfirmed: boolean, lang: string | null) {
  const { app } = await buyerContext(args);
  const { id = '', signature = '' } = args.params;
  const page = await openConfirmation(app, id, signature, { isConfirmed });
  return json(
    { props: propsOf(app, page, lang) },
    {
      status: page.kind === 'forged' ? 404 : 200,
      headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' },
    },
  );
}

export function loader(args: LoaderFunctionArgs) {
  return show(args, false, new URL(args.request.url).searchParams.get('lang'));
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData().catch(() => new FormData());
  return show(args, true, String(form.get('lang') ?? '') || null);
}

export default function ConfirmVip() {
  const shown = useLoaderData<typeof loader>();
  const chosen = useActionData<typeof action>();
  return <MailingCard {...(chosen ?? shown).props} />;
}
