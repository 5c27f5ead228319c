/** DiscountCodeBasicInput, as it arrives. */
export type BasicInput = {
  title?: string | null;
  code?: string | null;
  startsAt?: string | null;
  endsAt?: string | null;
  usageLimit?: number | null;
  appliesOncePerCustomer?: boolean | null;
  combinesWith?: { orderDiscounts?: boolean; productDiscounts?: boolean; shippingDiscounts?: boolean } | null;
  context?: {
    all?: string;
    customers?: { add?: string[] };
    customerSegments?: unknown;
    markets?: unknown;
  } | null;
  customerSelection?: { all?: boolean; customers?: { add?: string[] } } | null;
  customerGets?: {
    value?: {
      percentage?: number | null;
      discountAmount?: { amount?: string; appliesOnEachItem?: boolean } | null;
      discountOnQuantity?: unknown;
    } | null;
    items?: {
      all?: boolean | null;
      products?: { productsToAdd?: string[]; productVariantsToAdd?: string[] } | null;
      collections?: { add?: string[] } | null;
    } | null;
  } | null;
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
  code: string;
  extraInfo: null;
};

/** DiscountUserError. */
export function problem(field: string[] | null, message: string, code: string): Problem {
  return { __typename: 'DiscountUserError', field, message, code, extraInfo: null };
}
