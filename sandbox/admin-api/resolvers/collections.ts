import type { Product } from '../../store/records.ts';
import type { ProductCollection } from '../../store/tables.ts';
import type { PageArgs, Sorting } from '../connection.ts';
import { connection, listConnection } from '../connection.ts';
import type { Args, Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, node, roots } from '../context.ts';
import { searchFilter } from '../search.ts';
import { ownedMetafields } from './metafields.ts';
import { collectionMatches, productSorting } from './product-search.ts';

const count = (value: number) => ({ __typename: 'Count', count: value, precision: 'EXACT' });

function sorting(key: unknown): Sorting<ProductCollection> {
  const id = (one: ProductCollection) => one.id;
  if (key === 'TITLE') return { id, value: (one) => one.title.toLowerCase() };
  return { id, value: key === 'UPDATED_AT' ? (one) => one.updatedAt : id };
}

function found({ store, shop }: Context, args: Args): ProductCollection[] {
  const fits = searchFilter(args.query as string | undefined, collectionMatches);
  return store.tables.productCollections.inGroup(shop.domain).filter(fits);
}

function byHandle({ store, shop }: Context, handle: unknown) {
  const all = store.tables.productCollections.inGroup(shop.domain);
  return maybe(
    'Collection',
    all.find((one) => one.handle === handle),
  );
}

function byGid({ store, shop }: Context, id: unknown) {
  const one = store.tables.productCollections.get(idOf(id, 'Collection') ?? '');
  return one?.shop === shop.domain ? node('Collection', one) : null;
}

/** The goods of a collection, in its own order unless a sort key asks for another. */
function members(it: ProductCollection, args: Args, context: Context) {
  const list = it.productIds.flatMap((id): Product[] => {
    const product = context.store.tables.products.get(id);
    return product === undefined ? [] : [product];
  });
  const own = ['COLLECTION_DEFAULT', 'MANUAL', 'BEST_SELLING'].includes(String(args.sortKey));
  return own
    ? listConnection(list, args as PageArgs, (one) => node('Product', one))
    : connection(list, args as PageArgs, productSorting(args.sortKey, context), (one) =>
        node('Product', one),
      );
}

export const collectionResolvers: Resolvers = {
  QueryRoot: roots({
    collection: (args, context) => byGid(context, args.id),
    collectionByHandle: (args, context) => byHandle(context, args.handle),
    collectionByIdentifier(args, context) {
      const { id, handle } = args.identifier as { id?: string; handle?: string };
      return handle === undefined ? byGid(context, id) : byHandle(context, handle);
    },
    collections: (args, context) =>
      connection(
        found(context, args),
        args as PageArgs,
        sorting(args.sortKey),
        (one) => node('Collection', one),
        'collections',
      ),
    collectionsCount: (args, context) => count(found(context, args).length),
  }),
  Collection: {
    ...fields<ProductCollection>({
      id: (it) => gid('Collection', it.id),
      legacyResourceId: (it) => it.id,
      handle: (it) => it.handle,
      title: (it) => it.title,
      description: () => '',
      descriptionHtml: () => '',
      updatedAt: (it) => it.updatedAt,
      image: () => null,
      sortOrder: () => 'BEST_SELLING',
      productsCount: (it) => count(it.productIds.length),
      hasProduct: (it, args) => it.productIds.includes(idOf(args.id, 'Product') ?? ''),
      products: members,
    }),
    ...ownedMetafields('Collection'),
  },
};
