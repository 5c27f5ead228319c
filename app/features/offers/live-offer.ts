import { type CompiledOffer, compile, type OfferCard, type RuleOffer, type Surface } from '@reprise/rules';
import type { Money } from '../../kit/money.ts';
import { hour } from '../../kit/span.ts';
import type { ShopRef } from '../../platform/context.ts';
import type { ComplementSnapshot } from '../complements/index.server.ts';
import type { Item } from './discount.ts';
import { type Groups, lowerRule } from './lower-rule.server.ts';
import { type Offer, productKinds } from './offer.ts';
import type { FactNeeds } from './order-facts.server.ts';
import { needsOf, noNeeds, type RuleNeeds } from './read-facts.server.ts';
import { type Arm, type Choice, FIRST_ARM, setupDefaults } from './setup.ts';

/** A product as a card shows it. The price is the shop's own. */
export interface OfferItem extends Item {
  title: string;
  variantTitle: string | null;
  imageUrl: string | null;
  price: Money;
  /** on sale and in stock */
  isSellable: boolean;
  /** people buy it again and again: it may be offered to who has just bought it */
  isRepeatable: boolean;
  /** pieces; null = not counted */
  stock: number | null;
}

/** Where the products of a card come from. */
export type ItemSource =
  | { by: 'none' }
  | { by: 'list'; items: readonly OfferItem[] }
  /** what goes with what was bought */
  | { by: 'complements' }
  /** what was bought itself */
  | { by: 'order' };

/** A card in one language as far as it is the same for every order. */
export interface Shell {
  card: OfferCard;
  /** some of its words wait for what only the order knows */
  hasVariables: boolean;
}

/** One way in which an offer is shown; without a test there is one, with the id ''. */
export interface LiveArm {
  readonly id: string;
  readonly offer: Offer;
  readonly source: ItemSource;
  /** what is given on top; null when it cannot be given now */
  readonly gift: OfferItem | null;
  /** by locale, made once */
  readonly shells: Map<string, Shell | null>;
}

/** An offer with everything that a decision needs; nothing is looked up while a shopper waits. */
export interface LiveOffer extends RuleOffer {
  readonly offer: Offer;
  readonly endsOn: Date | null;
  /** the offer itself first */
  readonly arms: readonly LiveArm[];
  /** who sees which arm; null = no test is running */
  readonly test: { salt: string; weights: readonly { id: string; weight: number }[] } | null;
  /** the one product that it always offers; null when there is none, or it depends on the order */
  readonly item: OfferItem | null;
  /** its products depend on the order */
  readonly hasList: boolean;
  /** as many as the merchant wanted have taken it, or no code can be had for it now */
  readonly isOut: boolean;
}

/** What a process knows of one shop's offers, as of `signature`. */
export interface ShopOffers {
  readonly shop: ShopRef;
  readonly signature: string;
  readonly isReferralOn: boolean;
  /** cards on one page at most */
  readonly limit: number;
  readonly complements: ComplementSnapshot | null;
  /** active offers, in order */
  readonly live: readonly CompiledOffer<LiveOffer>[];
  /** all of them, for orders that accepted one that is no longer active */
  readonly byId: ReadonlyMap<string, LiveOffer>;
  readonly soldOut: ReadonlySet<string>;
  /** pieces in stock of what is offered, by variant; what is not counted is absent */
  readonly stock: ReadonlyMap<string, number>;
  /** the shortest deadline in ms: below that age no order can have missed one */
  readonly shortestMs: number;
  /** active offers that show a price, and so only to who paid in the shop's currency */
  readonly priced: readonly LiveOffer[];
  /** active offers whose kind or cap asks more of the order than its rule */
  readonly special: readonly LiveOffer[];
  /** what rules ask of the order and its buyer */
  readonly needs: RuleNeeds & Pick<FactNeeds, 'areTagsKnown' | 'areSegmentsKnown'>;
  /** pages on which cards need more of the order than that (order-details.ts) */
  readonly needsDetails: ReadonlySet<Surface>;
  /** pages on which the merchant has placed the referral card as an offer: it is not added by itself then */
  readonly referralOn: ReadonlySet<Surface>;
}

/** What makes an offer live: its products, its collections' products and the test that runs on it. */
export interface OfferParts {
  itemOf(item: Item): OfferItem | null;
  itemsIn(collectionId: string): readonly OfferItem[];
  /** of the running experiment; null when none runs */
  salt: string | null;
  /** products of the groups that rules name */
  groups: Groups;
  /** see LiveOffer */
  isOut?: boolean;
}

/** An offer as the engine and the page need it. */
export function makeLive(offer: Offer, parts: OfferParts): LiveOffer {
  const isTest = parts.salt !== null && (offer.setup.arms?.length ?? 0) > 0;
  const arms = isTest
    ? [FIRST_ARM, ...(offer.setup.arms ?? []).map(({ id }) => id)].map((id) =>
        makeArm(id, armOffer(offer, id), parts),
      )
    : [makeArm('', offer, parts)];
  const [first] = arms;
  const isFixed = arms.every(({ source }) => source.by === 'none' || source === first?.source);
  const only = isFixed && first?.source.by === 'list' && first.source.items.length === 1;
  const item = only && first?.source.by === 'list' ? first.source.items[0] : undefined;
  return {
    id: offer.id,
    surfaces: offer.surfaces,
    moments: offer.moments,
    fromDays: offer.fromDays,
    startsAt: offer.startsAt,
    endsAt: offer.endsAt,
    holdOutPercent: offer.setup.holdOutPercent ?? 0,
    rule: lowerRule(offer.rule, parts.groups),
    product: item ? { productId: item.productId, variantId: item.variantId } : null,
    isRepeatable: item?.isRepeatable ?? false,
    offer,
    endsOn: offer.endsAt === null ? null : new Date(offer.endsAt),
    arms,
    test: isTest
      ? {
          salt: parts.salt ?? '',
          weights: [
            { id: FIRST_ARM, weight: offer.setup.armWeight ?? setupDefaults.armWeight },
            ...(offer.setup.arms ?? []).map(({ id, weight }) => ({ id, weight })),
          ],
        }
      : null,
    item: item ?? null,
    isOut: parts.isOut ?? false,
    hasList: productKinds.includes(offer.kind) && !item,
  };
}

function makeArm(id: string, offer: Offer, parts: OfferParts): LiveArm {
  return {
    id,
    offer,
    source: sourceOf(offer, parts),
    gift: offer.discount.kind === 'gift' ? parts.itemOf(offer.discount) : null,
    shells: new Map(),
  };
}

/** The offer as one arm says it; what the arm leaves out stays. */
export function armOffer(offer: Offer, armId: string): Offer {
  const arm: Arm | undefined = offer.setup.arms?.find(({ id }) => id === armId);
  if (!arm) return offer;
  const texts = { ...offer.texts };
  for (const [language, own] of Object.entries(arm.texts ?? {})) {
    const base = texts[language] ?? { title: '', text: '', button: '' };
    const options = { ...base.options, ...own.options };
    texts[language] = {
      ...base,
      ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
      ...(Object.keys(options).length > 0 && { options }),
    };
  }
  const choice = arm.choice ?? offer.setup.choice;
  return {
    ...offer,
    texts,
    discount: arm.discount ?? offer.discount,
    product: choice?.by === 'hand' ? (choice.items[0] ?? null) : null,
    pictureId: arm.pictureId === undefined ? offer.pictureId : arm.pictureId,
    setup: { ...offer.setup, ...(choice && { choice }) },
  };
}

function sourceOf(offer: Offer, parts: OfferParts): ItemSource {
  if (!productKinds.includes(offer.kind)) return { by: 'none' };
  if (offer.kind === 'buy-again') return { by: 'order' };
  const choice: Choice | undefined = offer.setup.choice;
  switch (choice?.by) {
    case 'hand':
      return { by: 'list', items: choice.items.map(parts.itemOf).filter((item) => item !== null) };
    case 'collection':
      return { by: 'list', items: parts.itemsIn(choice.collectionId) };
    case 'complements':
      return { by: 'complements' };
    default:
      return { by: 'list', items: [] };
  }
}

const specialKinds = ['vip', 'birthday', 'review', 'referral', 'parcel'];

/** Puts together what a decision needs. Pure. */
export function shopOffers(
  own: Pick<ShopOffers, 'shop' | 'signature' | 'isReferralOn' | 'limit' | 'complements'>,
  all: readonly LiveOffer[],
  traits: Pick<FactNeeds, 'areTagsKnown' | 'areSegmentsKnown'> = noNeeds,
): ShopOffers {
  const soldOut = new Set<string>();
  const stock = new Map<string, number>();
  const needsDetails = new Set<Surface>();
  const referralOn = new Set<Surface>();
  let shortestMs = Number.POSITIVE_INFINITY;
  const active = all.filter(({ offer }) => offer.status === 'active');
  for (const live of all) {
    const { deadlineHours } = live.offer;
    if (deadlineHours !== null) shortestMs = Math.min(shortestMs, deadlineHours * hour);
  }
  for (const live of active) {
    for (const { source } of live.arms) {
      for (const item of source.by === 'list' ? source.items : []) {
        if (!item.isSellable) soldOut.add(item.variantId);
        if (item.stock !== null) stock.set(item.variantId, item.stock);
      }
    }
    for (const surface of live.surfaces) {
      if (asksDetails(live)) needsDetails.add(surface);
      if (live.offer.kind === 'referral') referralOn.add(surface);
    }
  }
  return {
    ...own,
    live: compile(active.filter(canStand)),
    byId: new Map(all.map((live) => [live.id, live])),
    soldOut,
    stock,
    shortestMs,
    priced: active.filter(({ arms }) => arms.some(({ source }) => source.by !== 'none')),
    special: active.filter(
      ({ offer }) => specialKinds.includes(offer.kind) || offer.setup.caps?.perPerson != null,
    ),
    needs: { ...needsOf(active.map(({ offer }) => offer)), ...traits },
    needsDetails,
    referralOn,
  };
}

/** A product that the table does not have (any more), a gift that cannot be given: nobody can be shown that now. */
function canStand({ arms, isOut }: LiveOffer): boolean {
  if (isOut) return false;
  return arms.every(({ source, offer, gift }) => {
    if (source.by === 'list' && source.items.length === 0) return false;
    return offer.discount.kind !== 'gift' || gift?.isSellable === true;
  });
}

const detailKinds = ['buy-again', 'add-to-order', 'vip', 'birthday', 'parcel'];

function asksDetails({ offer, arms }: LiveOffer): boolean {
  if (detailKinds.includes(offer.kind) || offer.setup.caps?.perPerson != null) return true;
  return arms.some((arm) =>
    Object.values(arm.offer.texts).some((texts) =>
      [texts.title, texts.text, texts.button, texts.smallPrint].some(
        (text) => text !== undefined && /\{\s*(first\s+name|order)\s*[|}]/i.test(text),
      ),
    ),
  );
}
