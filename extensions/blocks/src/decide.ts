import {
  choose,
  compile,
  fillText,
  type OfferCard,
  type PageOffer,
  type PageOffers,
  pickVariant,
  plainId,
  type Rule,
  type TextValues,
} from '@reprise/rules';
import type { Tracked } from './events.ts';
import { pageFacts } from './facts.ts';
import { deadline } from './format.ts';
import type { Host, PageOrder } from './host.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a page decided by itself. */
export interface Decided {
  readonly cards: readonly OfferCard[];
  /** Kept back from this order, so that their effect can be measured. */
  readonly heldOut: readonly Tracked[];
}

/** An offer with the card that this order would see. */
interface Ready extends Omit<PageOffer, 'rule'> {
  readonly rule: Rule | null;
  readonly card: OfferCard;
}

/**
 * Which offers does this order see, by the rules that the server uses and from what the page itself knows? Nothing that was
 * just bought, was closed, has no words, or has a price in another currency than the order's.
 * @param closed offers that were closed on this device
 * @param now milliseconds since 1970
 */
export function decide(
  host: Host,
  order: PageOrder,
  page: PageOffers,
  closed: readonly string[],
  now: number,
): Decided {
  const ready = page.offers.flatMap((offer): Ready[] => {
    const card = cardFor(order, page, offer);
    return card ? [{ ...offer, rule: offer.rule as Rule | null, card }] : [];
  });
  const facts = pageFacts(host, order, page, new Set(closed), now);
  const { chosen, heldOut } = choose(compile(ready), facts, now, { limit: page.limit });
  return {
    cards: chosen.map(({ offer }) => finish(host, order, offer, now)),
    heldOut: heldOut.map(({ offer: { id, card } }) => ({ id, arm: card.arm, product: card.product })),
  };
}

/** The card of the arm that this order is in, in the buyer's language; null when there is none that can be shown. */
function cardFor(order: PageOrder, page: PageOffers, offer: PageOffer): OfferCard | null {
  const { arms = [], salt = '' } = offer;
  const draw = { experimentId: offer.id, salt };
  const arm = arms.length > 0 ? pickVariant(draw, plainId(order.orderId), arms) : '';
  const cards = arm === null ? undefined : offer.cards[arm];
  const card = cards && inLanguage(cards, order.locale, page.shop.locale);
  if (!card) return null;
  const { product } = card;
  // A price is only shown in the shop's own currency: in another one the shop, not we, decides what it is.
  if (product && product.price.currency !== order.total.currency) return null;
  return { ...card, ...(arm ? { arm } : {}) };
}

/** The order's locale, its language, the shop's locale, its language, then any: as the server picks. */
function inLanguage(
  cards: Readonly<Record<string, OfferCard>>,
  locale: string,
  shopLocale: string,
): OfferCard | undefined {
  const byTag = new Map(Object.entries(cards).map(([tag, card]) => [tag.toLowerCase(), card]));
  const wanted = [locale, shopLocale].flatMap((tag) => {
    const clean = tag.replace(/_/g, '-').toLowerCase();
    return [clean, clean.split('-')[0] ?? clean];
  });
  const found = [...wanted, ...byTag.keys()].find((tag) => byTag.has(tag));
  return found === undefined ? undefined : byTag.get(found);
}

/** What only this page view knows: the deadline, the buyer's name, and what was just bought. */
function finish(
  host: Host,
  order: PageOrder,
  { card, deadlineHours, endsAt }: Ready,
  now: number,
): OfferCard {
  const end = deadlineAt(now, deadlineHours ?? null, endsAt ?? null);
  const values: TextValues = {
    'first name': host.firstName() ?? null,
    product: card.product?.title ?? null,
    discount: card.discount.label,
    deadline: end && deadline(host, end),
    shop: host.shopName,
    order: order.confirmationNumber ?? null,
  };
  const fill = (text: string) => fillText(text, values);
  const { moreProducts, ...rest } = card;
  const others = moreProducts?.filter((one) => !wasBought(order, one));
  return {
    ...rest,
    title: fill(card.title),
    text: fill(card.text),
    button: fill(card.button),
    smallPrint: card.smallPrint ? fill(card.smallPrint) : null,
    deadlineAt: end,
    ...(others && others.length > 0 ? { moreProducts: others } : {}),
  };
}

function wasBought(order: PageOrder, product: { readonly productId: string }): boolean {
  return order.lines.some((line) => plainId(line.productId) === plainId(product.productId));
}

/**
 * The deadline as the server will count it: hours from the order, rounded up to the full minute, not after the offer's own
 * end. The order is a moment old, so its time is now; the server's answer to an accept has the last word.
 */
function deadlineAt(now: number, hours: number | null, endsAt: string | null): string | null {
  const own = hours === null ? null : Math.ceil((now + hours * HOUR) / MINUTE) * MINUTE;
  const end = endsAt === null ? null : Date.parse(endsAt);
  if (own === null && end === null) return null;
  return new Date(Math.min(own ?? Number.POSITIVE_INFINITY, end ?? Number.POSITIVE_INFINITY)).toISOString();
}
