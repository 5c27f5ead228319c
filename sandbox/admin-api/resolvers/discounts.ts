import { findCode } from '../../store/discounts.ts';
import type { BulkCreation, DiscountNode } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, node, roots } from '../context.ts';
import { searchFilter } from '../search.ts';
import { bulk, bulkAdd, bulkDeleteCodes } from './discount-bulk.ts';
import { create, owned, remove, setActive, update } from './discount-mutations.ts';
import { problem } from './discount-problem.ts';
import { discountMatcher } from './discount-search.ts';
import { count, discountTypeResolvers, TYPE_NAMES } from './discount-types.ts';
import { ownedMetafields } from './metafields.ts';

const SORTS: Record<string, (one: DiscountNode) => string> = {
  TITLE: (one) => one.title.toLowerCase(),
  CREATED_AT: (one) => one.createdAt,
  UPDATED_AT: (one) => one.updatedAt,
  STARTS_AT: (one) => one.startsAt,
  ENDS_AT: (one) => one.endsAt ?? '9999',
};

function found(args: Args, context: Context): DiscountNode[] {
  const fits = searchFilter(args.query as string | undefined, discountMatcher(context));
  return context.store.tables.discounts.inGroup(context.shop.domain).filter(fits);
}

function nodes(typename: 'DiscountNode' | 'DiscountCodeNode') {
  return (args: Args, context: Context) => {
    const value = SORTS[String(args.sortKey)] ?? ((one: DiscountNode) => one.id);
    return connection(
      found(args, context),
      args as PageArgs,
      { id: (one) => one.id, value },
      (one) => node(typename, one),
      'discountNodes',
    );
  };
}

export const discountResolvers: Resolvers = {
  QueryRoot: roots({
    codeDiscountNode: (args, context) => maybe('DiscountCodeNode', owned(context, args.id)),
    codeDiscountNodeByCode: (args, { store, shop }) =>
      maybe('DiscountCodeNode', findCode(store, shop.domain, String(args.code))?.discount),
    codeDiscountNodes: nodes('DiscountCodeNode'),
    discountNode: (args, context) => maybe('DiscountNode', owned(context, args.id)),
    discountNodes: nodes('DiscountNode'),
    discountNodesCount: (args, context) => count(found(args, context).length),
    discountCodesCount: (_args, { store, shop }) => count(store.tables.codes.inGroup(shop.domain).length),
    discountRedeemCodeBulkCreation(args, { store, shop }) {
      const known = store.tables.bulkCreations.get(idOf(args.id, 'DiscountRedeemCodeBulkCreation') ?? '');
      return known?.shop === shop.domain ? node('DiscountRedeemCodeBulkCreation', known) : null;
    },
    // Jobs are done when the mutation answers.
    job: (args) => ({ __typename: 'Job', id: args.id, done: true }),
  }),
  Mutation: roots({
    discountCodeBasicCreate: create('basic'),
    discountCodeBasicUpdate: update('basic'),
    discountCodeFreeShippingCreate: create('free_shipping'),
    discountCodeFreeShippingUpdate: update('free_shipping'),
    discountCodeBxgyCreate: create('bxgy'),
    discountCodeBxgyUpdate: update('bxgy'),
    discountCodeDeactivate: setActive(false),
    discountCodeActivate: setActive(true),
    discountCodeDelete: remove,
    discountCodeBulkActivate: bulk('activate'),
    discountCodeBulkDeactivate: bulk('deactivate'),
    discountCodeBulkDelete: bulk('delete'),
    discountRedeemCodeBulkAdd: bulkAdd,
    discountCodeRedeemCodeBulkDelete: bulkDeleteCodes,
  }),
  DiscountCodeNode: {
    ...fields<DiscountNode>({
      id: (it) => gid('DiscountCodeNode', it.id),
      codeDiscount: (it) => node(TYPE_NAMES[it.kind], it),
    }),
    ...ownedMetafields('DiscountCodeNode'),
  },
  DiscountNode: {
    ...fields<DiscountNode>({
      id: (it) => gid('DiscountCodeNode', it.id),
      discount: (it) => node(TYPE_NAMES[it.kind], it),
    }),
    ...ownedMetafields('DiscountNode'),
  },
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
        errors: one.error === null ? [] : [problem(['code'], one.error, null)],
        discountRedeemCode: maybe(
          'DiscountRedeemCode',
          one.redeemCodeId === null ? null : store.tables.codes.get(one.redeemCodeId),
        ),
      })),
  }),
  ...discountTypeResolvers,
};
