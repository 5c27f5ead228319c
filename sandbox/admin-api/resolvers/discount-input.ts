import { findCode } from '../../store/discounts.ts';
import { isAmount, toMinor } from '../../store/money.ts';
import type { DiscountNode } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import { idOf } from '../context.ts';
import type { BasicInput, Problem } from './discount-problem.ts';
import { problem } from './discount-problem.ts';

type Checked = Pick<
  DiscountNode,
  | 'title'
  | 'value'
  | 'productIds'
  | 'variantIds'
  | 'collectionIds'
  | 'customerIds'
  | 'minimumSubtotal'
  | 'minimumQuantity'
  | 'usageLimit'
  | 'appliesOncePerCustomer'
  | 'combinesWith'
  | 'tags'
  | 'startsAt'
  | 'endsAt'
>;

const at = (...path: string[]) => ['basicCodeDiscount', ...path];

/** The fields of a discount, or every reason why Shopify would refuse it. `known` is the discount being updated. */
export function checkBasic(
  context: Context,
  input: BasicInput,
  known: DiscountNode | null,
): Checked | Problem[] {
  const problems: Problem[] = [];
  const { store, shop } = context;
  const title = input.title ?? known?.title ?? '';
  if (title.trim() === '') problems.push(problem(at('title'), "Title can't be blank", 'BLANK'));
  if (title.length > 255)
    problems.push(problem(at('title'), 'Title is too long (maximum is 255 characters)', 'TOO_LONG'));
  const code = input.code ?? '';
  if (known === null && code.trim() === '')
    problems.push(problem(at('code'), "Code can't be blank", 'BLANK'));
  if (code.length > 255)
    problems.push(problem(at('code'), 'Code is too long (maximum is 255 characters)', 'TOO_LONG'));
  const taken = code.trim() === '' ? null : findCode(store, shop.domain, code);
  if (taken !== null && taken.discount.id !== known?.id) {
    problems.push(problem(at('code'), 'Code must be unique. Please try a different code.', 'TAKEN'));
  }
  const startsAt = input.startsAt ?? known?.startsAt ?? store.nowIso();
  const endsAt = input.endsAt === undefined ? (known?.endsAt ?? null) : input.endsAt;
  if (endsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt)) {
    problems.push(problem(at('endsAt'), 'Ends at needs to be after starts_at', 'END_DATE_BEFORE_START_DATE'));
  }
  if (input.usageLimit != null && input.usageLimit < 1) {
    problems.push(problem(at('usageLimit'), 'Usage limit must be greater than 0', 'GREATER_THAN'));
  }
  const value = checkValue(input, known, shop.currency, problems);
  const items = checkItems(context, input, known, problems);
  const customerIds = checkBuyers(context, input, known, problems);
  const minimum = checkMinimum(input, known, shop.currency, problems);
  if (problems.length > 0 || value === null) return problems;
  const combines = input.combinesWith;
  return {
    title,
    value,
    ...items,
    customerIds,
    ...minimum,
    usageLimit: input.usageLimit === undefined ? (known?.usageLimit ?? null) : input.usageLimit,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? known?.appliesOncePerCustomer ?? false,
    combinesWith: {
      orderDiscounts: combines?.orderDiscounts ?? known?.combinesWith.orderDiscounts ?? false,
      productDiscounts: combines?.productDiscounts ?? known?.combinesWith.productDiscounts ?? false,
      shippingDiscounts: combines?.shippingDiscounts ?? known?.combinesWith.shippingDiscounts ?? false,
    },
    tags: input.tags ?? known?.tags ?? [],
    startsAt,
    endsAt,
  };
}

function checkValue(
  input: BasicInput,
  known: DiscountNode | null,
  currency: string,
  problems: Problem[],
): DiscountNode['value'] | null {
  const value = input.customerGets?.value;
  if (value == null) {
    if (known !== null) return known.value;
    problems.push(problem(at('customerGets', 'value'), "Value can't be blank", 'BLANK'));
    return null;
  }
  if (value.percentage != null) {
    if (!(value.percentage > 0 && value.percentage <= 1)) {
      problems.push(
        problem(
          at('customerGets', 'value', 'percentage'),
          'Value must be between 0.0 and 1.0',
          'VALUE_OUTSIDE_RANGE',
        ),
      );
      return null;
    }
    return { kind: 'percentage', fraction: String(Number(value.percentage.toFixed(6))) };
  }
  const amount = value.discountAmount?.amount;
  if (amount === undefined) {
    problems.push(
      problem(at('customerGets', 'value'), 'A percentage or an amount is required', 'MISSING_ARGUMENT'),
    );
    return null;
  }
  if (!isAmount(amount, currency) || toMinor(amount, currency) <= 0n) {
    problems.push(
      problem(
        at('customerGets', 'value', 'discountAmount', 'amount'),
        'Value must be greater than 0',
        'GREATER_THAN',
      ),
    );
    return null;
  }
  return { kind: 'amount', amount, eachItem: value.discountAmount?.appliesOnEachItem ?? false };
}

type Items = Pick<DiscountNode, 'productIds' | 'variantIds' | 'collectionIds'>;

function checkItems(
  { store, shop }: Context,
  input: BasicInput,
  known: DiscountNode | null,
  problems: Problem[],
): Items {
  const items = input.customerGets?.items;
  const everything: Items = { productIds: null, variantIds: null, collectionIds: null };
  if (items == null) {
    if (known !== null)
      return {
        productIds: known.productIds,
        variantIds: known.variantIds,
        collectionIds: known.collectionIds,
      };
    problems.push(problem(at('customerGets', 'items'), "Items can't be blank", 'BLANK'));
    return everything;
  }
  if (items.all) return everything;
  const ids = (
    list: string[] | undefined,
    type: string,
    field: string[],
    exists: (id: string) => boolean,
  ) => {
    const found = (list ?? []).map((one) => idOf(one, type));
    if (!found.every((id) => id !== null && exists(id))) {
      problems.push(
        problem(
          at('customerGets', 'items', ...field),
          `${type} with id: ${list?.join(', ')} is invalid`,
          'INVALID',
        ),
      );
    }
    return found.filter((id): id is string => id !== null);
  };
  const productIds = ids(
    items.products?.productsToAdd,
    'Product',
    ['products', 'productsToAdd'],
    (id) => store.tables.products.get(id)?.shop === shop.domain,
  );
  const variantIds = ids(
    items.products?.productVariantsToAdd,
    'ProductVariant',
    ['products', 'productVariantsToAdd'],
    (id) => store.tables.variants.get(id)?.shop === shop.domain,
  );
  const collectionIds = ids(
    items.collections?.add,
    'Collection',
    ['collections', 'add'],
    (id) => store.tables.productCollections.get(id)?.shop === shop.domain,
  );
  if (productIds.length + variantIds.length + collectionIds.length === 0) {
    problems.push(
      problem(at('customerGets', 'items'), 'Discount must apply to something', 'APPLIES_ON_NOTHING'),
    );
  }
  if (collectionIds.length > 0 && productIds.length + variantIds.length > 0) {
    problems.push(
      problem(
        at('customerGets', 'items'),
        'Cannot entitle collections in combination with product variants or products',
        'CONFLICT',
      ),
    );
  }
  const orNull = (list: string[]) => (list.length === 0 ? null : list);
  return {
    productIds: orNull(productIds),
    variantIds: orNull(variantIds),
    collectionIds: orNull(collectionIds),
  };
}

function checkBuyers(
  { store, shop }: Context,
  input: BasicInput,
  known: DiscountNode | null,
  problems: Problem[],
): string[] | null {
  const chosen = input.context?.customers?.add ?? input.customerSelection?.customers?.add;
  if (input.context?.customerSegments || input.context?.markets) {
    problems.push(
      problem(at('context'), 'customerSegments and markets are not played by the sandbox', 'INVALID'),
    );
    return null;
  }
  if (chosen === undefined) {
    const isNew = input.context == null && input.customerSelection == null;
    if (isNew && known === null) problems.push(problem(at('context'), "Context can't be blank", 'BLANK'));
    return isNew ? (known?.customerIds ?? null) : null;
  }
  const ids = chosen.map((one) => idOf(one, 'Customer'));
  if (!ids.every((id) => id !== null && store.tables.customers.get(id)?.shop === shop.domain)) {
    problems.push(problem(at('context', 'customers', 'add'), 'Customer is invalid', 'INVALID'));
  }
  return ids.filter((id): id is string => id !== null);
}

function checkMinimum(
  input: BasicInput,
  known: DiscountNode | null,
  currency: string,
  problems: Problem[],
): Pick<DiscountNode, 'minimumSubtotal' | 'minimumQuantity'> {
  const minimum = input.minimumRequirement;
  if (minimum === undefined)
    return {
      minimumSubtotal: known?.minimumSubtotal ?? null,
      minimumQuantity: known?.minimumQuantity ?? null,
    };
  const subtotal = minimum?.subtotal?.greaterThanOrEqualToSubtotal ?? null;
  const quantity = minimum?.quantity?.greaterThanOrEqualToQuantity ?? null;
  if (subtotal !== null && quantity !== null) {
    problems.push(
      problem(
        at('minimumRequirement'),
        'Minimum subtotal and quantity cannot both be present',
        'MINIMUM_SUBTOTAL_AND_QUANTITY_RANGE_BOTH_PRESENT',
      ),
    );
  }
  if (subtotal !== null && !isAmount(subtotal, currency)) {
    problems.push(problem(at('minimumRequirement', 'subtotal'), 'Minimum subtotal is invalid', 'INVALID'));
  }
  return { minimumSubtotal: subtotal, minimumQuantity: quantity === null ? null : Number(quantity) };
}
