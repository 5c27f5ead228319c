import { createHash } from 'node:crypto';
import type { DiscountCodeInput } from '../../platform/shopify/port.ts';
import type { Item } from './discount.ts';
import { type Offer, productKinds } from './offer.ts';
import { setupDefaults } from './setup.ts';

/**
 * What Shopify fixes once for all codes of one discount. Two offers (or an offer before and after an edit) with the same terms
 * could share one; a pool belongs to one offer and one set of terms.
 */
export interface CodeTerms {
  value:
    | { kind: 'percentage'; basisPoints: number }
    | { kind: 'amount'; minor: string }
    | { kind: 'free-shipping' }
    | { kind: 'gift'; variantId: string };
  /** what it is about; null = everything in the shop */
  scope: { variantIds: string[] } | { collectionId: string } | null;
  combines: { order: boolean; product: boolean; shipping: boolean };
  /** minor units of the shop's currency; null = none */
  minimum: string | null;
}

type Terms = Pick<Offer, 'kind' | 'discount' | 'setup'>;

/**
 * The terms of an offer's codes (of one of its arms: pass the arm's offer).
 * @param picked the products that this buyer took, where the offer does not say them beforehand
 * @returns null when it has no discount: then there is no code
 */
export function codeTerms(offer: Terms, picked: readonly Item[]): CodeTerms | null {
  const { discount, setup } = offer;
  if (discount.kind === 'none') return null;
  return {
    value:
      discount.kind === 'amount'
        ? { kind: 'amount', minor: String(discount.minor) }
        : discount.kind === 'gift'
          ? { kind: 'gift', variantId: discount.variantId }
          : discount,
    scope: scopeOf(offer, picked),
    combines: setup.combines ?? { ...setupDefaults.combines },
    minimum: setup.minimum ?? null,
  };
}

function scopeOf({ kind, setup }: Terms, picked: readonly Item[]): CodeTerms['scope'] {
  if (!productKinds.includes(kind)) return null;
  switch (setup.choice?.by) {
    case 'hand':
      return { variantIds: setup.choice.items.map(({ variantId }) => variantId).sort() };
    case 'collection':
      return { collectionId: setup.choice.collectionId };
    default:
      return { variantIds: picked.map(({ variantId }) => variantId).sort() };
  }
}

/** Whether codes can be made ahead: not where each buyer's code is about something else. */
export function isPooled({ kind, discount, setup }: Terms): boolean {
  if (discount.kind === 'none') return false;
  return !productKinds.includes(kind) || setup.choice?.by === 'hand' || setup.choice?.by === 'collection';
}

/** The same terms have the same key, in every process and version. */
export function termsKey(terms: CodeTerms): string {
  const { value, scope, combines, minimum } = terms;
  const plain = JSON.stringify([
    Object.entries(value).sort(),
    scope === null ? null : Object.entries(scope),
    [combines.order, combines.product, combines.shipping],
    minimum,
  ]);
  return createHash('sha256').update(plain).digest('base64url').slice(0, 32);
}

/**
 * The discount as it is asked of Shopify.
 * @param anything collections that stand for "anything in the shop", where Shopify wants it named (a gift)
 */
export function discountOf(
  terms: CodeTerms,
  own: Pick<DiscountCodeInput, 'title' | 'code' | 'startsAt' | 'endsAt' | 'oncePerCustomer'> & {
    customerId?: string | null;
  },
  shop: { currency: string },
  anything: readonly string[],
): DiscountCodeInput {
  const { value, scope, combines, minimum } = terms;
  const { customerId, ...rest } = own;
  const isGift = value.kind === 'gift';
  return {
    ...rest,
    value:
      value.kind === 'amount'
        ? { kind: 'amount', amount: { minor: BigInt(value.minor), currency: shop.currency } }
        : value,
    productIds: scope !== null && 'variantIds' in scope ? [] : null,
    ...(scope !== null && 'variantIds' in scope && { variantIds: scope.variantIds }),
    ...(scope !== null && 'collectionId' in scope && { collectionIds: [scope.collectionId] }),
    ...(scope === null && isGift && { collectionIds: [...anything] }),
    usageLimit: 1,
    combinesWith: combines,
    ...(minimum !== null && { minimumSubtotal: { minor: BigInt(minimum), currency: shop.currency } }),
    ...(customerId && { customerId }),
  };
}
