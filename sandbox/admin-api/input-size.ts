import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getArgumentValues, Kind } from 'graphql';
import type { ShopifyError } from './errors.ts';

const MOST = 250;

/** Shopify takes at most 250 entries in a list that is an argument; more is an error of the request. */
export function inputSizeErrors(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): ShopifyError[] {
  const root = schema.getRootType(operation.operation);
  return operation.selectionSet.selections.flatMap((one) => {
    const field = one.kind === Kind.FIELD ? root?.getFields()[one.name.value] : undefined;
    if (one.kind !== Kind.FIELD || field === undefined) return [];
    const { line = 1, column = 1 } = one.loc?.startToken ?? {};
    return Object.entries(getArgumentValues(field, one, variables)).flatMap(([name, value]) =>
      Array.isArray(value) && value.length > MOST
        ? [
            {
              message: `The input array size of ${value.length} is greater than the maximum allowed of ${MOST}.`,
              locations: [{ line, column }],
              path: [one.alias?.value ?? one.name.value, name],
              extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
            },
          ]
        : [],
    );
  });
}
