import type { OfferCard, Reason, ReferralCard } from '@reprise/rules';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { loadComplementSnapshot } from '../complements/index.server.ts';
import { searchProducts } from '../products/index.server.ts';
import { askForOrder } from './ask-for-order.server.ts';
import { decidePage } from './decide-page.ts';
import {
  armOffer,
  type LiveOffer,
  makeLive,
  type OfferItem,
  type ShopOffers,
  shopOffers,
} from './live-offer.ts';
import { readCatalog, usesComplements } from './load-shop-offers.server.ts';
import { lookUpOrder } from './look-up-order.server.ts';
import { readGroups } from './lower-rule.server.ts';
import type { Offer } from './offer.ts';
import { cardMaker } from './offer-desk.server.ts';
import type { Problems } from './offer-input.ts';
import type { OrderDetails } from './order-details.ts';
import { openOrderFacts } from './order-facts.server.ts';
import type { OrderState } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { needsFor, needsOf } from './read-facts.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import { readTraitState } from './rule-lookups.server.ts';
import { FIRST_ARM } from './setup.ts';

export interface PreviewQuestion {
  /** the draft as it is typed; what is unfinished shows nothing */
  input: unknown;
  locale: string;
  surface: 'thank-you' | 'order-status';
  /** null: an order that could be any, for which every rule holds */
  orderId: string | null;
  /** null: the offer itself */
  arm: string | null;
  /** of other features, where the draft shows their card */
  referral?: ReferralCard | null;
  review?: OfferCard['review'];
}

export interface PreviewOutcome {
  cards: OfferCard[];
  /** why it is shown for this order, or why not; empty for an order that could be any */
  because: readonly Reason[];
  problems: Problems;
}

const previewId = 'off_preview';

/**
 * How a draft would be shown on a page, before it is saved: decided and drawn by the very code that decides for shoppers, as if
 * it were the only offer. Nothing is kept, nobody is held back.
 */
export async function previewCards(ctx: Context, question: PreviewQuestion): Promise<PreviewOutcome> {
  const now = ctx.clock.now();
  const draft = { ...(question.input as object), isActive: false };
  const read = readOfferInput(draft, ctx.shop, now);
  if (read.kind === 'invalid') return { cards: [], because: [], problems: read.problems };
  const whole: Offer = {
    ...read.content,
    id: previewId,
    status: 'active',
    experimentId: null,
    position: 0,
    version: 1,
  };
  const { arms: _arms, ...setup } = whole.setup;
  const shown = armOffer(whole, question.arm ?? FIRST_ARM);
  const offer: Offer = { ...shown, setup: { ...setup, ...shown.setup, arms: undefined, holdOutPercent: 0 } };
  return question.orderId === null
    ? previewForAny(ctx, question, offer, now)
    : previewForOrder(ctx, question, question.orderId, offer, now);
}

async function oneOffer(ctx: Context, offer: Offer, spare: readonly OfferItem[]): Promise<ShopOffers> {
  const catalog = await readCatalog(ctx.db, ctx.shop, [offer]);
  const live: LiveOffer = makeLive(offer, {
    ...catalog,
    itemsIn: (id) => (catalog.itemsIn(id).length > 0 ? catalog.itemsIn(id) : spare),
    salt: null,
    groups: await readGroups(ctx.db, ctx.shop.id, [offer.rule]),
  });
  return shopOffers(
    {
      shop: ctx.shop,
      signature: '',
      isReferralOn: true,
      limit: 1,
      complements: usesComplements(offer) ? await loadComplementSnapshot(ctx.db, ctx.shop.id) : null,
    },
    [live],
  );
}

async function previewForOrder(
  ctx: Context,
  question: PreviewQuestion,
  orderId: string,
  offer: Offer,
  now: Date,
): Promise<PreviewOutcome> {
  const order = await lookUpOrder(ctx, orderId, () => false);
  if (!order) return { cards: [], because: [], problems: {} };
  const offers = await oneOffer(ctx, offer, []);
  const { surface, locale } = question;
  const { asked, state: known } = await askForOrder(ctx, order, { surface, locale });
  const stored = await openOrderFacts(ctx.db)({
    shopId: ctx.shop.id,
    orderId,
    customerHash: null,
    currency: ctx.shop.currency,
    needs: {
      ...needsFor(needsOf([offer])),
      ...(await readTraitState(ctx.db, ctx.shop.id, offer.rule)),
    },
  });
  const { cards, choice } = decidePage({
    offers,
    asked,
    // What happened with other offers on this order is not this draft's business.
    state: {
      ...known,
      grants: [],
      events: [],
      details: known.details && { ...known.details, additions: [] },
    },
    stored,
    isProven: true,
    now,
    referral: question.referral ?? null,
    review: question.review ?? null,
    parts: cardMaker(ctx),
    explain: true,
  });
  const verdict = [...choice.chosen, ...choice.rejected][0];
  return { cards, because: verdict?.because ?? [], problems: {} };
}

/** An order that could be any: rules, dates and moments hold, and where nothing is known to show, something stands in. */
async function previewForAny(
  ctx: Context,
  question: PreviewQuestion,
  draft: Offer,
  now: Date,
): Promise<PreviewOutcome> {
  const offer: Offer = {
    ...draft,
    rule: { kind: 'all', rules: [] },
    surfaces: [question.surface],
    moments: [],
    fromDays: null,
    startsAt: null,
    endsAt: draft.endsAt !== null && Date.parse(draft.endsAt) <= now.getTime() ? null : draft.endsAt,
  };
  const spare = await spareItems(ctx);
  const offers = await oneOffer(ctx, offer, spare);
  const isAgain = offer.kind === 'buy-again';
  const { currency } = ctx.shop;
  const asked: OffersAsked = {
    surface: question.surface,
    orderId: '0',
    locale: question.locale,
    currency,
    total: { minor: 5_000n, currency },
    lines: isAgain ? spare.map(({ productId, variantId }) => ({ productId, variantId, quantity: 1 })) : [],
    checkoutToken: undefined,
    confirmationNumber: '1042',
  };
  const decide = (all: ShopOffers) =>
    decidePage({
      offers: all,
      asked,
      state: anyOrder(ctx, spare, now),
      stored: { ...nothingKnown },
      isProven: true,
      now,
      referral: question.referral ?? null,
      review: question.review ?? sampleReview(ctx, spare),
      parts: cardMaker(ctx),
    }).cards;
  const cards = decide(offers);
  if (cards.length > 0 || !usesComplements(offer)) return { cards, because: [], problems: {} };
  // Nothing is known yet of what goes together in this shop: any of its products shows how it will look.
  const [first] = spare;
  if (!first) return { cards, because: [], problems: {} };
  const choice = {
    by: 'hand' as const,
    items: spare.map(({ productId, variantId }) => ({ productId, variantId })),
  };
  const stand = await oneOffer(ctx, { ...offer, setup: { ...offer.setup, choice } }, spare);
  return { cards: decide(stand), because: [], problems: {} };
}

const nothingKnown = {
  isOrderKnown: false,
  source: null,
  shippingMethod: null,
  utm: null,
  discountCodes: null,
  isFirstOrder: null,
  orderedAt: null,
  parcel: null,
  deliveredAt: null,
  person: null,
};

async function spareItems(ctx: Context): Promise<OfferItem[]> {
  const products = await searchProducts(ctx, { text: '', limit: 8 });
  return products.flatMap((product): OfferItem[] => {
    const variant = product.variants.find((each) => each.isAvailable && BigInt(each.priceMinor) > 0n);
    if (!variant) return [];
    return [
      {
        productId: product.id,
        variantId: variant.id,
        title: product.title,
        variantTitle: variant.title === 'Default Title' ? null : variant.title,
        imageUrl: product.imageUrl,
        price: { minor: BigInt(variant.priceMinor), currency: ctx.shop.currency },
        isSellable: true,
        isRepeatable: true,
        stock: null,
      },
    ];
  });
}

function sampleReview(ctx: Context, [first]: readonly OfferItem[]): NonNullable<OfferCard['review']> {
  return {
    url: ctx.shop.storefrontUrl,
    productTitle: first?.title ?? ctx.shop.name,
    imageUrl: first?.imageUrl ?? null,
  };
}

/** An order of two days ago by somebody with a name, on its way. */
function anyOrder(ctx: Context, spare: readonly OfferItem[], now: Date): OrderState {
  const processedAt = now;
  const details: OrderDetails = {
    name: '#1042',
    country: ctx.shop.country,
    hasEmail: true,
    firstNameSealed: ctx.vault.seal('Lena'),
    isOnList: false,
    hasBirthday: false,
    parcels: [
      {
        status: 'success',
        shipmentStatus: 'in_transit',
        shippedAt: addMs(now, -day),
        deliveredAt: null,
        trackingUrl: ctx.shop.storefrontUrl,
        updatedAt: addMs(now, -day),
      },
    ],
    deliveredAt: null,
    products: spare.map((item) => ({
      product_id: item.productId,
      title: item.title,
      image_url: item.imageUrl,
      status: 'active',
      is_repeatable: true,
      variant: {
        id: item.variantId,
        title: item.variantTitle,
        priceMinor: String(item.price.minor),
        isAvailable: true,
      },
    })),
    additions: [],
    taken: {},
  };
  return {
    order: {
      checkoutToken: null,
      confirmationNumber: '1042',
      customerId: null,
      personId: null,
      processedAt,
      isCancelled: false,
    },
    promisedAt: null,
    grants: [],
    events: [],
    details,
  };
}
