import { type Bag, claim, flag, type Leaf, leaf, Unreadable } from './answer.ts';
import { hour, parcel, schedule, share, stock, weekday } from './moment-conditions.ts';
import {
  amountBetween,
  bought,
  boughtGroup,
  discountUsed,
  locale,
  oneOf,
  orderText,
  quantity,
  utm,
} from './order-conditions.ts';
import { consent, personClaim, personList, personNumber, personSpend } from './person-conditions.ts';

/** The test of one condition. Throws Unreadable for a kind that is unknown or fields that do not fit. */
export function condition(rule: Bag, offer: { readonly id: string; readonly variantId: string }): Leaf {
  const { kind } = rule;
  switch (kind) {
    case 'order-total':
      return amountBetween(kind, rule, ({ raw }) => raw.total);
    case 'bought-product':
    case 'bought-variant':
      return bought(kind, rule);
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
      return boughtGroup(kind, rule);
    case 'quantity':
      return quantity(rule);
    case 'currency':
    case 'country':
    case 'surface':
      return oneOf(kind, rule);
    case 'locale':
      return locale(rule);
    case 'discount-used':
      return discountUsed(rule);
    case 'shipping-method':
    case 'source':
      return orderText(kind, rule);
    case 'utm':
      return utm(rule);
    case 'first-order': {
      const is = flag(rule.is, kind);
      return leaf(kind, { is }, ({ raw: { isFirstOrder } }) =>
        claim(isFirstOrder == null ? null : isFirstOrder === is),
      );
    }
    case 'person-orders':
    case 'last-order-days':
      return personNumber(kind, rule);
    case 'person-spend':
      return personSpend(rule);
    case 'person-tag':
    case 'segment':
      return personList(kind, rule);
    case 'is-vip':
    case 'has-reviewed':
    case 'has-referred':
      return personClaim(kind, rule);
    case 'consent':
      return consent(rule);
    case 'parcel':
      return parcel(rule);
    case 'schedule':
      return schedule(rule);
    case 'weekday':
      return weekday(rule);
    case 'hour':
      return hour(rule);
    case 'stock':
      return stock(rule, offer.variantId);
    case 'share':
      return share(rule, offer.id);
    default:
      throw new Unreadable(`unknown condition ${String(kind).slice(0, 40)}`);
  }
}
