import type { Condition, Facts, PersonFacts } from '@reprise/rules';
import type { ShopRef } from '../../platform/context.ts';
import type { Offer } from './offer.ts';
import type { FactNeeds, OrderFacts } from './order-facts.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { conditionsIn } from './rule-names.ts';
import { zoneOffsetMinutes } from './zone-time.ts';

const ofOrder: ReadonlySet<Condition['kind']> = new Set<Condition['kind']>(['source', 'utm', 'parcel']);
/** Facts that a page tells by itself; asked of the database only where it did not. */
const ofPage = {
  'discount-used': 'discountCodes',
  'shipping-method': 'shippingMethod',
  'first-order': 'isFirstOrder',
} as const satisfies Partial<Record<Condition['kind'], keyof OffersAsked>>;
type PageFact = (typeof ofPage)[keyof typeof ofPage];

const ofPerson: ReadonlySet<Condition['kind']> = new Set<Condition['kind']>([
  'person-orders',
  'last-order-days',
  'person-spend',
  'person-tag',
  'segment',
  'is-vip',
  'has-reviewed',
  'has-referred',
  'consent',
]);

/** What rules and moments of these offers ask about. */
export interface RuleNeeds {
  /** what only the server knows of the order: its source, its campaign, its parcel */
  order: boolean;
  person: boolean;
  /** what the page should tell */
  page: readonly PageFact[];
}

/** What the server must read of an order and its buyer so that these offers can be decided. */
export function needsOf(offers: readonly Pick<Offer, 'rule' | 'moments' | 'fromDays'>[]): RuleNeeds {
  let order = false;
  let person = false;
  const page = new Set<PageFact>();
  for (const { rule, moments, fromDays } of offers) {
    if (moments.length > 0 || fromDays !== null) order = true;
    for (const { condition } of conditionsIn(rule)) {
      if (ofOrder.has(condition.kind)) order = true;
      if (ofPerson.has(condition.kind)) person = true;
      if (condition.kind in ofPage) page.add(ofPage[condition.kind as keyof typeof ofPage]);
    }
  }
  return { order, person, page: [...page] };
}

/** The same for one request: what it told itself need not be read. Without a request, everything that is asked about. */
export function needsFor(
  needs: RuleNeeds,
  asked: Partial<OffersAsked> = {},
): Pick<FactNeeds, 'order' | 'person'> {
  const { order, person, page } = needs;
  return { order: order || page.some((fact) => asked[fact] === undefined), person };
}

/** Tags and segments count as read. */
export const noNeeds = { areTagsKnown: true, areSegmentsKnown: true } as const;

/**
 * Puts together what the page says and what we know. What is stored counts only for a page that has proved that it belongs to
 * the order (`isProven`), or for the signed-in customer whose page it is; the page's own word comes first, because it is newer
 * than any webhook.
 */
export function factsOfPage(input: {
  asked: OffersAsked;
  stored: OrderFacts;
  isProven: boolean;
  shop: Pick<ShopRef, 'timezone'>;
  now: Date;
  /** who is asked about, what there is of the goods, and what was closed */
  more: Pick<Facts, 'subject' | 'soldOutVariantIds' | 'closedOfferIds' | 'stock'>;
}): Facts {
  const { asked, stored, isProven, shop, now, more } = input;
  const known = isProven ? stored : null;
  // Of an order that has not arrived we know nobody but the signed-in customer.
  const person = isProven || !stored.isOrderKnown ? stored.person : null;
  const isThankYou = asked.surface === 'thank-you';
  return {
    surface: asked.surface,
    total: asked.total,
    lines: asked.lines,
    locale: asked.locale,
    country: asked.country ?? null,
    isFirstOrder: asked.isFirstOrder ?? known?.isFirstOrder ?? null,
    discountCodes: asked.discountCodes ?? known?.discountCodes ?? null,
    shippingMethod: asked.shippingMethod ?? known?.shippingMethod ?? null,
    source: known?.source ?? null,
    utm: known?.utm ?? null,
    // Right after paying nothing has been sent.
    parcel: known?.parcel ?? (isThankYou ? 'placed' : null),
    orderedAt: known?.orderedAt ?? null,
    ...(known?.isOrderKnown && { deliveredAt: known.deliveredAt }),
    person: person && withThisOrder(stored, person, asked),
    zoneOffsetMinutes: zoneOffsetMinutes(shop.timezone, now),
    subject: more.subject,
    stock: more.stock,
    soldOutVariantIds: more.soldOutVariantIds,
    closedOfferIds: more.closedOfferIds,
  };
}

/** Counts include the order that the page is about, whether it has arrived here or not. */
function withThisOrder(stored: OrderFacts, person: PersonFacts, { total }: OffersAsked): PersonFacts {
  if (stored.isOrderKnown || person.orders === null || person.spent === null) return person;
  const { minor, currency } = person.spent;
  return {
    ...person,
    orders: person.orders + 1,
    spent: currency === total.currency ? { minor: minor + total.minor, currency } : null,
  };
}
