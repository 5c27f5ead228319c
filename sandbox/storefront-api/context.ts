import { GraphQLError } from 'graphql';
import type { Args, Context, GraphNode, Resolver } from '../admin-api/context.ts';

/** What a resolver of the Storefront API may use. */
export type StorefrontContext = Context & {
  /** The buyer's currency, by the country of @inContext. */
  currency: string;
  /** unauthenticated_* scopes; null = asked without a token, which sees goods and collections only. */
  grants: string[] | null;
};

/** Resolvers of a type whose sources are wrapped records. The runner hands every one of them this context. */
export function storefrontFields<T>(
  map: Record<string, (it: T, args: Args, context: StorefrontContext) => unknown>,
): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(map).map(([name, resolve]): [string, Resolver] => [
      name,
      (source, args, context) => resolve((source as GraphNode<T>).it, args, context as StorefrontContext),
    ]),
  );
}

/** Resolvers of the query root. */
export function storefrontRoots(
  map: Record<string, (args: Args, context: StorefrontContext) => unknown>,
): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(map).map(([name, resolve]): [string, Resolver] => [
      name,
      (_source, args, context) => resolve(args, context as StorefrontContext),
    ]),
  );
}

/** Shopify's refusal for a missing unauthenticated scope. Without a token goods and collections are open all the same. */
export function need(context: StorefrontContext, field: string, scope: string): void {
  const isOpen = context.grants === null && scope === 'unauthenticated_read_product_listings';
  if (isOpen || context.grants?.includes(scope)) return;
  throw new GraphQLError(`Access denied for ${field} field. Required access: \`${scope}\` access scope.`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: `\`${scope}\` access scope.`,
    },
  });
}
