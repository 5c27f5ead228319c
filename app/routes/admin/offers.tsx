import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, Page, Tabs, Text } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  activateOffer,
  archiveOffer,
  duplicateOffer,
  getLimit,
  getOffer,
  listOffers,
  moveOffers,
  pauseOffer,
  restoreOffer,
  setLimit,
} from '../../features/offers/index.server.ts';
import { getProducts } from '../../features/products/index.server.ts';
import { readReferralsSettings } from '../../features/referrals/index.server.ts';
import { paths } from '../../paths.ts';
import { LimitSetting } from '../../ui/offers/list/limit-setting.tsx';
import { OfferList } from '../../ui/offers/list/offer-list.tsx';
import type { OfferRow, RowAction } from '../../ui/offers/list/offer-row.ts';
import { TemplateGallery } from '../../ui/offers/list/template-gallery.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import { adminContext } from '../../wiring/context.server.ts';
import { templateCards } from './offers.templates.server.ts';
import { offerRow, productIdsOf } from './offers.words.server.ts';

export const links = () => [{ rel: 'stylesheet', href: offersCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const [listed, limit, referrals] = await Promise.all([
    listOffers(ctx),
    getLimit(ctx),
    readReferralsSettings(ctx, ctx.db),
  ]);
  const products = await getProducts(ctx, productIdsOf(listed));
  const names = {
    locale,
    timezone: ctx.shop.timezone,
    products: Object.fromEntries(products.map(({ id, title }) => [id, title])),
  };
  const reader = {
    ctx,
    t,
    locale,
    names,
    products: new Map(products.map((each) => [each.id, each])),
    isReferralOn: referrals.isOn,
  };
  return json({
    offers: listed.map((each) => offerRow(each, reader)),
    limit,
    templates: listed.length === 0 ? templateCards(ctx, locale, t) : [],
  });
}

/** JSON: an action on one offer, `{ action: 'order', ids }`, or `{ action: 'limit', limit }`. The list is read again afterwards. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const body = (await args.request.json()) as {
    action?: string;
    id?: string;
    ids?: unknown;
    limit?: unknown;
  };
  const id = String(body.id ?? '');
  const wanted = body.action as RowAction | 'order' | 'limit';
  const outcome = await act();
  return json({ action: wanted, kind: outcome.kind });

  async function act(): Promise<{ kind: string }> {
    switch (wanted) {
      case 'order':
        if (!Array.isArray(body.ids)) throw new Response(null, { status: 400 });
        await moveOffers(ctx, body.ids.slice(0, 5_000).map(String));
        return { kind: 'changed' };
      case 'limit':
        return { kind: (await setLimit(ctx, Number(body.limit))) ? 'changed' : 'invalid' };
      case 'activate':
        return activateOffer(ctx, id, await by());
      case 'pause':
        return pauseOffer(ctx, id, await by());
      case 'archive':
        return archiveOffer(ctx, id, await by());
      case 'restore':
        return restoreOffer(ctx, id, await by());
      case 'duplicate': {
        const known = await getOffer(ctx, id);
        return duplicateOffer(ctx, id, t('offers:list.copyOf', { name: known?.name ?? '' }), await by());
      }
      default:
        throw new Response(null, { status: 400 });
    }
  }
}

const filters = ['active', 'all', 'drafts', 'archived'] as const;
type Filter = (typeof filters)[number];

const belongs: Record<Filter, (offer: OfferRow) => boolean> = {
  active: ({ state }) => state === 'active' || state === 'scheduled' || state === 'ended',
  all: ({ state }) => state !== 'archived',
  drafts: ({ state }) => state === 'draft',
  archived: ({ state }) => state === 'archived',
};

export default function Offers() {
  const { offers, limit, templates } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  const [query, setQuery] = useSearchParams();
  const answer = fetcher.data;
  useEffect(() => {
    if (!answer || answer.action === 'order') return;
    const { toast } = window.shopify ?? {};
    if (answer.action === 'limit') toast?.show(t('common:saved'));
    else if (answer.kind === 'changed') toast?.show(t(`offers:list.done.${answer.action}`));
    else toast?.show(t('offers:list.notComplete'), { isError: true });
  }, [answer, t]);

  if (offers.length === 0) {
    return (
      <Page title={t('offers:title')} subtitle={t('offers:subtitle')}>
        <TemplateGallery
          templates={templates}
          pathTo={(template) => `${paths.newOffer()}?template=${template}`}
          hasTitle
        />
      </Page>
    );
  }
  const send = (body: { action: string; id?: string; ids?: string[]; limit?: number }) =>
    fetcher.submit(body, { method: 'post', encType: 'application/json' });
  const asked = query.get('show');
  const fallback: Filter = offers.some(belongs.active) ? 'active' : 'all';
  const filter = filters.find((each) => each === asked) ?? fallback;
  const rows = offers.filter(belongs[filter]);
  /** The whole order, with the rows of this filter in their new one: those that are not in sight keep their places. */
  const reorder = (ids: string[]) => {
    const moved = [...ids];
    const whole = offers.filter(belongs.all).map(({ id }) => (ids.includes(id) ? (moved.shift() ?? id) : id));
    send({ action: 'order', ids: whole });
  };
  return (
    <Page
      title={t('offers:title')}
      subtitle={t('offers:subtitle')}
      primaryAction={{ content: t('offers:new'), url: paths.newOffer() }}
      secondaryActions={[
        { content: t('offers:list.results'), url: paths.offersResults() },
        { content: t('offers:list.complements'), url: paths.complements() },
        { content: t('offers:list.postPurchase'), url: paths.postPurchase() },
      ]}
    >
      <BlockStack gap="400">
        <Card padding="0">
          <Tabs
            tabs={filters.map((each) => ({
              id: `offers-${each}`,
              content: t(`offers:tabs.${each}`),
              badge: String(offers.filter(belongs[each]).length),
              panelID: 'offers-panel',
            }))}
            selected={filters.indexOf(filter)}
            onSelect={(index) => {
              const next = new URLSearchParams(query);
              next.set('show', filters[index] ?? 'all');
              setQuery(next, { preventScrollReset: true });
            }}
          >
            {filter === 'archived' || filter === 'drafts' ? null : (
              <LimitSetting limit={limit} onChange={(next) => send({ action: 'limit', limit: next })} />
            )}
            {rows.length > 0 ? (
              <OfferList
                offers={rows}
                pathTo={paths.offer}
                onOrder={reorder}
                onAction={(id, wanted) => send({ action: wanted, id })}
                isBusy={fetcher.state !== 'idle'}
                canMove={filter !== 'archived'}
              />
            ) : (
              <Box padding="600">
                <Text as="p" tone="subdued" alignment="center">
                  {t(`offers:tabs.none.${filter}`)}
                </Text>
              </Box>
            )}
          </Tabs>
        </Card>
      </BlockStack>
    </Page>
  );
}
