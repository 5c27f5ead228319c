import type { OfferCard, Reason, ReferralCard, Rule } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { loadComplementSnapshot } from '../complements/index.server.ts';
import { decidePage } from './decide-page.ts';
import { makeLive, type ShopOffers, shopOffers } from './live-offer.ts';
import { loadShopOffers, readCatalog, usesComplements } from './load-shop-offers.server.ts';
import { readGroups } from './lower-rule.server.ts';
import type { Offer } from './offer.ts';
import { cardMaker } from './offer-desk.server.ts';
import { type OrderFacts, openOrderFacts } from './order-facts.server.ts';
import { type OrderState, openOrderStates, promiseSubject } from './order-state.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { type PastOrder, readPastOrders } from './past-orders.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import { readTraitState } from './rule-lookups.server.ts';

/** What one offer makes of an order. */
export interface ExplainedOffer {
  id: string;
  name: string;
  /** the offer that is being edited, as it stands in the editor */
  isDraft: boolean;
  rule: Rule;
  state: 'shown' | 'held-out' | 'hidden';
  because: readonly Reason[];
}

export interface ExplainQuestion {
  orderId: string;
  /** the page at the moment of the order, or the order's page now */
  surface: 'thank-you' | 'order-status';
  /** an offer that is not saved yet, or not as it stands; null id = a new one */
  draft?: { id: string | null; input: unknown } | null;
  /** the review card of this order, of another feature; null = there is nothing to review (yet) */
  review?: OfferCard['review'];
}

/** So is an offer called that has no id yet. */
const newId = 'off_draft';

/**
 * For each active offer (and the draft, as if it were active): would this order's page show it, and why? Decided by the very code
 * that decides for shoppers. The thank-you page is looked at as it was: the buyer's orders, spend and the order before count as
 * of then, tags, segments and consent as they are now. The order-status page is looked at now.
 * @returns null when the shop has no such order
 */
export async function explainOrder(
  ctx: Context,
  question: ExplainQuestion,
): Promise<ExplainedOffer[] | null> {
  const offers = await offersWith(ctx, question.draft ?? null);
  const [order] = await readPastOrders(
    ctx,
    { orderId: question.orderId },
    { lines: true, parcel: true, person: offers.needs.person },
    offers.needs,
  );
  if (!order) return null;
  const isThen = question.surface === 'thank-you';
  const asked = askedBy(order, question.surface);
  const [state, stored] = await Promise.all([
    readState(ctx, order, asked, isThen),
    isThen ? storedThen(order) : readStoredNow(ctx, order, offers),
  ]);
  const { choice } = decidePage({
    offers,
    asked,
    state,
    stored,
    isProven: true,
    now: isThen ? order.processedAt : ctx.clock.now(),
    referral: offers.isReferralOn ? anyReferral : null,
    review: question.review ?? null,
    parts: cardMaker(ctx),
    explain: true,
  });
  const found = new Map<string, Pick<ExplainedOffer, 'state' | 'because'>>();
  for (const { offer, because } of choice.chosen) found.set(offer.id, { state: 'shown', because });
  for (const { offer, because } of choice.heldOut) found.set(offer.id, { state: 'held-out', because });
  for (const { offer, because } of choice.rejected) found.set(offer.id, { state: 'hidden', because });
  const draftId = question.draft ? (question.draft.id ?? newId) : null;
  return [...offers.byId.values()]
    .filter(({ offer }) => offer.status === 'active')
    .map(({ offer }) => ({
      id: offer.id,
      name: offer.name,
      isDraft: offer.id === draftId,
      rule: offer.rule,
      // What has no product that can be given is left out before anything is asked.
      ...(found.get(offer.id) ?? {
        state: 'hidden',
        because: [{ code: 'sold-out', met: 'no' as const, params: {} }],
      }),
    }));
}

/** The shop's offers, with the draft in its place (a new one comes last). A draft that cannot be read is left out. */
async function offersWith(ctx: Context, draft: ExplainQuestion['draft']): Promise<ShopOffers> {
  const loaded = await loadShopOffers(ctx, ctx.shop.domain, null);
  if (!loaded) throw new Error('the shop of a context is installed');
  const { offers } = loaded;
  if (!draft) return offers;
  const read = readOfferInput({ ...(draft.input as object), isActive: false }, ctx.shop, ctx.clock.now());
  if (read.kind === 'invalid') return offers;
  const known = draft.id === null ? undefined : offers.byId.get(draft.id);
  const offer: Offer = {
    ...read.content,
    setup: { ...read.content.setup, holdOutPercent: 0 },
    id: known?.id ?? draft.id ?? newId,
    status: 'active',
    experimentId: null,
    position: known?.offer.position ?? Number.MAX_SAFE_INTEGER,
    version: known?.offer.version ?? 1,
  };
  const [catalog, groups, traits] = await Promise.all([
    readCatalog(ctx.db, ctx.shop, [offer]),
    readGroups(ctx.db, ctx.shop.id, [offer.rule]),
    readTraitState(ctx.db, ctx.shop.id, offer.rule),
  ]);
  const live = makeLive(offer, { ...catalog, groups, salt: null });
  const all = [...offers.byId.values()];
  const complements =
    offers.complements ?? (usesComplements(offer) ? await loadComplementSnapshot(ctx.db, ctx.shop.id) : null);
  return shopOffers(
    { ...offers, complements },
    known ? all.map((each) => (each.id === known.id ? live : each)) : [...all, live],
    traits,
  );
}

function askedBy(order: PastOrder, surface: ExplainQuestion['surface']): OffersAsked {
  const { facts } = order;
  return {
    surface,
    orderId: order.id,
    checkoutToken: undefined,
    confirmationNumber: undefined,
    locale: facts.locale === '' ? 'en' : facts.locale,
    ...(facts.country ? { country: facts.country } : {}),
    currency: facts.total.currency,
    total: facts.total,
    lines: [...facts.lines],
    ...(facts.isFirstOrder != null && { isFirstOrder: facts.isFirstOrder }),
  };
}

/** Where referrals are on, every buyer has a link. */
const anyReferral: ReferralCard = {
  state: 'pending',
  headline: '',
  text: '',
  friendReward: '',
  advocateReward: '',
};

/** What was known of the order when it was placed. */
function storedThen({ facts }: PastOrder): OrderFacts {
  return {
    isOrderKnown: true,
    source: facts.source ?? null,
    shippingMethod: facts.shippingMethod ?? null,
    utm: facts.utm ?? null,
    discountCodes: facts.discountCodes ? [...facts.discountCodes] : null,
    isFirstOrder: facts.isFirstOrder ?? null,
    orderedAt: facts.orderedAt ?? null,
    parcel: 'placed',
    deliveredAt: null,
    person: facts.person ?? null,
  };
}

function readStoredNow(ctx: Context, order: PastOrder, offers: ShopOffers): Promise<OrderFacts> {
  return openOrderFacts(ctx.db)({
    shopId: ctx.shop.id,
    orderId: order.id,
    customerHash: null,
    currency: ctx.shop.currency,
    needs: { ...offers.needs, order: true },
  });
}

/** What the order has taken and closed counts on its page now; at the moment of the order it had done nothing yet. */
async function readState(
  ctx: Context,
  order: PastOrder,
  asked: OffersAsked,
  isThen: boolean,
): Promise<OrderState> {
  const state = await openOrderStates(ctx.db)({
    shopId: ctx.shop.id,
    orderId: order.id,
    promiseSubject: promiseSubject(order.id, undefined),
    details: {
      productIds: asked.lines.map(({ productId }) => productId),
      variantIds: asked.lines.map(({ variantId }) => variantId),
    },
  });
  if (!isThen) return state;
  return {
    ...state,
    promisedAt: null,
    grants: [],
    events: [],
    details: state.details && { ...state.details, additions: [] },
  };
}

/** Orders to try, newest first: all, or those whose number has the text in it. */
export async function ordersToTry(
  ctx: Pick<Context, 'db' | 'shop'>,
  text: string,
): Promise<{ id: string; name: string; totalMinor: bigint; currency: string; processedAt: Date }[]> {
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await ctx.db.query<{
    id: string;
    name: string;
    total_minor: bigint;
    currency: string;
    processed_at: Date;
  }>(
    `select id, name, total_minor, currency, processed_at from orders where shop_id = $1 and name ilike $2
     order by processed_at desc, id limit 20`,
    [ctx.shop.id, pattern],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    totalMinor: row.total_minor,
    currency: row.currency,
    processedAt: row.processed_at,
  }));
}
