import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useNavigate } from '@remix-run/react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  archiveOffer,
  duplicateOffer,
  getOffer,
  saveOffer,
  templateTexts,
} from '../../features/offers/index.server.ts';
import {
  conditionsOf,
  countries,
  inputOf,
  type OfferInput,
  templateInput,
  templateNames,
} from '../../features/offers/index.ts';
import { getProducts } from '../../features/products/index.server.ts';
import { paths } from '../../paths.ts';
import { countryName } from '../../ui/offers/languages.ts';
import { OfferEditor } from '../../ui/offers/offer-editor.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import { shopperKeys } from '../../ui/offers/shopper-words.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { pickedProduct } from './offers.products.ts';

export const links = () => [{ rel: 'stylesheet', href: offersCss }];

const templates = templateNames;

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const id = args.params.id ?? 'new';
  const known = id === 'new' ? null : await getOffer(ctx, id);
  if (id !== 'new' && !known) throw new Response(null, { status: 404 });
  const wanted = new URL(args.request.url).searchParams.get('template');
  const template = templates.find((each) => each === wanted) ?? 'next-order';
  const input = known
    ? inputOf(known, ctx.shop.currency)
    : templateInput(template, t(`offer-templates:${template}.name`), templateTexts(ctx, template));
  const chosen = input.choice?.by === 'hand' ? input.choice.items[0] : undefined;
  const products = await getProducts(ctx, [
    ...(chosen ? [chosen.productId] : []),
    ...(conditionsOf(input.rule)?.boughtProductIds ?? []),
  ]);
  const product = products.find((each) => each.id === chosen?.productId);
  return json({
    offer: { id: known?.id ?? null, version: known?.version ?? 0, status: known?.status ?? 'draft', input },
    shop: { currency: ctx.shop.currency, locale: ctx.shop.locale, timezone: ctx.shop.timezone },
    product: product ? pickedProduct(product, ctx.shop.currency) : null,
    names: Object.fromEntries(products.map((each) => [each.id, each.title])),
    // Named here and not in the page: a browser may call a country otherwise than the server, and the two would not fit.
    countryNames: Object.fromEntries(countries.map((code) => [code, countryName(code, locale)])),
    templates: templates.map((name) => {
      const words = t(`offer-templates:${name}.name`);
      const { kind, texts } = templateInput(name, words, templateTexts(ctx, name));
      return { kind, name: words, texts };
    }),
    words: Object.fromEntries(
      ['en', 'de'].map((language) => {
        const say = ctx.text(language);
        const open = { value: '{{value}}', date: '{{date}}' };
        return [language, Object.fromEntries(shopperKeys.map((key) => [key, say(key, open)]))];
      }),
    ),
  });
}

/** JSON: `{ action: 'save', input, version }`, or duplicate, or archive. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const id = args.params.id === 'new' ? null : (args.params.id ?? null);
  const body = (await args.request.json()) as { action?: string; input?: unknown; version?: unknown };
  if (body.action === 'save') {
    const outcome = await saveOffer(ctx, id, body.input, Number(body.version) || 0, await by());
    if (outcome.kind === 'unknown') throw new Response(null, { status: 404 });
    return json({ action: 'save' as const, outcome });
  }
  const offer = id === null ? null : await getOffer(ctx, id);
  if (!offer) throw new Response(null, { status: 404 });
  const outcome =
    body.action === 'duplicate'
      ? await duplicateOffer(ctx, offer.id, t('offers:list.copyOf', { name: offer.name }), await by())
      : await archiveOffer(ctx, offer.id, await by());
  return json({
    action: body.action === 'duplicate' ? ('duplicate' as const) : ('archive' as const),
    outcome,
  });
}

export default function EditOffer() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const navigate = useNavigate();
  const fetcher = useFetcher<typeof action>();
  const answer = fetcher.data;
  const id = data.offer.id;

  useEffect(() => {
    if (!answer) return;
    if (answer.action === 'save') {
      if (answer.outcome.kind !== 'saved') return;
      window.shopify?.toast.show(t('common:saved'));
      if (id === null) navigate(paths.offers());
      return;
    }
    window.shopify?.toast.show(t(`offers:list.done.${answer.action}`));
    navigate(paths.offers());
  }, [answer, id, navigate, t]);

  const send = (body: { action: string; input?: OfferInput; version?: number }) =>
    fetcher.submit(JSON.parse(JSON.stringify(body)), { method: 'post', encType: 'application/json' });
  const outcome = answer?.action === 'save' ? answer.outcome : null;
  const version = outcome?.kind === 'saved' ? outcome.version : data.offer.version;
  return (
    <OfferEditor
      key={id ?? 'new'}
      offer={{ ...data.offer, input: data.offer.input as OfferInput }}
      shop={data.shop}
      product={data.product}
      names={data.names}
      countryNames={data.countryNames}
      words={data.words}
      templates={data.templates}
      paths={{ list: paths.offers(), search: paths.offerProducts() }}
      isSaving={fetcher.state !== 'idle'}
      outcome={outcome}
      onSave={(input) => send({ action: 'save', input, version })}
      onLeave={() => navigate(paths.offers())}
      onDuplicate={() => send({ action: 'duplicate' })}
      onArchive={() => send({ action: 'archive' })}
    />
  );
}
