import { isMetafieldType } from '../../store/metafields.ts';
import type { MetafieldDefinition } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Resolvers } from '../context.ts';
import { fields, gid, idOf, node, roots } from '../context.ts';
import { resolveNamespace } from './metafields.ts';

export const metafieldDefinitionResolvers: Resolvers = {
  Mutation: roots({
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
      if (!isMetafieldType(input.type)) {
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
