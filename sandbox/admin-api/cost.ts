import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLOutputType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';

/**
 * Points of an operation: a mutation 10, a node 1, scalars and plain value objects nothing, a connection by the square
 * root of how many nodes it may hold. This agrees with the cost blocks of recorded answers within a point or two.
 */
export const MAX_SINGLE_QUERY_COST = 1000;

type Walk = {
  schema: GraphQLSchema;
  fragments: Map<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
};

const isConnection = (name: string) => name.endsWith('Connection');

function isCounted(schema: GraphQLSchema, name: string): boolean {
  const type = schema.getType(name);
  if (isInterfaceType(type)) return true;
  return isObjectType(type) && type.getInterfaces().some((one) => one.name === 'Node');
}

function sizeOf(args: Record<string, unknown>): number {
  const size = args.first ?? args.last;
  return typeof size === 'number' ? size : 0;
}

function walk(
  context: Walk,
  set: SelectionSetNode,
  typeName: string,
  data: unknown,
  isActual: boolean,
): number {
  const type = context.schema.getType(typeName);
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = context.fragments.get(selection.name.value);
      if (fragment !== undefined)
        cost += walk(context, fragment.selectionSet, fragment.typeCondition.name.value, data, isActual);
      continue;
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      cost += walk(
        context,
        selection.selectionSet,
        selection.typeCondition?.name.value ?? typeName,
        data,
        isActual,
      );
      continue;
    }
    if (selection.selectionSet === undefined || !isCompositeType(type) || !('getFields' in type)) continue;
    const field = type.getFields()[selection.name.value];
    if (field === undefined) continue;
    const key = selection.alias?.value ?? selection.name.value;
    const value = isActual ? (data as Record<string, unknown> | null)?.[key] : undefined;
    if (isActual && (value === null || value === undefined)) continue;
    const named = getNamedType(field.type).name;
    const args = argumentsOf(selection.arguments ?? [], context.variables);
    if (isConnection(named))
      cost += connection(context, selection.selectionSet, named, args, value, isActual);
    else cost += object(context, selection.selectionSet, field.type, named, value, isActual);
  }
  return cost;
}

function argumentsOf(
  nodes: readonly { name: { value: string }; value: { kind: string } }[],
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const { name, value } of nodes) {
    if (value.kind === Kind.INT) args[name.value] = Number((value as unknown as { value: string }).value);
    else if (value.kind === Kind.VARIABLE)
      args[name.value] = variables[(value as unknown as { name: { value: string } }).name.value];
  }
  return args;
}

function object(
  context: Walk,
  set: SelectionSetNode,
  type: GraphQLOutputType,
  named: string,
  value: unknown,
  isActual: boolean,
): number {
  const bare = isNonNullType(type) ? type.ofType : type;
  const each = isCounted(context.schema, named) ? 1 : 0;
  if (isActual && Array.isArray(value)) {
    return value.reduce(
      (sum: number, one) => sum + (one === null ? 0 : each + walk(context, set, named, one, true)),
      0,
    );
  }
  const one = each + walk(context, set, named, value, isActual);
  return isListType(bare) && !isActual ? one * 2 : one;
}

function connection(
  context: Walk,
  set: SelectionSetNode,
  named: string,
  args: Record<string, unknown>,
  value: unknown,
  isActual: boolean,
): number {
  const shape = value as { nodes?: unknown[]; edges?: unknown[] } | undefined;
  const size = isActual ? (shape?.nodes?.length ?? shape?.edges?.length ?? 0) : sizeOf(args);
  const inner = isActual
    ? averageOf(shape?.nodes ?? shape?.edges ?? [], (one) => walkNodes(context, set, named, one, true))
    : walkNodes(context, set, named, undefined, false);
  return 2 + Math.ceil(inner * Math.sqrt(size));
}

function averageOf(list: unknown[], cost: (one: unknown) => number): number {
  return list.length === 0 ? 0 : list.reduce((sum: number, one) => sum + cost(one), 0) / list.length;
}

function walkNodes(
  context: Walk,
  set: SelectionSetNode,
  named: string,
  one: unknown,
  isActual: boolean,
): number {
  let best = 0;
  const type = context.schema.getType(named);
  if (!isObjectType(type)) return 0;
  for (const selection of set.selections) {
    if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined) continue;
    const field = type.getFields()[selection.name.value];
    if (field === undefined || !['nodes', 'edges'].includes(selection.name.value)) continue;
    const inner = getNamedType(field.type).name;
    const counted = selection.name.value === 'nodes' && isCounted(context.schema, inner) ? 1 : 0;
    best = Math.max(best, counted + walk(context, selection.selectionSet, inner, one, isActual));
  }
  return best;
}

function prepare(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>): Walk {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return { schema, fragments, variables };
}

function rootCost(operation: OperationDefinitionNode): number {
  return operation.operation === 'mutation'
    ? 10 * operation.selectionSet.selections.filter((one) => one.kind === Kind.FIELD).length
    : 0;
}

const rootName = (schema: GraphQLSchema, operation: OperationDefinitionNode) =>
  (operation.operation === 'mutation' ? schema.getMutationType() : schema.getQueryType())?.name ?? '';

/** What an operation may cost at most, known before it runs. */
export function requestedCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): number {
  const cost =
    rootCost(operation) +
    walk(
      prepare(schema, document, variables),
      operation.selectionSet,
      rootName(schema, operation),
      undefined,
      false,
    );
  return Math.max(cost, 1);
}

/** What it did cost, by what came back. */
export function actualCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  data: unknown,
): number {
  const cost =
    rootCost(operation) +
    walk(
      prepare(schema, document, variables),
      operation.selectionSet,
      rootName(schema, operation),
      data,
      true,
    );
  return Math.max(Math.ceil(cost), 1);
}
