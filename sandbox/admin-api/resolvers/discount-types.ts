import { classOf } from '../../store/discount-amounts.ts';
import { codesOf, statusOf } from '../../store/discounts.ts';
import type { DiscountKind, DiscountValue, Entitlement } from '../../store/records.ts';
import { storefrontUrl } from '../../store/shops.ts';
import type { DiscountNode, RedeemCode } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { fields, gid, maybe, money, node } from '../context.ts';
import { searchFilter } from '../search.ts';
import { redeemCodeMatcher } from './discount-search.ts';
import { summaryOf } from './discount-summary.ts';

/** The GraphQL type of each kind. */
export const TYPE_NAMES: Record<DiscountKind, string> = {
  basic: 'DiscountCodeBasic',
  free_shipping: 'DiscountCodeFreeShipping',
  bxgy: 'DiscountCodeBxgy',
};

/** Count, exact. */
export const count = (value: number) => ({ __typename: 'Count', count: value, precision: 'EXACT' });

const CODE_SORTS: Record<string, (one: RedeemCode) => string> = { CODE: (one) => one.code };

function codes(it: DiscountNode, args: Args, { store }: Context) {
  const found = codesOf(store, it.id).filter(
    searchFilter<RedeemCode>(args.query as string | undefined, redeemCodeMatcher),
  );
  const value = CODE_SORTS[String(args.sortKey)] ?? ((one: RedeemCode) => one.id);
  return connection(found, args as PageArgs, { id: (one) => one.id, value }, (one) =>
    node('DiscountRedeemCode', one),
  );
}

const customers = (it: DiscountNode, { store }: Context) => ({
  __typename: 'DiscountCustomers',
  customers: (it.customerIds ?? []).flatMap((id) => maybe('Customer', store.tables.customers.get(id)) ?? []),
});

type Field = (it: DiscountNode, args: Args, context: Context) => unknown;

/** What all kinds have. */
const COMMON: Record<string, Field> = {
  title: (it) => it.title,
  status: (it, _args, { store }) => statusOf(it, store.now()),
  summary: (it, _args, { shop }) => summaryOf(it, shop),
  startsAt: (it) => it.startsAt,
  endsAt: (it) => it.endsAt,
  createdAt: (it) => it.createdAt,
  updatedAt: (it) => it.updatedAt,
  usageLimit: (it) => it.usageLimit,
  appliesOncePerCustomer: (it) => it.appliesOncePerCustomer,
  asyncUsageCount: (it, _args, { store }) =>
    codesOf(store, it.id).reduce((sum, one) => sum + one.usageCount, 0),
  hasTimelineComment: () => false,
  tags: (it) => it.tags,
  totalSales: () => null,
  discountClass: classOf,
  discountClasses: (it) => [classOf(it)],
  combinesWith: ({ combinesWith }) => ({ ...combinesWith, productDiscountsWithTagsOnSameCartLine: [] }),
  codesCount: (it, _args, { store }) => count(codesOf(store, it.id).length),
  codes,
  context: (it, _args, context) =>
    it.segmentIds !== null
      ? {
          __typename: 'DiscountCustomerSegments',
          segments: it.segmentIds.flatMap(
            (id) => maybe('Segment', context.store.tables.segments.get(id)) ?? [],
          ),
        }
      : it.customerIds === null
        ? { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' }
        : customers(it, context),
  customerSelection: (it, _args, context) =>
    it.customerIds === null
      ? { __typename: 'DiscountCustomerAll', allCustomers: true }
      : customers(it, context),
  shareableUrls(it, _args, { store, shop }) {
    const code = codesOf(store, it.id)[0]?.code;
    if (code === undefined) return [];
    const url = `${storefrontUrl(store, shop)}/discount/${encodeURIComponent(code)}`;
    return [{ title: it.title, targetType: 'HOME', targetItemImage: null, url }];
  },
};

const shortSummary: Field = (it, _args, { shop }) => summaryOf(it, shop).split(' • ')[0];

const minimumRequirement: Field = (it, _args, { shop }) => {
  if (it.minimumSubtotal !== null)
    return {
      __typename: 'DiscountMinimumSubtotal',
      greaterThanOrEqualToSubtotal: money(it.minimumSubtotal, shop.currency),
    };
  return it.minimumQuantity === null
    ? null
    : { __typename: 'DiscountMinimumQuantity', greaterThanOrEqualToQuantity: String(it.minimumQuantity) };
};

function effect(value: DiscountValue, currency: string) {
  if (value.kind === 'amount')
    return {
      __typename: 'DiscountAmount',
      amount: money(value.amount, currency),
      appliesOnEachItem: value.eachItem,
    };
  const percentage = value.kind === 'percentage' ? Number(value.fraction) : 1;
  return { __typename: 'DiscountPercentage', percentage };
}

const customerGets: Field = (it, _args, { shop }) => {
  const off = effect(it.value, shop.currency);
  return {
    appliesOnOneTimePurchase: it.appliesOnOneTimePurchase,
    appliesOnSubscription: it.appliesOnSubscription,
    value:
      it.bxgy === null
        ? off
        : {
            __typename: 'DiscountOnQuantity',
            quantity: { __typename: 'DiscountQuantity', quantity: String(it.bxgy.getsQuantity) },
            effect: off,
          },
    items: items(it),
  };
};

function customerBuys(it: DiscountNode, _args: Args, { shop }: Context) {
  const buys = it.bxgy?.buys;
  if (buys === undefined) return null;
  return {
    isOneTimePurchase: true,
    isSubscription: false,
    items: items(buys),
    value:
      buys.amount === null
        ? { __typename: 'DiscountQuantity', quantity: String(buys.quantity ?? 1) }
        : { __typename: 'DiscountPurchaseAmount', amount: money(buys.amount, shop.currency).amount },
  };
}

function items(goods: Entitlement) {
  if (goods.collectionIds !== null) return node('DiscountCollections', goods);
  if (goods.productIds !== null || goods.variantIds !== null) return node('DiscountProducts', goods);
  return { __typename: 'AllDiscountItems', allItems: true };
}

export const discountTypeResolvers: Resolvers = {
  DiscountCodeBasic: fields<DiscountNode>({
    ...COMMON,
    shortSummary,
    minimumRequirement,
    customerGets,
    recurringCycleLimit: (it) => it.recurringCycleLimit,
  }),
  DiscountCodeFreeShipping: fields<DiscountNode>({
    ...COMMON,
    shortSummary,
    minimumRequirement,
    recurringCycleLimit: (it) => it.recurringCycleLimit,
    appliesOnOneTimePurchase: (it) => it.appliesOnOneTimePurchase,
    appliesOnSubscription: (it) => it.appliesOnSubscription,
    maximumShippingPrice: (it, _args, { shop }) =>
      it.shipping?.maximumPrice ? money(it.shipping.maximumPrice, shop.currency) : null,
    destinationSelection: ({ shipping }) =>
      shipping === null || shipping.countries === null
        ? { __typename: 'DiscountCountryAll', allCountries: true }
        : {
            __typename: 'DiscountCountries',
            countries: shipping.countries,
            includeRestOfWorld: shipping.restOfWorld,
          },
  }),
  DiscountCodeBxgy: fields<DiscountNode>({
    ...COMMON,
    customerGets,
    customerBuys,
    usesPerOrderLimit: (it) => it.bxgy?.usesPerOrderLimit ?? null,
  }),
  DiscountRedeemCode: fields<RedeemCode>({
    id: (it) => gid('DiscountRedeemCode', it.id),
    code: (it) => it.code,
    asyncUsageCount: (it) => it.usageCount,
    createdBy: (_it, _args, { shop }) => node('App', shop),
  }),
  DiscountProducts: fields<Entitlement>({
    products: (it, args, { store }) =>
      listConnection(
        (it.productIds ?? []).flatMap((id) => store.tables.products.get(id) ?? []),
        args as PageArgs,
        (one) => node('Product', one),
      ),
    productVariants: (it, args, { store }) =>
      listConnection(
        (it.variantIds ?? []).flatMap((id) => store.tables.variants.get(id) ?? []),
        args as PageArgs,
        (one) => node('ProductVariant', one),
      ),
  }),
  DiscountCollections: fields<Entitlement>({
    collections: (it, args, { store }) =>
      listConnection(
        (it.collectionIds ?? []).flatMap((id) => store.tables.productCollections.get(id) ?? []),
        args as PageArgs,
        (one) => node('Collection', one),
      ),
  }),
};
