import { type ActionFunctionArgs, json, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { pickLocale } from '../../features/messages/index.server.ts';
import { acceptFromMessage, type OfferPage, openOfferPage } from '../../features/offers/index.server.ts';
import { formatMoney, parseMoney } from '../../kit/money.ts';
import type { AppContext } from '../../platform/context.ts';
import buyerStyles from '../../ui/buyer.css?url';
import { BuyerPage } from '../../ui/buyer-page.tsx';
import { buyerContext, buyerOffers } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: buyerStyles }];
export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.heading ?? '' },
  { name: 'robots', content: 'noindex' },
];

const languageNames = { en: 'English', de: 'Deutsch' };

interface Shown {
  lang: string;
  shop: { name: string; url: string } | null;
  languages: { lang: string; name: string; href: string }[];
  heading: string;
  text: string;
  product: { title: string; imageUrl: string | null; price: string; was: string | null } | null;
  /** the form's button; null when there is nothing (more) to take */
  button: string | null;
  taken: { code: string | null; codeLabel: string; url: string; link: string } | null;
  note: string | null;
  problem: string | null;
}

/** The page behind an offer in a message: what it is, one button, then the code. Works without JavaScript. */
function shownOf(app: AppContext, page: OfferPage, wanted: string | null, problem: string | null): Shown {
  const shopLocale = page.kind === 'forged' ? null : page.locale;
  const locale = pickLocale(app.text, wanted ?? shopLocale, shopLocale ?? 'en');
  const t = app.text(locale);
  const lang = t('mail:messages.language');
  const base = {
    lang,
    shop:
      page.kind !== 'forged' && page.shopName && page.shopUrl
        ? { name: page.shopName, url: page.shopUrl }
        : null,
    languages: Object.entries(languageNames)
      .filter(([code]) => code !== lang)
      .map(([code, name]) => ({ lang: code, name, href: `?lang=${code}` })),
    product: null,
    button: null,
    taken: null,
    note: null,
    problem: null,
  };
  if (page.kind !== 'open') {
    return { ...base, heading: t('buyer:offer.gone.heading'), text: t('buyer:offer.gone.text') };
  }
  const { card } = page;
  const money = ({ amount, currency }: { amount: string; currency: string }) =>
    formatMoney(parseMoney(amount, currency), locale);
  const end = card.accepted?.deadlineAt ?? card.deadlineAt;
  const until = end
    ? t('buyer:offer.validUntil', {
        until: new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }).format(
          new Date(end),
        ),
      })
    : null;
  const { product, accepted } = card;
  return {
    ...base,
    heading: accepted ? t('buyer:offer.taken.heading') : card.title,
    text: accepted?.code ? t('buyer:offer.taken.text') : card.text,
    product: product
      ? {
          title: product.variantTitle ? `${product.title}, ${product.variantTitle}` : product.title,
          imageUrl: product.imageUrl ?? null,
          price: money(product.discountedPrice),
          was:
            product.price.amount === product.discountedPrice.amount
              ? null
              : `${t('buyer:offer.was')} ${money(product.price)}`,
        }
      : null,
    button: accepted ? null : card.button,
    taken: accepted
      ? {
          code: accepted.code || null,
          codeLabel: t('buyer:offer.code'),
          url: accepted.url,
          link: t(product ? 'buyer:offer.toCart' : 'buyer:offer.toShop'),
        }
      : null,
    note: [until, card.smallPrint].filter(Boolean).join(' ') || null,
    problem,
  };
}

const headers = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' };

export async function loader(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const { id = '', order = '', signature = '' } = args.params;
  const page = await openOfferPage(app, id, order, signature);
  const lang = new URL(args.request.url).searchParams.get('lang');
  return json(shownOf(app, page, lang, null), { status: page.kind === 'forged' ? 404 : 200, headers });
}

export async function action(args: ActionFunctionArgs) {
  const { app, ip } = await buyerContext(args);
  const { id = '', order = '', signature = '' } = args.params;
  const form = await args.request.formData().catch(() => new FormData());
  const lang = String(form.get('lang') ?? '') || null;
  const link = { offerId: id, orderId: order, signature };
  const outcome = await acceptFromMessage(app, buyerOffers(args.context), link, ip);
  const page = await openOfferPage(app, id, order, signature);
  const hasFailed = outcome?.kind === 'unavailable';
  return json(shownOf(app, page, lang, hasFailed ? app.text(lang ?? 'en')('buyer:offer.failed') : null), {
    status: page.kind === 'forged' ? 404 : 200,
    headers,
  });
}

export default function OfferFromMessage() {
  const shown = useLoaderData<typeof loader>();
  const chosen = useActionData<typeof action>();
  const page = chosen ?? shown;
  return (
    <BuyerPage lang={page.lang} shop={page.shop} languages={page.languages}>
      <h1>{page.heading}</h1>
      {page.text ? <p>{page.text}</p> : null}
      {page.product ? (
        <p style={{ alignItems: 'center', display: 'flex', gap: '1rem' }}>
          {page.product.imageUrl ? (
            <img
              src={page.product.imageUrl}
              alt=""
              width={80}
              height={80}
              style={{ borderRadius: 8, objectFit: 'cover' }}
            />
          ) : null}
          <span>
            <strong>{page.product.title}</strong>
            <br />
            {page.product.price} {page.product.was ? <span className="muted">{page.product.was}</span> : null}
          </span>
        </p>
      ) : null}
      {page.problem ? <p role="alert">{page.problem}</p> : null}
      {page.button ? (
        <form method="post">
          <input type="hidden" name="lang" value={page.lang} />
          <button type="submit">{page.button}</button>
        </form>
      ) : null}
      {page.taken ? (
        <>
          {page.taken.code ? (
            <p>
              {page.taken.codeLabel}: <strong>{page.taken.code}</strong>
            </p>
          ) : null}
          <p>
            <a className="button" href={page.taken.url}>
              {page.taken.link}
            </a>
          </p>
        </>
      ) : null}
      {page.note ? <p className="muted">{page.note}</p> : null}
    </BuyerPage>
  );
}
