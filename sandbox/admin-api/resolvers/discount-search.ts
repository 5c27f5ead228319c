import { codesOf, statusOf } from '../../store/discounts.ts';
import type { DiscountNode, RedeemCode } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import type { Matcher } from '../search.ts';
import { numberFits, textFits, timeFits } from '../search.ts';

const TYPES = {
  basic: ['amount', 'percentage', 'fixed_amount'],
  bxgy: ['bxgy'],
  free_shipping: ['free_shipping'],
};

/** The filters of discountNodes and codeDiscountNodes. */
export function discountMatcher({ store }: Pick<Context, 'store'>): Matcher<DiscountNode> {
  return (discount, term) => {
    switch (term.field) {
      case null:
      case 'title':
        return (
          discount.title.toLowerCase().includes(term.value.toLowerCase()) ||
          codesOf(store, discount.id).some((one) =>
            one.code.toLowerCase().startsWith(term.value.toLowerCase()),
          )
        );
      case 'id':
        return discount.id === term.value;
      case 'code':
        return codesOf(store, discount.id).some((one) => textFits(one.code, term));
      case 'status':
        return statusOf(discount, store.now()).toLowerCase() === term.value.toLowerCase();
      case 'method':
        return term.value.toLowerCase() === 'code';
      case 'type':
      case 'discount_type':
        return TYPES[discount.kind].includes(term.value.toLowerCase());
      case 'tag':
        return discount.tags.some((tag) => textFits(tag, term));
      case 'times_used':
        return numberFits(
          codesOf(store, discount.id).reduce((sum, one) => sum + one.usageCount, 0),
          term,
        );
      case 'updated_at':
        return timeFits(discount.updatedAt, term);
      case 'created_at':
        return timeFits(discount.createdAt, term);
      case 'starts_at':
        return timeFits(discount.startsAt, term);
      case 'ends_at':
        return discount.endsAt !== null && timeFits(discount.endsAt, term);
      default:
        return undefined;
    }
  };
}

/** The filters of the codes of a discount. */
export const redeemCodeMatcher: Matcher<RedeemCode> = (one, term) => {
  if (term.field === null || term.field === 'code') return textFits(one.code, term);
  return term.field === 'times_used' ? numberFits(one.usageCount, term) : undefined;
};
