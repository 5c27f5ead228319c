import { type ActionFunctionArgs, json } from '@remix-run/node';
import type { Reason } from '@reprise/rules';
import { z } from 'zod';
import { previewCards } from '../../features/offers/index.server.ts';
import { type OfferInput, type RuleNames, reasonText } from '../../features/offers/index.ts';
import { getOrder } from '../../features/orders/index.server.ts';
import type { Order, OrderLine } from '../../features/orders/index.ts';
import { getPerson } from '../../features/people/index.server.ts';
import { getProducts, searchProducts } from '../../features/products/index.server.ts';
import { referralCard } from '../../features/referrals/index.server.ts';
import { moneyAmount } from '../../kit/money.ts';
import { day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';
import type { PreviewOrder } from '../../ui/offers/preview/preview-page.ts';
import type { PreviewAnswer } from '../../ui/offers/preview/use-preview.ts';
import { adminContext } from '../../wiring/context.server.ts';

const question = z.object({
  input: z.unknown(),
  locale: z.string().max(20),
  surface: z.enum(['thank-you', 'order-status']),
  orderId: z.string().max(40),
  arm: z.string().max(40),
});

/** How a draft would be shown on a page of an order: the page, the cards that our server would answer, and why. Nothing is kept. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, locale: adminLocale } = await adminContext(args);
  const read = question.safeParse(await args.request.json());
  if (!read.success) throw new Response(null, { status: 400 });
  const { input, surface, orderId, arm, locale } = read.data;
  const [known, referral] = await Promise.all([
    orderId === '' ? null : getOrder(ctx, orderId),
    sampleReferral(ctx, locale),
  ]);
  const { cards, because } = await previewCards(ctx, {
    input,
    locale,
    surface,
    orderId: known?.id ?? null,
    arm: arm === '' ? null : arm,
    referral,
  });
  const isShown = cards.length > 0;
  const names = await namesFor(ctx, adminLocale, because);
  const answer: PreviewAnswer = {
    page: {
      surface,
      locale,
      shop: { name: ctx.shop.name, timezone: ctx.shop.timezone, currency: ctx.shop.currency },
      order: known ? await orderPage(ctx, known) : await sampleOrder(ctx, locale, parcelOf(input)),
      answer: {
        decisionId: 'preview',
        offers: cards,
        referral: null,
        serverTime: ctx.clock.now().toISOString(),
      },
      empty: t(`offers:preview.${known ? 'emptyOrder' : emptyBecause(input, referral !== null)}`),
    },
    isShown,
    // Of what speaks for it and against it, only what decided.
    because: because
      .filter(({ met }) => (met === 'yes') === isShown)
      .map((reason) => reasonText(reason, t, names)),
  };
  return json(answer);
}

/** Names of the products that these reasons speak of. */
async function namesFor(ctx: Context, locale: string, because: readonly Reason[]): Promise<RuleNames> {
  const ids = because.flatMap(({ params }) =>
    [params.ids, params.productIds].flatMap((list) => (Array.isArray(list) ? list.slice(0, 3) : [])),
  );
  const products = await getProducts(ctx, [...new Set(ids.map(String))]);
  return {
    locale,
    timezone: ctx.shop.timezone,
    products: Object.fromEntries(products.map(({ id, title }) => [id, title])),
  };
}

/** A moment at which the draft would be shown. */
function parcelOf(input: unknown): PreviewOrder['parcel'] {
  const { moments, fromDays } = (input ?? {}) as Partial<OfferInput>;
  return fromDays?.after === 'delivered' ? 'delivered' : (moments?.[0] ?? 'shipped');
}

/** What the merchant must do first, if it is one of the usual things. */
function emptyBecause(input: unknown, isReferralOn: boolean) {
  const { kind, choice, texts } = (input ?? {}) as Partial<OfferInput>;
  if (kind === 'referral' && !isReferralOn) return 'emptyReferral';
  if (choice?.by === 'hand' && choice.items.length === 0) return 'emptyProduct';
  return Object.values(texts ?? {}).some((each) => each.title?.trim()) ? 'empty' : 'emptyWords';
}

async function orderPage(ctx: Context, order: Order): Promise<PreviewOrder> {
  const [products, person] = await Promise.all([
    getProducts(
      ctx,
      order.lines.flatMap(({ productId }) => productId ?? []),
    ),
    order.personId ? getPerson(ctx, order.personId) : null,
  ]);
  const pictures = new Map(products.map((product) => [product.id, product.imageUrl]));
  return {
    id: order.id,
    name: order.name,
    firstName: person?.firstName ?? null,
    isFirst: order.isFirst ?? true,
    total: moneyAmount({ minor: order.totalMinor, currency: order.currency }),
    currency: order.currency,
    country: order.country,
    placedAt: order.processedAt.toISOString(),
    parcel: order.deliveredAt ? 'delivered' : order.fulfilledAt ? 'shipped' : 'placed',
    lines: order.lines.map((line) => ({
      productId: line.productId ?? '',
      variantId: line.variantId ?? '',
      title: line.title,
      quantity: line.quantity,
      price: moneyAmount({ minor: lineTotal(line), currency: order.currency }),
      imageUrl: pictures.get(line.productId ?? '') ?? null,
    })),
  };
}

function lineTotal(line: OrderLine): bigint {
  return line.priceMinor * BigInt(line.quantity) - line.discountMinor;
}

/** An order that could be any: two of the shop's own products, bought by somebody new. */
async function sampleOrder(
  ctx: Context,
  locale: string,
  parcel: PreviewOrder['parcel'],
): Promise<PreviewOrder> {
  const { currency } = ctx.shop;
  const products = await searchProducts(ctx, { text: '', limit: 2 });
  const lines = products.flatMap((product) => {
    const [variant] = product.variants;
    if (!variant) return [];
    return [
      {
        productId: product.id,
        variantId: variant.id,
        title: product.title,
        quantity: 1,
        priceMinor: BigInt(variant.priceMinor),
        imageUrl: product.imageUrl,
      },
    ];
  });
  const total = lines.reduce((sum, line) => sum + line.priceMinor, 0n);
  return {
    id: '',
    name: '#1042',
    firstName: locale.startsWith('de') ? 'Lena' : 'Emma',
    isFirst: true,
    total: moneyAmount({ minor: total, currency }),
    currency,
    country: ctx.shop.country,
    placedAt: new Date(ctx.clock.now().getTime() - 2 * day).toISOString(),
    parcel,
    lines: lines.map(({ priceMinor, ...line }) => ({
      ...line,
      price: moneyAmount({ minor: priceMinor, currency }),
    })),
  };
}

/** The words of the shop's programme with a link that nobody owns; null while it is switched off. */
async function sampleReferral(ctx: Context, locale: string) {
  const card = await referralCard(ctx, { shop: ctx.shop, personId: null, isOrderKnown: false, locale });
  return card && { ...card, state: 'ready' as const, link: ctx.appUrl + paths.referral('FRIEND-PREVIEW') };
}
