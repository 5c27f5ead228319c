import { GraphQLError } from 'graphql';

/** DiscountItemsInput. */
export type ItemsInput = {
  all?: boolean | null;
  products?: {
    productsToAdd?: string[];
    productsToRemove?: string[];
    productVariantsToAdd?: string[];
    productVariantsToRemove?: string[];
  } | null;
  collections?: { add?: string[]; remove?: string[] } | null;
};

type Changed = { add?: string[]; remove?: string[] };

/** The three inputs of code discounts in one: DiscountCodeBasicInput, …FreeShippingInput, …BxgyInput. */
export type DiscountInput = {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  usesPerOrderLimit?: number | null;
  recurringCycleLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  appliesOnOneTimePurchase?: boolean | null;
  appliesOnSubscription?: boolean | null;
  combinesWith?: {
    orderDiscounts?: boolean;
    productDiscounts?: boolean;
    shippingDiscounts?: boolean;
    productDiscountsWithTagsOnSameCartLine?: unknown;
  } | null;
  context?: { all?: string; customers?: Changed; customerSegments?: Changed; markets?: unknown } | null;
  customerSelection?: { all?: boolean; customers?: Changed; customerSegments?: Changed } | null;
  customerBuys?: {
    value?: { quantity?: string | null; amount?: string | null } | null;
    items?: ItemsInput | null;
  } | null;
  customerGets?: {
    appliesOnOneTimePurchase?: boolean | null;
    appliesOnSubscription?: boolean | null;
    value?: {
      percentage?: number | null;
      discountAmount?: { amount?: string; appliesOnEachItem?: boolean } | null;
      discountOnQuantity?: {
        quantity?: string | null;
        effect?: { percentage?: number | null; amount?: string | null } | null;
      } | null;
    } | null;
    items?: ItemsInput | null;
  } | null;
  destination?: {
    all?: boolean | null;
    countries?: { add?: string[]; remove?: string[]; includeRestOfWorld?: boolean | null } | null;
  } | null;
  maximumShippingPrice?: string | null;
  minimumRequirement?: {
    subtotal?: { greaterThanOrEqualToSubtotal?: string } | null;
    quantity?: { greaterThanOrEqualToQuantity?: string } | null;
  } | null;
  tags?: string[] | null;
};

export type Problem = {
  __typename: 'DiscountUserError';
  field: string[] | null;
  message: string;
  code: string | null;
  extraInfo: null;
};

/** DiscountUserError. */
export function problem(field: string[] | null, message: string, code: string | null): Problem {
  return { __typename: 'DiscountUserError', field, message, code, extraInfo: null };
}

/** What Shopify refuses as an error of the whole request, not as a user error. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
