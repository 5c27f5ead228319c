import type { Condition, Facts, PersonFacts } from '@reprise/rules';
import type { ShopRef } from '../../platform/context.ts';
import type { Offer } from './offer.ts';
import type { FactNeeds, OrderFacts } from './order-facts.server.ts';
import type { OffersAsked } from './page-requests.ts';
import { conditionsIn } from './rule-names.ts';
import { zoneOffsetMinutes } from './zone-time.ts';

const ofOrder: ReadonlySet<Condition['kind']> = new Set<Condition['kind']>(['source', 'utm', 'parcel']);
const ofPage: ReadonlySet<Condition['kind']> = new Set<Condition['kind']>([
  'discount-used',
  'shipping-method',
  'first-order',
]);
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

/** What the server must read of an order and its buyer so that these offers can be decided. */
export function needsOf(offers: readonly Pick<Offer, 'rule' | 'moments' | 'fromDays'>[]): {
  order: boolean;
  person: boolean;
} {
  let order = false;
  let person = false;
  for (const { rule, moments, fromDays } of offers) {
    if (moments.length > 0 || fromDays !== null) order = true;
    for (const { condition } of conditionsIn(rule)) {
      // What the page tells by itself may still be missing from an old page's request.
      if (ofOrder.has(condition.kind) || ofPage.has(condition.kind)) order = true;
      if (ofPerson.has(condition.kind)) person = true;
    }
  }
  return { order, person };
}

/** Nothing is needed. */
export const noNeeds: FactNeeds = {
  order: false,
  person: false,
  areTagsKnown: true,
  areSegmentsKnown: true,
};

/** The facts of a page's request, as the engine reads them. */
export type PageFacts = Omit<Facts, 'subject' | 'soldOutVariantIds' | 'closedOfferIds' | 'stock'>;

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
}): PageFacts {
  const { asked, stored, isProven, shop, now } = input;
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
