import {
  type ChooseOptions,
  choose,
  compile,
  fillText,
  type OfferCard,
  type OfferProduct,
  type PageOffer,
  type PageOffers,
  pickVariant,
  plainId,
  type ReferralCard,
  type Rule,
  shareOf,
  type TextValues,
} from '@reprise/rules';
import type { Tracked } from './events.ts';
import { pageFacts } from './facts.ts';
import type { Host, PageOrder } from './host.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a page decided by itself. */
export interface Decided {
  readonly cards: readonly OfferCard[];
  /** Kept back from this order, so that their effect can be measured. */
  readonly heldOut: readonly Tracked[];
  /** The card below the offers; its link has to be asked for. */
  readonly referral: ReferralCard | null;
}

/** What a decision is made from. */
interface Question {
  readonly host: Host;
  readonly order: PageOrder;
  readonly page: PageOffers;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** An offer with the card that this order would see. */
interface Ready extends Omit<PageOffer, 'rule'> {
  readonly rule: Rule | null;
  readonly card: OfferCard;
}

/**
 * Which offers does this order see, by the rules that the server uses and from what the page itself knows? Nothing that was
 * just bought, was closed, has no words, or has a price in another currency than the order's. Throws where this browser lacks
 * what a decision needs.
 * @param closed offers that were closed on this device
 */
export function decide(question: Question, closed: readonly string[]): Decided {
  const { host, order, page, now } = question;
  const ready = page.offers.flatMap((offer): Ready[] => {
    const card = cardFor(question, offer);
    return card ? [{ ...offer, rule: offer.rule as Rule | null, card }] : [];
  });
  const facts = pageFacts(host, order, page, new Set(closed), now);
  const products = new Map<string, readonly OfferProduct[]>();
  const productsOf: ChooseOptions<Ready>['productsOf'] = (offer, taken) => {
    if (offer.show === undefined) return null;
    const items = itemsFor(order, offer, taken);
    products.set(offer.id, items);
    return items.map(({ productId }) => plainId(productId));
  };
  const { chosen, heldOut } = choose(compile(ready), facts, now, { limit: page.limit, productsOf });
  return {
    cards: chosen.map(({ offer }) => finish(question, offer, products.get(offer.id))),
    heldOut: heldOut.map(({ offer: { id, card } }) => ({
      id,
      arm: card.arm,
      product: products.get(id)?.[0] ?? card.product,
    })),
    referral: inLanguage(page.referral ?? {}, order.locale, page.shop.locale) ?? null,
  };
}

/** The card of the arm that this order is in, in the buyer's language; null when there is none that can be shown. */
function cardFor({ order, page }: Question, offer: PageOffer): OfferCard | null {
  const { arms = [], salt = '' } = offer;
  const draw = { experimentId: offer.id, salt };
  // As on the server: when nobody has a weight, the offer itself.
  const arm = pickVariant(draw, plainId(order.orderId), arms) ?? arms[0]?.id ?? '';
  const card = inLanguage(offer.cards[arm] ?? {}, order.locale, page.shop.locale);
  // A price is only shown in the shop's own currency: in another one the shop, not we, decides what it is.
  if (!card || (card.product && order.total.currency !== card.product.price.currency)) return null;
  return { ...card, ...(arm ? { arm } : {}) };
}

/** The order's locale, its language, the shop's locale, its language, then any: as the server picks. */
function inLanguage<T>(
  cards: Readonly<Record<string, T>>,
  locale: string,
  shopLocale: string,
): T | undefined {
  const byTag = new Map(Object.entries(cards).map(([tag, card]) => [tag.toLowerCase(), card]));
  const wanted = [locale, shopLocale].flatMap((tag) => {
    const clean = tag.replace(/_/g, '-').toLowerCase();
    return [clean, clean.split('-')[0] ?? clean];
  });
  const found = [...wanted, ...byTag.keys()].find((tag) => byTag.has(tag));
  return found === undefined ? undefined : byTag.get(found);
}

/** Of a list what stands on the card: best first, nothing twice on the page, nothing just bought that is bought only once. */
function itemsFor(
  order: PageOrder,
  { card, show }: Ready,
  taken: readonly string[],
): readonly OfferProduct[] {
  const used = new Set(taken);
  return (card.product ? [card.product, ...(card.moreProducts ?? [])] : [])
    .filter((one) => {
      const id = plainId(one.productId);
      return !isSpent(order, one) && !used.has(id) && used.add(id);
    })
    .slice(0, show);
}

/** It was just bought, and people buy it once. */
function isSpent({ lines }: PageOrder, { productId, isRepeatable }: OfferProduct): boolean {
  return !isRepeatable && lines.some((line) => plainId(line.productId) === plainId(productId));
}

/** What only this page view knows: the products, the deadline, the buyer's name. */
function finish(
  { host, order, page, now }: Question,
  { id, card, deadlineHours, endsAt, isShuffled }: Ready,
  items: readonly OfferProduct[] | undefined,
): OfferCard {
  const { moreProducts, ...one } = card;
  const [product = card.product, ...more] = items ?? [];
  const end = deadlineAt(now, deadlineHours ?? null, endsAt ?? null);
  const values: TextValues = {
    'first name': host.firstName() ?? null,
    product: product?.title ?? null,
    deadline: end && deadlineWords(end, order.locale, page.shop.timezone),
    order: order.confirmationNumber ?? null,
  };
  const fill = (text: string) => fillText(text, values);
  const others = items ? more : moreProducts?.filter((other) => !isSpent(order, other));
  return {
    ...one,
    product,
    ...(others && others.length > 0 ? { moreProducts: others } : {}),
    ...(isShuffled && card.question ? { question: shuffled(id, card.question, order) } : {}),
    title: fill(card.title),
    text: fill(card.text),
    button: fill(card.button),
    smallPrint: card.smallPrint ? fill(card.smallPrint) : null,
    deadlineAt: end,
  };
}

/** Answers in an order of their own for each order, the same at each visit; "Other" stays last. */
function shuffled(
  offerId: string,
  question: NonNullable<OfferCard['question']>,
  order: PageOrder,
): OfferCard['question'] {
  const place = (id: string) => (id === question.otherId ? 2 : shareOf(offerId, plainId(order.orderId), id));
  return { ...question, options: [...question.options].sort((a, b) => place(a.id) - place(b.id)) };
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

/** "27. November, 10:01", in the shop's zone: as the server writes it into a text. */
function deadlineWords(at: string, locale: string, timeZone: string): string {
  const options = { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(at));
}
