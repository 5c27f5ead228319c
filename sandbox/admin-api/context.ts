import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLError } from 'graphql';
import { gid, numericId } from '../store/ids.ts';
import { toApiDecimal } from '../store/money.ts';
import type { MoneyBag, Shop } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import type { AppConfig } from '../webhooks/subscriptions.ts';

/** What a resolver may use. */
export type Context = {
  store: Store;
  shop: Shop;
  app: AppConfig;
  apiKey: string;
  /** Work that Shopify does in the background: carried out a moment later, counted as pending until then. */
  later(work: () => void): void;
};

/** A record on its way through the graph. */
export type GraphNode<T = unknown> = { __typename: string; it: T };

/** Wraps a record under its GraphQL type. */
export function node<T>(typename: string, it: T): GraphNode<T> {
  return { __typename: typename, it };
}

/** Wraps a record, or passes null on. */
export function maybe<T>(typename: string, it: T | null | undefined): GraphNode<T> | null {
  return it === null || it === undefined ? null : node(typename, it);
}

export type Args = Record<string, unknown>;
export type Resolver = (source: unknown, args: Args, context: Context, info: GraphQLResolveInfo) => unknown;
export type Resolvers = Record<string, Record<string, Resolver>>;

/** Resolvers of a type whose sources are wrapped records. */
export function fields<T>(
  map: Record<string, (it: T, args: Args, context: Context, info: GraphQLResolveInfo) => unknown>,
): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(map).map(([name, resolve]) => [
      name,
      (source: unknown, args: Args, context: Context, info: GraphQLResolveInfo) =>
        resolve((source as GraphNode<T>).it, args, context, info),
    ]),
  );
}

/** Resolvers of Query or Mutation. */
export function roots(
  map: Record<string, (args: Args, context: Context, info: GraphQLResolveInfo) => unknown>,
): Record<string, Resolver> {
  return Object.fromEntries(
    Object.entries(map).map(([name, resolve]) => [
      name,
      (_source: unknown, args: Args, context: Context, info: GraphQLResolveInfo) =>
        resolve(args, context, info),
    ]),
  );
}

/** The refusal for what is in the schema but not in the sandbox. */
export function notPlayed(what: string): GraphQLError {
  return new GraphQLError(`${what} is not played by the sandbox`, {
    extensions: { code: 'NOT_PLAYED_BY_THE_SANDBOX' },
  });
}

/** The numeric id of a gid of one of these types; null when it is a gid of something else. Throws for what is no gid. */
export function idOf(value: unknown, types: string | readonly string[]): string | null {
  const text = String(value ?? '');
  if (!text.startsWith('gid://') && !/^\d+$/.test(text)) {
    throw new GraphQLError(`Invalid global id '${text}'`, {
      extensions: { code: 'argumentLiteralsIncompatible' },
    });
  }
  return numericId(text, types);
}

/** MoneyV2. */
export function money(amount: string, currencyCode: string) {
  return { __typename: 'MoneyV2', amount: toApiDecimal(amount), currencyCode };
}

/** MoneyBag of an order, checkout or anything with two currencies. */
export function bag(value: MoneyBag, of: { currency: string; presentmentCurrency: string }) {
  return {
    __typename: 'MoneyBag',
    shopMoney: money(value.shop, of.currency),
    presentmentMoney: money(value.presentment, of.presentmentCurrency),
  };
}

export { gid };
