import { codesOf, findCode, statusOf } from '../../store/discounts.ts';
import { storefrontUrl } from '../../store/shops.ts';
import type { BulkCreation, DiscountNode, RedeemCode } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, money, node, roots } from '../context.ts';
import type { Matcher } from '../search.ts';
import { searchFilter, textFits, timeFits } from '../search.ts';
import { bulkAdd, create, owned, remove, setActive, update } from './discount-mutations.ts';
import { problem } from './discount-problem.ts';
import { ownedMetafields } from './metafields.ts';

const count = (value: number) => ({ __typename: 'Count', count: value, precision: 'EXACT' });
const byId = { id: (one: { id: string }) => one.id, value: (one: { id: string }) => one.id };

function matcher({ store }: Context): Matcher<DiscountNode> {
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
      case 'tag':
        return discount.tags.some((tag) => textFits(tag, term));
      case 'updated_at':
        return timeFits(discount.updatedAt, term);
      case 'created_at':
        return timeFits(discount.createdAt, term);
      default:
        return undefined;
    }
  };
}

function nodes(typename: 'DiscountNode' | 'DiscountCodeNode') {
  return (args: Args, context: Context) => {
    const fits = searchFilter(args.query as string | undefined, matcher(context));
    const found = context.store.tables.discounts.inGroup(context.shop.domain).filter(fits);
    return connection(found, args as PageArgs, byId, (one) => node(typename, one), 'discountNodes');
  };
}

function summary(it: DiscountNode, currency: string): string {
  const value =
    it.value.kind === 'percentage'
      ? `${Number((Number(it.value.fraction) * 100).toFixed(2))}% off`
      : `${it.value.amount} ${currency} off`;
  const what =
    it.productIds === null && it.variantIds === null && it.collectionIds === null
      ? 'one-time purchase products'
      : 'selected products';
  return `${value} ${what}`;
}

export const discountResolvers: Resolvers = {
  QueryRoot: roots({
    codeDiscountNode: (args, context) => maybe('DiscountCodeNode', owned(context, args.id)),
    codeDiscountNodeByCode: (args, { store, shop }) =>
      maybe('DiscountCodeNode', findCode(store, shop.domain, String(args.code))?.discount),
    codeDiscountNodes: nodes('DiscountCodeNode'),
    discountNode: (args, context) => maybe('DiscountNode', owned(context, args.id)),
    discountNodes: nodes('DiscountNode'),
    discountNodesCount: (_args, { store, shop }) => count(store.tables.discounts.inGroup(shop.domain).length),
    discountRedeemCodeBulkCreation(args, { store, shop }) {
      const found = store.tables.bulkCreations.get(idOf(args.id, 'DiscountRedeemCodeBulkCreation') ?? '');
      return found?.shop === shop.domain ? node('DiscountRedeemCodeBulkCreation', found) : null;
    },
  }),
  Mutation: roots({
    discountCodeBasicCreate: create,
    discountCodeBasicUpdate: update,
    discountCodeDeactivate: setActive(false),
    discountCodeActivate: setActive(true),
    discountCodeDelete: remove,
    discountRedeemCodeBulkAdd: bulkAdd,
  }),
  DiscountCodeNode: {
    ...fields<DiscountNode>({
      id: (it) => gid('DiscountCodeNode', it.id),
      codeDiscount: (it) => node('DiscountCodeBasic', it),
    }),
    ...ownedMetafields('DiscountCodeNode'),
  },
  DiscountNode: {
    ...fields<DiscountNode>({
      id: (it) => gid('DiscountCodeNode', it.id),
      discount: (it) => node('DiscountCodeBasic', it),
    }),
    ...ownedMetafields('DiscountNode'),
  },
  DiscountCodeBasic: fields<DiscountNode>({
    title: (it) => it.title,
    status: (it, _args, { store }) => statusOf(it, store.now()),
    summary: (it, _args, { shop }) => summary(it, shop.currency),
    shortSummary: (it, _args, { shop }) => summary(it, shop.currency),
    startsAt: (it) => it.startsAt,
    endsAt: (it) => it.endsAt,
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    usageLimit: (it) => it.usageLimit,
    appliesOncePerCustomer: (it) => it.appliesOncePerCustomer,
    asyncUsageCount: (it, _args, { store }) =>
      codesOf(store, it.id).reduce((sum, one) => sum + one.usageCount, 0),
    recurringCycleLimit: () => null,
    hasTimelineComment: () => false,
    tags: (it) => it.tags,
    totalSales: () => null,
    discountClasses: (it) => [
      it.productIds === null && it.variantIds === null && it.collectionIds === null ? 'ORDER' : 'PRODUCT',
    ],
    combinesWith: (it) => it.combinesWith,
    codesCount: (it, _args, { store }) => count(codesOf(store, it.id).length),
    codes(it, args, { store }) {
      const fits = searchFilter<RedeemCode>(args.query as string | undefined, (one, term) =>
        term.field === null || term.field === 'code' ? textFits(one.code, term) : undefined,
      );
      return connection(codesOf(store, it.id).filter(fits), args as PageArgs, byId, (one) =>
        node('DiscountRedeemCode', one),
      );
    },
    context: (it, _args, { store }) =>
      it.customerIds === null
        ? { __typename: 'DiscountBuyerSelectionAll', all: 'ALL' }
        : {
            __typename: 'DiscountCustomers',
            customers: it.customerIds.flatMap(
              (id) => maybe('Customer', store.tables.customers.get(id)) ?? [],
            ),
          },
    customerSelection: (it, _args, { store }) =>
      it.customerIds === null
        ? { __typename: 'DiscountCustomerAll', allCustomers: true }
        : {
            __typename: 'DiscountCustomers',
            customers: it.customerIds.flatMap(
              (id) => maybe('Customer', store.tables.customers.get(id)) ?? [],
            ),
          },
    customerGets: (it, _args, context) => ({
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      value:
        it.value.kind === 'percentage'
          ? { __typename: 'DiscountPercentage', percentage: Number(it.value.fraction) }
          : {
              __typename: 'DiscountAmount',
              amount: money(it.value.amount, context.shop.currency),
              appliesOnEachItem: it.value.eachItem,
            },
      items: items(it),
    }),
    minimumRequirement(it, _args, { shop }) {
      if (it.minimumSubtotal !== null)
        return {
          __typename: 'DiscountMinimumSubtotal',
          greaterThanOrEqualToSubtotal: money(it.minimumSubtotal, shop.currency),
        };
      return it.minimumQuantity === null
        ? null
        : { __typename: 'DiscountMinimumQuantity', greaterThanOrEqualToQuantity: String(it.minimumQuantity) };
    },
    shareableUrls: (it, _args, { store, shop }) => {
      const code = codesOf(store, it.id)[0]?.code;
      return code === undefined
        ? []
        : [
            {
              title: it.title,
              targetType: 'HOME',
              targetItemImage: null,
              url: `${storefrontUrl(store, shop)}/discount/${encodeURIComponent(code)}`,
            },
          ];
    },
  }),
  DiscountRedeemCode: fields<RedeemCode>({
    id: (it) => gid('DiscountRedeemCode', it.id),
    code: (it) => it.code,
    asyncUsageCount: (it) => it.usageCount,
    createdBy: (_it, _args, { shop }) => node('App', shop),
  }),
  DiscountRedeemCodeBulkCreation: fields<BulkCreation>({
    id: (it) => gid('DiscountRedeemCodeBulkCreation', it.id),
    done: (it) => it.isDone,
    createdAt: (it) => it.createdAt,
    codesCount: (it) => it.codes.length,
    importedCount: (it) => it.codes.filter((one) => one.redeemCodeId !== null).length,
    failedCount: (it) => it.codes.filter((one) => one.error !== null).length,
    discountCode: (it, _args, { store }) =>
      maybe('DiscountCodeNode', store.tables.discounts.get(it.discountId)),
    codes: (it, args, { store }) =>
      listConnection(it.codes, args as PageArgs, (one) => ({
        code: one.code,
        errors:
          one.error === null
            ? []
            : [problem(['code'], one.error, one.error.startsWith('must') ? 'TAKEN' : 'BLANK')],
        discountRedeemCode: maybe(
          'DiscountRedeemCode',
          one.redeemCodeId === null ? null : store.tables.codes.get(one.redeemCodeId),
        ),
      })),
  }),
  DiscountProducts: fields<DiscountNode>({
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
  DiscountCollections: fields<DiscountNode>({
    collections: (it, args, { store }) =>
      listConnection(
        (it.collectionIds ?? []).flatMap((id) => store.tables.productCollections.get(id) ?? []),
        args as PageArgs,
        (one) => node('Collection', one),
      ),
  }),
};

function items(it: DiscountNode) {
  if (it.collectionIds !== null) return node('DiscountCollections', it);
  if (it.productIds !== null || it.variantIds !== null) return node('DiscountProducts', it);
  return { __typename: 'AllDiscountItems', allItems: true };
}
