import { parseGid } from '../../store/ids.ts';
import { digestOf, metafieldsOf, valueProblem, writeMetafield } from '../../store/metafields.ts';
import type { Metafield } from '../../store/records.ts';
import type { MetafieldDefinition } from '../../store/tables.ts';
import { accessDenied, hasScope, writeScopeOf } from '../access.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Context, Resolver, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, node, roots } from '../context.ts';

/** The namespace that "$app" and a missing one stand for. */
const APP_NAMESPACE = 'app--1';

/** A namespace as it is kept: `$app:reviews` = `app--1--reviews`. */
function resolveNamespace(namespace: unknown): string {
  const text = typeof namespace === 'string' && namespace !== '' ? namespace : '$app';
  return text === '$app' ? APP_NAMESPACE : text.replace(/^\$app:/, `${APP_NAMESPACE}--`);
}

type Owner = { id: string };

/** `metafield` and `metafields` of a type that owns some. */
export function ownedMetafields(ownerType: string): Record<string, Resolver> {
  const all = (owner: Owner, context: Context) =>
    metafieldsOf(context.store, context.shop.domain, ownerType, owner.id);
  return fields<Owner>({
    metafield: (owner, args, context) =>
      maybe(
        'Metafield',
        all(owner, context).find(
          (one) => one.key === args.key && one.namespace === resolveNamespace(args.namespace),
        ),
      ),
    metafields: (owner, args, context) => {
      const namespace =
        args.namespace === undefined || args.namespace === null ? null : resolveNamespace(args.namespace);
      const keys = args.keys as string[] | undefined;
      const found = all(owner, context).filter(
        (one) =>
          (namespace === null || one.namespace === namespace) &&
          (keys === undefined || keys.includes(`${one.namespace}.${one.key}`) || keys.includes(one.key)),
      );
      return connection(found, args as PageArgs, { id: (one) => one.id, value: (one) => one.id }, (one) =>
        node('Metafield', one),
      );
    },
  });
}

type SetInput = {
  ownerId: string;
  namespace?: string | null;
  key: string;
  type?: string | null;
  value: string;
  compareDigest?: string | null;
};
type Problem = {
  __typename: string;
  field: string[];
  message: string;
  code: string;
  elementIndex: number | null;
};

function ownerExists(context: Context, type: string, id: string): boolean {
  const { tables } = context.store;
  const shop = context.shop.domain;
  switch (type) {
    case 'Shop':
    case 'AppInstallation':
      return id === context.shop.id;
    case 'Product':
      return tables.products.get(id)?.shop === shop;
    case 'ProductVariant':
      return tables.variants.get(id)?.shop === shop;
    case 'Customer':
      return tables.customers.get(id)?.shop === shop;
    case 'Order':
      return tables.orders.get(id)?.shop === shop;
    case 'Collection':
      return tables.productCollections.get(id)?.shop === shop;
    case 'DiscountCodeNode':
    case 'DiscountNode':
      return tables.discounts.get(id)?.shop === shop;
    default:
      return false;
  }
}

function check(
  context: Context,
  input: SetInput,
  index: number,
):
  | Problem
  | { ownerType: string; ownerId: string; namespace: string; key: string; type: string; value: string } {
  const problem = (field: string, message: string, code: string): Problem => ({
    __typename: 'MetafieldsSetUserError',
    field: ['metafields', String(index), field],
    message,
    code,
    elementIndex: null,
  });
  const owner = parseGid(input.ownerId);
  if (owner === null || !ownerExists(context, owner.type, owner.id)) {
    return problem('ownerId', `Owner does not exist.`, 'INVALID');
  }
  const scope = writeScopeOf(owner.type);
  if (scope !== null && !hasScope(scope, context.shop.scopes))
    throw accessDenied('metafieldsSet', `\`${scope}\` access scope.`);
  const namespace = resolveNamespace(input.namespace);
  if (namespace.length < 3 || namespace.length > 255)
    return problem('namespace', 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT');
  if (input.key.length < 2) return problem('key', 'Key is too short (minimum is 2 characters)', 'TOO_SHORT');
  if (input.key.length > 64) return problem('key', 'Key is too long (maximum is 64 characters)', 'TOO_LONG');
  const known = metafieldsOf(context.store, context.shop.domain, owner.type, owner.id).find(
    (one) => one.namespace === namespace && one.key === input.key,
  );
  const definition = context.store.tables.metafieldDefinitions
    .inGroup(context.shop.domain)
    .find(
      (one) =>
        one.namespace === namespace && one.key === input.key && one.ownerType === owner.type.toUpperCase(),
    );
  const standard =
    namespace === 'reviews' ? { rating: 'rating', rating_count: 'number_integer' }[input.key] : undefined;
  const type = input.type ?? known?.type ?? definition?.type ?? standard;
  if (type === undefined) return problem('type', "Type can't be blank", 'BLANK');
  const wrong = valueProblem(type, input.value);
  if (wrong === 'BLANK') return problem('value', "Value can't be blank.", 'BLANK');
  if (wrong === 'INVALID_TYPE')
    return problem('type', `Type must be one of the supported types, got ${type}`, 'INVALID_TYPE');
  if (wrong === 'INVALID_VALUE' || input.value.length > (type === 'json' ? 131_072 : 65_536)) {
    return problem('value', `Value is invalid for ${type}.`, 'INVALID_VALUE');
  }
  if (input.compareDigest !== undefined) {
    const digest = known === undefined ? null : digestOf(known);
    if (input.compareDigest !== digest)
      return problem(
        'compareDigest',
        'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.',
        'STALE_OBJECT',
      );
  }
  return { ownerType: owner.type, ownerId: owner.id, namespace, key: input.key, type, value: input.value };
}

export const metafieldResolvers: Resolvers = {
  Mutation: roots({
    metafieldsSet(args, context) {
      const inputs = args.metafields as SetInput[];
      if (inputs.length > 25) {
        const error = {
          __typename: 'MetafieldsSetUserError',
          field: ['metafields'],
          message: 'Exceeded the maximum metafields input limit of 25.',
          code: 'LESS_THAN_OR_EQUAL_TO',
          elementIndex: null,
        };
        return { metafields: null, userErrors: [error] };
      }
      const checked = inputs.map((input, index) => check(context, input, index));
      const problems = checked.filter((one): one is Problem => 'message' in one);
      if (problems.length > 0) return { metafields: [], userErrors: problems };
      const written = checked.flatMap((one) =>
        'message' in one ? [] : [writeMetafield(context.store, context.shop, one)],
      );
      return { metafields: written.map((one) => node('Metafield', one)), userErrors: [] };
    },
    metafieldDefinitionCreate(args, { store, shop }) {
      const input = args.definition as {
        name: string;
        namespace?: string;
        key: string;
        type: string;
        ownerType: string;
        description?: string;
        access?: Record<string, string>;
      };
      const namespace = resolveNamespace(input.namespace);
      const isTaken = store.tables.metafieldDefinitions
        .inGroup(shop.domain)
        .some(
          (one) => one.namespace === namespace && one.key === input.key && one.ownerType === input.ownerType,
        );
      if (isTaken) {
        const message = `Key is in use for ${input.ownerType[0]}${input.ownerType.slice(1).toLowerCase()} metafields on the '${namespace}' namespace.`;
        return {
          createdDefinition: null,
          userErrors: [
            {
              __typename: 'MetafieldDefinitionCreateUserError',
              field: ['definition', 'key'],
              message,
              code: 'TAKEN',
            },
          ],
        };
      }
      if (valueProblem(input.type, '') === 'INVALID_TYPE') {
        return {
          createdDefinition: null,
          userErrors: [
            {
              __typename: 'MetafieldDefinitionCreateUserError',
              field: ['definition', 'type'],
              message: `Type name ${input.type} is not a valid type.`,
              code: 'INCLUSION',
            },
          ],
        };
      }
      const definition = store.tables.metafieldDefinitions.put({
        id: store.nextId(),
        shop: shop.domain,
        name: input.name,
        namespace,
        key: input.key,
        type: input.type,
        ownerType: input.ownerType,
        description: input.description ?? null,
        access: input.access ?? {},
      });
      return { createdDefinition: node('MetafieldDefinition', definition), userErrors: [] };
    },
    metafieldsDelete(args, { store, shop }) {
      const inputs = args.metafields as { ownerId: string; namespace: string; key: string }[];
      const deletedMetafields = inputs.map((input) => {
        const owner = parseGid(input.ownerId);
        const found =
          owner === null
            ? undefined
            : metafieldsOf(store, shop.domain, owner.type, owner.id).find(
                (one) => one.namespace === resolveNamespace(input.namespace) && one.key === input.key,
              );
        if (found === undefined) return null;
        store.tables.metafields.remove(found.id);
        return { ownerId: input.ownerId, namespace: input.namespace, key: input.key };
      });
      return { deletedMetafields, userErrors: [] };
    },
  }),
  QueryRoot: roots({
    metafieldDefinitions(args, { store, shop }) {
      const found = store.tables.metafieldDefinitions
        .inGroup(shop.domain)
        .filter(
          (one) =>
            one.ownerType === args.ownerType &&
            (!args.namespace || one.namespace === resolveNamespace(args.namespace)) &&
            (!args.key || one.key === args.key),
        );
      return connection(found, args as PageArgs, { id: (one) => one.id, value: (one) => one.id }, (one) =>
        node('MetafieldDefinition', one),
      );
    },
    metafieldDefinition(args, { store, shop }) {
      const id = args.id === undefined ? null : idOf(args.id, 'MetafieldDefinition');
      const found = id === null ? undefined : store.tables.metafieldDefinitions.get(id);
      return found?.shop === shop.domain ? node('MetafieldDefinition', found) : null;
    },
  }),
  Metafield: fields<Metafield>({
    id: (it) => gid('Metafield', it.id),
    legacyResourceId: (it) => it.id,
    namespace: (it) => it.namespace,
    key: (it) => it.key,
    type: (it) => it.type,
    value: (it) => it.value,
    jsonValue: (it) =>
      /^(json|rating|list\.|number|boolean|money)/.test(it.type) ? JSON.parse(it.value) : it.value,
    compareDigest: digestOf,
    createdAt: (it) => it.createdAt,
    updatedAt: (it) => it.updatedAt,
    ownerType: (it) => it.ownerType.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(),
    sizeInBytes: (it) => Buffer.byteLength(it.value),
    definition: () => null,
  }),
  MetafieldDefinition: fields<MetafieldDefinition>({
    id: (it) => gid('MetafieldDefinition', it.id),
    name: (it) => it.name,
    namespace: (it) => it.namespace,
    key: (it) => it.key,
    type: (it) => ({ name: it.type, category: it.type.toUpperCase() }),
    ownerType: (it) => it.ownerType,
    description: (it) => it.description,
    pinnedPosition: () => null,
    validationStatus: () => 'ALL_VALID',
    validations: () => [],
    useAsCollectionCondition: () => false,
    access: (it) => ({
      admin: it.access.admin ?? 'PUBLIC_READ_WRITE',
      storefront: it.access.storefront ?? 'NONE',
      customerAccount: 'NONE',
    }),
  }),
};
