import { getExperiment } from '../../features/experiments/index.server.ts';
import { namesOf, templateTexts } from '../../features/offers/index.server.ts';
import {
  countries,
  inputOf,
  namedIn,
  type Offer,
  type OfferInput,
  templateInput,
  templateNames,
} from '../../features/offers/index.ts';
import { recentOrders } from '../../features/orders/index.server.ts';
import { getProducts } from '../../features/products/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import type { Context, Translate } from '../../platform/context.ts';
import type { TestView } from '../../ui/experiments/verdict-card.tsx';
import type { EditorData } from '../../ui/offers/editor/editor-page.tsx';
import { countryName } from '../../ui/offers/languages.ts';
import { pickedProduct } from './offers.products.ts';

const ordersToChoose = 20;

/** Everything that the editor shows of an offer, saved or new. */
export async function editorData(
  ctx: Context,
  locale: string,
  t: Translate,
  given: { offer: Offer } | { input: OfferInput },
): Promise<EditorData> {
  const offer = 'offer' in given ? given.offer : null;
  const input = 'offer' in given ? inputOf(given.offer, ctx.shop.currency) : given.input;
  const [products, orders, ruleNames, test] = await Promise.all([
    getProducts(ctx, productsIn(input)),
    recentOrders(ctx, ordersToChoose),
    namesOf(ctx, [input.rule], locale),
    offer?.experimentId && offer.setup.arms
      ? testOf(ctx, offer.experimentId, t('offers:test.verdict'))
      : null,
  ]);
  return {
    offer: {
      id: offer?.id ?? null,
      version: offer?.version ?? 0,
      status: offer?.status ?? 'draft',
      input,
    },
    shop: { currency: ctx.shop.currency, locale: ctx.shop.locale, timezone: ctx.shop.timezone },
    products: products.map((product) => pickedProduct(product, ctx.shop.currency)),
    // Named here and not in the page: a browser may call a country otherwise than the server, and the two would not fit.
    countryNames: Object.fromEntries(countries.map((code) => [code, countryName(code, locale)])),
    ruleNames: {
      products: ruleNames.products,
      variants: ruleNames.variants,
      collections: ruleNames.collections,
      segments: ruleNames.segments,
    },
    orders: orders.map((order) => ({
      id: order.id,
      label: `${order.name} · ${formatMoney({ minor: order.totalMinor, currency: order.currency }, locale)}`,
    })),
    readyWords: offer
      ? []
      : templateNames.map((id) => {
          const name = t(`offer-templates:${id}.name`);
          const ready = templateInput(id, name, templateTexts(ctx, id));
          return { kind: ready.kind, name, texts: ready.texts };
        }),
    test,
    paths: {
      self: offer ? paths.offer(offer.id) : paths.newOffer(),
      history: offer ? paths.offerHistory(offer.id) : null,
    },
  };
}

/** What is known of the offer's test today; null when it has not begun. */
async function testOf(ctx: Context, experimentId: string, name: string): Promise<TestView | null> {
  const report = await getExperiment(ctx, experimentId);
  if (!report) return null;
  const { verdict, arms } = report;
  const { status, metric, variants, winnerId, decidedBy, endedAt } = report.experiment;
  return {
    name,
    status,
    metric,
    variants: variants.map(({ id, name: own }) => ({ id, name: own })),
    winnerId,
    decidedBy,
    endedAt: endedAt?.toISOString() ?? null,
    verdict,
    arms,
  };
}

/** Products that whoever speaks of this offer must be able to name. */
export function productsIn(input: OfferInput): string[] {
  const choices = [input.choice, ...(input.test?.arms ?? []).map(({ choice }) => choice)];
  const gifts = [
    input.discount.gift,
    ...(input.test?.arms ?? []).map(({ discount }) => discount?.gift ?? null),
  ];
  return [
    ...new Set([
      ...choices
        .flatMap((choice) => (choice?.by === 'hand' ? choice.items : []))
        .map((item) => item.productId),
      ...gifts.flatMap((gift) => (gift ? [gift.productId] : [])),
      // A sentence names the first few; whoever edits the rule is told of all (ruleNames).
      ...namedIn(input.rule).productIds.slice(0, 10),
    ]),
  ];
}
