import { findCode } from '../../store/discounts.ts';
import { toDecimal, toMinor } from '../../store/money.ts';
import type { DiscountKind, Entitlement } from '../../store/records.ts';
import type { DiscountNode } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import { idOf } from '../context.ts';
import { checkBxgy } from './discount-bxgy.ts';
import type { At } from './discount-items.ts';
import { checkItems, checkMinimum, checkValue } from './discount-items.ts';
import type { DiscountInput, Problem } from './discount-problem.ts';
import { badRequest, problem } from './discount-problem.ts';

type Checked = Omit<DiscountNode, 'id' | 'shop' | 'isActive' | 'createdAt' | 'updatedAt'>;

/** What the input of each kind is called, in the schema and in `field` of a user error. */
export const INPUT_NAMES: Record<DiscountKind, string> = {
  basic: 'basicCodeDiscount',
  free_shipping: 'freeShippingCodeDiscount',
  bxgy: 'bxgyCodeDiscount',
};

/** The fields of a discount, or every reason why Shopify would refuse it. `known` is the discount being updated. */
export function checkDiscount(
  context: Context,
  kind: DiscountKind,
  input: DiscountInput,
  known: DiscountNode | null,
): Checked | Problem[] {
  const problems: Problem[] = [];
  const at: At = (...path) => [INPUT_NAMES[kind], ...path];
  const { shop, store } = context;
  const own = OWN[kind](context, input, known, at, problems);
  const combinesWith = checkCombines(kind, input, known, at, problems);
  const title = checkTitle(input, known, at, problems);
  checkCode(context, input, known, at, problems);
  const startsAt = input.startsAt ?? known?.startsAt ?? null;
  if (startsAt === null) problems.push(problem(at('startsAt'), "Starts at can't be blank", 'BLANK'));
  const endsAt = input.endsAt === undefined ? (known?.endsAt ?? null) : input.endsAt;
  if (endsAt !== null && startsAt !== null && Date.parse(endsAt) <= Date.parse(startsAt))
    problems.push(problem(at('endsAt'), 'Ends at needs to be after starts_at', 'INVALID'));
  if (input.usageLimit != null && input.usageLimit < 1)
    problems.push(problem(at('usageLimit'), 'Usage limit must be greater than 0', 'GREATER_THAN'));
  const buyers = checkBuyers(context, input, known, at, problems);
  const minimum = checkMinimum(input, known, shop.currency, at, problems);
  if (problems.length > 0 || own === null) return problems;
  const given = { ...input.customerGets, ...input };
  return {
    kind,
    title,
    ...own,
    ...buyers,
    ...(kind === 'bxgy' ? { minimumSubtotal: null, minimumQuantity: null } : minimum),
    usageLimit: input.usageLimit === undefined ? (known?.usageLimit ?? null) : input.usageLimit,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? known?.appliesOncePerCustomer ?? false,
    appliesOnOneTimePurchase: given.appliesOnOneTimePurchase ?? known?.appliesOnOneTimePurchase ?? true,
    appliesOnSubscription: given.appliesOnSubscription ?? known?.appliesOnSubscription ?? false,
    recurringCycleLimit: input.recurringCycleLimit ?? known?.recurringCycleLimit ?? null,
    combinesWith,
    tags: input.tags ?? known?.tags ?? [],
    startsAt: startsAt ?? store.nowIso(),
    endsAt,
  };
}

type Own = Pick<Checked, 'value' | 'bxgy' | 'shipping' | 'productIds' | 'variantIds' | 'collectionIds'>;
type Check = (
  context: Context,
  input: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
) => Own | null;

/** What each kind has for itself. */
const OWN: Record<DiscountKind, Check> = {
  basic(context, input, known, at, problems) {
    const value = checkValue(input, known, context.shop.currency, at, problems);
    const before = known?.kind === 'basic' ? known : null;
    const items = input.customerGets?.items;
    const itemsAt: At = (...path) => at('customerGets', 'items', ...path);
    let goods: Entitlement = before ?? { productIds: null, variantIds: null, collectionIds: null };
    if (items != null) goods = checkItems(context, items, before, itemsAt, problems);
    else if (before === null) problems.push(problem(itemsAt(), "Items can't be blank", 'BLANK'));
    const { productIds, variantIds, collectionIds } = goods;
    return value && { value, bxgy: null, shipping: null, productIds, variantIds, collectionIds };
  },
  bxgy(context, input, known, at, problems) {
    const { value, ...rest } = checkBxgy(context, input, known, at, problems);
    return value && { ...rest, value, shipping: null };
  },
  free_shipping({ shop }, input, known) {
    const before = known?.shipping ?? null;
    const everything = { productIds: null, variantIds: null, collectionIds: null };
    const price = input.maximumShippingPrice;
    const maximumPrice =
      price === undefined
        ? (before?.maximumPrice ?? null)
        : price && toDecimal(toMinor(price, shop.currency), shop.currency);
    const countries = input.destination?.countries;
    if (countries?.add?.some((one) => countries.remove?.includes(one)))
      throw badRequest('A country code is present in `add` and `remove` field');
    const kept = new Set([...(before?.countries ?? []), ...(countries?.add ?? [])]);
    for (const one of countries?.remove ?? []) kept.delete(one);
    const isAll = input.destination == null ? (before?.countries ?? null) === null : countries == null;
    return {
      value: { kind: 'free_shipping' },
      bxgy: null,
      shipping: {
        maximumPrice,
        countries: isAll ? null : [...kept],
        restOfWorld: countries?.includeRestOfWorld ?? before?.restOfWorld ?? false,
      },
      ...everything,
    };
  },
};

function checkTitle(input: DiscountInput, known: DiscountNode | null, at: At, problems: Problem[]): string {
  const title = input.title ?? known?.title ?? '';
  if (title.trim() === '') problems.push(problem(at('title'), "Title can't be blank", 'BLANK'));
  if (title.length > 255)
    problems.push(problem(at('title'), 'Title is too long (maximum is 255 characters)', 'TOO_LONG'));
  return title;
}

function checkCode(
  { store, shop }: Context,
  { code }: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
): void {
  const refuse = (message: string, why: string) => problems.push(problem(at('code'), message, why));
  if (code == null) {
    if (known === null) refuse("Code can't be blank", 'BLANK');
  } else if (code === '') refuse('Code is too short (minimum is 1 character)', 'TOO_SHORT');
  else if (code.trim() === '') refuse("Code can't be blank", 'BLANK');
  else if (/[\r\n]/.test(code)) refuse('Code cannot contain newline characters.', 'INVALID');
  else if (code.length > 255) refuse('Code is too long (maximum is 255 characters)', 'TOO_LONG');
  else {
    const taken = findCode(store, shop.domain, code);
    if (taken !== null && taken.discount.id !== known?.id)
      refuse('Code must be unique. Please try a different code.', 'TAKEN');
  }
}

function checkCombines(
  kind: DiscountKind,
  { combinesWith: input }: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
): Checked['combinesWith'] {
  const before = known?.combinesWith;
  if (input?.productDiscountsWithTagsOnSameCartLine != null) {
    problems.push(
      problem(
        at('combinesWith', 'productDiscountsWithTagsOnSameCartLine'),
        "The shop's plan does not allow setting `productDiscountsWithTagsOnSameCartLine`.",
        'PRODUCT_DISCOUNTS_WITH_TAGS_ON_SAME_CART_LINE_NOT_ENTITLED',
      ),
    );
  }
  if (kind === 'free_shipping' && input?.shippingDiscounts === true) {
    problems.push(
      problem(
        at('combinesWith'),
        'The combinesWith settings are not valid for the discount class.',
        'INVALID_COMBINES_WITH_FOR_DISCOUNT_CLASS',
      ),
    );
  }
  return {
    orderDiscounts: input?.orderDiscounts ?? before?.orderDiscounts ?? false,
    productDiscounts: input?.productDiscounts ?? before?.productDiscounts ?? false,
    shippingDiscounts: input?.shippingDiscounts ?? before?.shippingDiscounts ?? false,
  };
}

type Buyers = Pick<Checked, 'customerIds' | 'segmentIds'>;

function checkBuyers(
  { store, shop }: Context,
  input: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
): Buyers {
  const everybody: Buyers = { customerIds: null, segmentIds: null };
  if (input.context != null && input.customerSelection != null) {
    problems.push(
      problem(at('context'), 'Only one of context or customerSelection can be provided.', 'INVALID'),
    );
    return everybody;
  }
  const name = input.context == null ? 'customerSelection' : 'context';
  const chosen = input.context ?? input.customerSelection;
  if (chosen == null) {
    if (known !== null) return { customerIds: known.customerIds, segmentIds: known.segmentIds };
    problems.push(problem(at('context'), "Context can't be blank", 'BLANK'));
    return everybody;
  }
  if (input.context?.markets != null) {
    problems.push(problem(at(name), 'markets are not played by the sandbox', 'INVALID'));
    return everybody;
  }
  const { customers, customerSegments: segments } = chosen;
  if (segments != null) {
    const ids = (segments.add ?? []).map((one) => idOf(one, 'Segment') ?? '');
    if (!ids.every((id) => store.tables.segments.get(id)?.shop === shop.domain))
      problems.push(problem(at(name, 'customerSegments', 'add'), 'Segment is invalid', 'INVALID'));
    const gone = new Set((segments.remove ?? []).map((one) => idOf(one, 'Segment') ?? ''));
    const all = [...new Set([...(known?.segmentIds ?? []), ...ids])].filter((id) => !gone.has(id));
    return { customerIds: null, segmentIds: all };
  }
  if (customers == null) return everybody;
  if (customers.add?.some((one) => customers.remove?.includes(one)))
    throw badRequest('A customer id is present in `add` and `remove` fields');
  const added = (customers.add ?? []).map((one) => idOf(one, 'Customer') ?? '');
  if (!added.every((id) => store.tables.customers.get(id)?.shop === shop.domain))
    problems.push(problem(at(name, 'customers', 'add'), 'Customer is invalid', 'INVALID'));
  const removed = new Set((customers.remove ?? []).map((one) => idOf(one, 'Customer') ?? ''));
  const kept = [...new Set([...(known?.customerIds ?? []), ...added])].filter((id) => !removed.has(id));
  return { customerIds: kept, segmentIds: null };
}
