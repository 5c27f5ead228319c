import type { StorefrontToken } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Resolver, Resolvers } from '../context.ts';
import { fields, gid, idOf, node, roots } from '../context.ts';
import { userError } from '../user-error.ts';

/** As many as Shopify lets an app have in a shop. */
const MOST = 100;

/** `storefrontAccessTokens` of the shop. */
export const storefrontAccessTokens: Resolver = (_source, args, { store, shop }) =>
  connection(
    store.tables.storefrontTokens.inGroup(shop.domain),
    args as PageArgs,
    { id: (one) => one.id, value: (one) => one.id },
    (one) => node('StorefrontAccessToken', one),
  );

export const storefrontTokenResolvers: Resolvers = {
  Mutation: roots({
    storefrontAccessTokenCreate(args, { store, shop }) {
      const { title } = args.input as { title: string };
      const refuse = (field: string[], message: string) => ({
        shop: node('Shop', shop),
        storefrontAccessToken: null,
        userErrors: [userError(field, message)],
      });
      if (title.trim() === '') return refuse(['input', 'title'], "Title can't be blank");
      if (store.tables.storefrontTokens.inGroup(shop.domain).length >= MOST)
        return refuse(['input'], `apps.admin.graph_api_errors.storefront_access_token_create.reached_limit`);
      const token = store.tables.storefrontTokens.put({
        id: store.nextId(),
        shop: shop.domain,
        title,
        accessToken: store.nextToken(),
        accessScopes: shop.scopes.filter((one) => one.startsWith('unauthenticated_')),
        createdAt: store.nowIso(),
      });
      return {
        shop: node('Shop', shop),
        storefrontAccessToken: node('StorefrontAccessToken', token),
        userErrors: [],
      };
    },
    storefrontAccessTokenDelete(args, { store, shop }) {
      const { id } = args.input as { id: string };
      const token = store.tables.storefrontTokens.get(idOf(id, 'StorefrontAccessToken') ?? '');
      if (token?.shop !== shop.domain)
        return {
          deletedStorefrontAccessTokenId: null,
          userErrors: [userError(['input', 'id'], 'Storefront access token does not exist')],
        };
      store.tables.storefrontTokens.remove(token.id);
      return { deletedStorefrontAccessTokenId: id, userErrors: [] };
    },
  }),
  StorefrontAccessToken: fields<StorefrontToken>({
    id: (it) => gid('StorefrontAccessToken', it.id),
    title: (it) => it.title,
    accessToken: (it) => it.accessToken,
    accessScopes: (it) => it.accessScopes.map((handle) => ({ handle, description: handle })),
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.createdAt,
  }),
};
