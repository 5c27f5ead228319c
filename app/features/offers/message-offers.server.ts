import type { OfferCard } from '@reprise/rules';
import { paths } from '../../paths.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import { type AcceptOutcome, acceptOffer } from './accept-offer.server.ts';
import { askForOrder } from './ask-for-order.server.ts';
import { countOnOrder } from './count-on-order.server.ts';
import { decidePage } from './decide-page.ts';
import { loadShopOffers } from './load-shop-offers.server.ts';
import { type KnownOrder, lookUpOrder } from './look-up-order.server.ts';
import { cardMaker, type OfferDesk } from './offer-desk.server.ts';
import { openOrderFacts } from './order-facts.server.ts';
import { needsFor, needsOf } from './read-facts.server.ts';

/** Kinds that say all they have to say in a message; the others need the page's own fields. */
const kindsInMessages = new Set<OfferCard['kind']>([
  'product',
  'discount',
  'buy-again',
  'add-to-order',
  'message',
]);

/** An offer as a block of a message: the card that a page would show, and the page of ours where it is taken. */
export interface MessageOffer {
  card: OfferCard;
  url: string;
}

/**
 * The offer that goes into a message about this order, decided as a page decides: the same rules, deadline, hold-out and code,
 * so a shopper sees one promise everywhere. What was accepted on a page before is shown with its code.
 * Counted as shown (or held out) once per order.
 * @returns null when nothing suits
 */
export async function offerForMessage(
  ctx: Context,
  orderId: string,
  locale: string,
): Promise<MessageOffer | null> {
  const found = await decide(ctx, orderId, locale);
  if (!found) return null;
  const { card, heldOut } = found;
  const about = { orderId, surface: 'message' as const };
  await countOnOrder(ctx, ctx.db, [
    ...heldOut.map((one) => ({ ...about, ...one, productId: null, type: 'held-out' as const })),
    ...(card && !card.accepted
      ? [
          {
            ...about,
            offerId: card.id,
            arm: card.arm ?? '',
            productId: card.product?.productId ?? null,
            type: 'shown' as const,
          },
        ]
      : []),
  ]);
  if (!card) return null;
  const url = ctx.appUrl + paths.offerPage(card.id, orderId, signOffer(ctx, card.id, orderId));
  return { card, url };
}

const signOffer = (ctx: Pick<AppContext, 'vault'>, offerId: string, orderId: string) =>
  ctx.vault.sign('offer', `${offerId} ${orderId}`);

async function decide(
  ctx: Context,
  orderId: string,
  locale: string,
  only?: string,
): Promise<{
  card: OfferCard | null;
  heldOut: { offerId: string; arm: string }[];
  order: KnownOrder;
} | null> {
  const loaded = await loadShopOffers(ctx, ctx.shop.domain, null);
  if (!loaded) return null;
  const live = loaded.offers.live.filter(
    ({ offer }) => offer.surfaces.includes('message') && kindsInMessages.has(offer.offer.kind),
  );
  // Most shops have none: nothing more is read then.
  if (live.length === 0 && only === undefined) return null;
  const order = await lookUpOrder(ctx, orderId, () => false);
  if (!order || order.isCancelled) return null;
  const { asked, state } = await askForOrder(ctx, order, { surface: 'message', locale });
  const stored = await openOrderFacts(ctx.db)({
    shopId: ctx.shop.id,
    orderId,
    customerHash: null,
    currency: ctx.shop.currency,
    needs: { ...loaded.offers.needs, ...needsFor(needsOf(live.map(({ offer }) => offer.offer))) },
  });
  const { cards, heldOut } = decidePage({
    offers: { ...loaded.offers, live, limit: live.length },
    asked,
    state,
    stored,
    isProven: true,
    now: ctx.clock.now(),
    parts: cardMaker(ctx),
  });
  const card = cards.find(({ id }) => only === undefined || id === only) ?? null;
  return { card, heldOut, order };
}

export type OfferPage =
  | { kind: 'open'; card: OfferCard; shopName: string; shopUrl: string; locale: string }
  /** ended, or of an installation that is gone */
  | { kind: 'gone'; shopName: string | null; shopUrl: string | null; locale: string | null }
  /** the signature does not fit */
  | { kind: 'forged' };

async function contextOfOffer(app: AppContext, offerId: string): Promise<Context | null> {
  const { rows } = await app.db.query<{ shop_id: string }>('select shop_id from offers where id = $1', [
    offerId,
  ]);
  return rows[0] ? app.forShop(rows[0].shop_id) : null;
}

/** The page behind a message's offer, in the order's language. Looks only: mail scanners follow links. */
export async function openOfferPage(
  app: AppContext,
  offerId: string,
  orderId: string,
  signature: string,
): Promise<OfferPage> {
  if (!app.vault.isSigned('offer', `${offerId} ${orderId}`, signature)) return { kind: 'forged' };
  const ctx = await contextOfOffer(app, offerId);
  if (!ctx) return { kind: 'gone', shopName: null, shopUrl: null, locale: null };
  const locale = await localeOf(ctx, orderId);
  const shop = { shopName: ctx.shop.name, shopUrl: ctx.shop.storefrontUrl, locale };
  const found = await decide(ctx, orderId, locale, offerId);
  return found?.card ? { kind: 'open', card: found.card, ...shop } : { kind: 'gone', ...shop };
}

async function localeOf(ctx: Context, orderId: string): Promise<string> {
  const { rows } = await ctx.db.query<{ locale: string | null }>(
    'select locale from orders where shop_id = $1 and id = $2',
    [ctx.shop.id, orderId],
  );
  return rows[0]?.locale ?? ctx.shop.locale;
}

/**
 * The buyer takes the offer of a message: the same accept as on a page, so the same code. The signed link stands for the order.
 * @returns null when the link is not ours
 */
export async function acceptFromMessage(
  app: AppContext,
  desk: OfferDesk,
  link: { offerId: string; orderId: string; signature: string },
  ip: string | null,
): Promise<AcceptOutcome | null> {
  const { offerId, orderId, signature } = link;
  if (!app.vault.isSigned('offer', `${offerId} ${orderId}`, signature)) return null;
  const ctx = await contextOfOffer(app, offerId);
  if (!ctx) return null;
  const order = await lookUpOrder(ctx, orderId, () => false);
  if (!order) return { kind: 'unavailable' };
  return acceptOffer(
    desk,
    { domain: ctx.shop.domain, customerId: order.customerId, ip },
    offerId,
    {
      surface: 'message',
      orderId,
      checkoutToken: order.checkoutToken ?? undefined,
      confirmationNumber: order.confirmationNumber ?? undefined,
      locale: await localeOf(ctx, orderId),
      eventId: crypto.randomUUID(),
    },
    async () => ctx,
  );
}
