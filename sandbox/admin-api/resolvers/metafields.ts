import { parseGid } from '../../store/ids.ts';
import { digestOf, metafieldsOf, valueProblem, writeMetafield } from '../../store/metafields.ts';
import type { Metafield } from '../../store/records.ts';
import { accessDenied, hasScope, writeScopeOf } from '../access.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Context, Resolver, Resolvers } from '../context.ts';
import { fields, gid, maybe, node, roots } from '../context.ts';
import { userError } from '../user-error.ts';

/** The namespace that "$app" and a missing one stand for. */
const APP_NAMESPACE = 'app--1';

/** A namespace as it is kept: `$app:reviews` = `app--1--reviews`. */
export function resolveNamespace(namespace: unknown): string {
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

/** compareDigest: null = there must be nothing yet. Writing what is there already always succeeds. */
function digestProblem(
  { compareDigest, value }: SetInput,
  known: Metafield | undefined,
): { message: string; code: string } | null {
  if (compareDigest === undefined || known?.value === value) return null;
  if (compareDigest === (known === undefined ? null : digestOf(known))) return null;
  if (known === undefined)
    return { message: 'Invalid `compareDigest` value.', code: 'INVALID_COMPARE_DIGEST' };
  const message =
    'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.';
  return { message, code: 'STALE_OBJECT' };
}

/** Whether a namespace is kept for another app. */
const isForeign = (namespace: string): boolean =>
  namespace.startsWith('app--') && namespace !== APP_NAMESPACE && !namespace.startsWith(`${APP_NAMESPACE}--`);

const FOREIGN = 'Access to this namespace and key on Metafields for this resource type is not allowed.';

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
    return problem('ownerId', 'Owner does not exist.', 'INVALID_VALUE');
  }
  const scope = writeScopeOf(owner.type);
  if (scope !== null && !hasScope(scope, context.shop.scopes))
    throw accessDenied('metafieldsSet', `\`${scope}\` access scope.`);
  const namespace = resolveNamespace(input.namespace);
  if (isForeign(namespace))
    return { ...problem('', FOREIGN, 'APP_NOT_AUTHORIZED'), field: ['metafields', String(index)] };
  if (namespace.length < 3)
    return problem('namespace', 'Namespace is too short (minimum is 3 characters)', 'TOO_SHORT');
  if (namespace.length > 255)
    return problem('namespace', 'Namespace is too long (maximum is 255 characters)', 'TOO_LONG');
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
  if (wrong !== null)
    return problem(wrong.code === 'INVALID_TYPE' ? 'type' : 'value', wrong.message, wrong.code);
  const stale = digestProblem(input, known);
  if (stale !== null)
    return { ...problem('', stale.message, stale.code), field: ['metafields', String(index)] };
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
    metafieldsDelete(args, { store, shop }) {
      const inputs = args.metafields as { ownerId: string; namespace: string; key: string }[];
      if (inputs.some((one) => isForeign(resolveNamespace(one.namespace))))
        return { deletedMetafields: null, userErrors: [userError(['metafields'], FOREIGN)] };
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
};
