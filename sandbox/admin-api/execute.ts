import type { DocumentNode, ExecutionResult, GraphQLFieldResolver, OperationDefinitionNode } from 'graphql';
import {
  execute,
  type GraphQLError,
  getNamedType,
  getVariableValues,
  Kind,
  parse,
  print,
  validate,
} from 'graphql';
import { accessDenied, notApproved, satisfies } from './access.ts';
import type { Context, GraphNode } from './context.ts';
import { notPlayed } from './context.ts';
import { actualCost, MAX_SINGLE_QUERY_COST, requestedCost } from './cost.ts';
import type { ShopifyError } from './errors.ts';
import { parseError, validationErrors, variableErrors } from './errors.ts';
import { idempotencyOf } from './idempotency.ts';
import { inputSizeErrors } from './input-size.ts';
import { resolvers } from './resolvers/index.ts';
import type { AdminSchema } from './schema.ts';
import type { Bucket, ThrottleStatus } from './throttle.ts';

export type GraphqlRequest = {
  query: string;
  variables: Record<string, unknown>;
  operationName: string | null;
};
export type Cost = {
  requestedQueryCost: number;
  actualQueryCost: number | null;
  throttleStatus: ThrottleStatus;
};
export type GraphqlAnswer = {
  data?: unknown;
  errors?: ShopifyError[];
  extensions?: { cost: Cost };
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** One resolver for every field: access first, then the type's own resolver, then a property of the source. */
function fieldResolver(admin: AdminSchema): GraphQLFieldResolver<unknown, Context> {
  return (source, args, context, info) => {
    const type = info.parentType.name;
    const field = info.fieldName;
    const required = [admin.fieldAccess(type, field), admin.typeAccess(getNamedType(info.returnType).name)];
    for (const one of required) {
      if (!satisfies(one, context.shop.scopes)) throw accessDenied(field, one ?? '');
    }
    if (admin.isProtected(type, field) && context.shop.protectedData !== 'level2') throw notApproved(field);
    if (context.shop.protectedData === 'none' && getNamedType(info.returnType).name === 'Customer')
      throw notApproved(field);
    const own = resolvers[type]?.[field];
    if (own !== undefined) return own(source, args, context, info);
    if (isRecord(source) && !('it' in source) && field in source) return source[field];
    throw notPlayed(`${type}.${field}`);
  };
}

function operationOf(document: DocumentNode, name: string | null): OperationDefinitionNode | string {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (name !== null && name !== '') {
    return operations.find((one) => one.name?.value === name) ?? `No operation named "${name}"`;
  }
  const [only, other] = operations;
  if (only === undefined) return 'No operation';
  return other === undefined ? only : 'An operation name is required';
}

/** What an operation is called in the log: its name, or its first field. */
export function nameOf(operation: OperationDefinitionNode): string {
  const first = operation.selectionSet.selections.find((one) => one.kind === Kind.FIELD);
  return operation.name?.value ?? (first?.kind === Kind.FIELD ? first.name.value : operation.operation);
}

const plain = (error: GraphQLError): ShopifyError => ({
  message: error.message,
  locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
  path: [...(error.path ?? [])],
  extensions: { code: 'INTERNAL_SERVER_ERROR', ...error.extensions },
});

/** Runs a request against the store, with Shopify's order of refusals: syntax, document, variables, cost, access. */
export async function run(
  admin: AdminSchema,
  request: GraphqlRequest,
  context: Context,
  bucket: Bucket,
): Promise<GraphqlAnswer & { operation: string }> {
  let document: DocumentNode;
  try {
    document = parse(request.query);
  } catch (error) {
    return { operation: 'unknown', errors: [parseError(error as GraphQLError)] };
  }
  const operation = operationOf(document, request.operationName);
  if (typeof operation === 'string') {
    return { operation: 'unknown', errors: [{ message: operation, extensions: { code: 'BAD_REQUEST' } }] };
  }
  const name = nameOf(operation);
  const invalid = validate(admin.schema, document);
  if (invalid.length > 0) return { operation: name, errors: validationErrors(document, invalid) };
  const definitions = operation.variableDefinitions ?? [];
  const variables = getVariableValues(admin.schema, definitions, request.variables, { maxErrors: 50 });
  if (variables.errors !== undefined) {
    const types = new Map(definitions.map((one) => [one.variable.name.value, print(one.type)]));
    return {
      operation: name,
      errors: variableErrors(admin.schema, variables.errors, types, request.variables),
    };
  }
  const tooLong = inputSizeErrors(admin.schema, operation, variables.coerced);
  if (tooLong.length > 0) return { operation: name, errors: tooLong };
  const requested = requestedCost(admin.schema, document, operation, variables.coerced);
  if (requested > MAX_SINGLE_QUERY_COST) {
    const message = `Query cost is ${requested}, which exceeds the single query max cost limit (${MAX_SINGLE_QUERY_COST}). See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the cost of a query is calculated.`;
    return {
      operation: name,
      errors: [
        {
          message,
          extensions: {
            code: 'MAX_COST_EXCEEDED',
            cost: requested,
            maxCost: MAX_SINGLE_QUERY_COST,
            documentation: 'https://shopify.dev/api/usage/rate-limits',
          },
        },
      ],
    };
  }
  const { key, missing } = idempotencyOf(operation, request.variables);
  if (missing !== null) {
    const message = `The @idempotent directive is required for the ${missing} mutation`;
    return { operation: name, errors: [{ message, path: [missing], extensions: { code: 'BAD_REQUEST' } }] };
  }
  const memory = `idempotent|${context.shop.domain}|${key}`;
  const repeated = key === null ? undefined : context.store.tables.memory.get(memory);
  if (!bucket.take(requested)) return { operation: name, ...throttled(requested, bucket) };
  const result =
    repeated !== undefined
      ? (JSON.parse(repeated.value) as ExecutionResult)
      : ((await execute({
          schema: admin.schema,
          document,
          variableValues: request.variables,
          operationName: operation.name?.value ?? null,
          contextValue: context,
          fieldResolver: fieldResolver(admin),
          typeResolver: (value) => (value as GraphNode).__typename,
        })) as ExecutionResult);
  if (key !== null && repeated === undefined && result.errors === undefined) {
    context.store.tables.memory.put({ key: memory, value: JSON.stringify({ data: result.data }) });
  }
  const actual = actualCost(admin.schema, document, operation, variables.coerced, result.data);
  bucket.giveBack(Math.max(requested - actual, 0));
  const cost: Cost = {
    requestedQueryCost: requested,
    actualQueryCost: actual,
    throttleStatus: bucket.status(),
  };
  return {
    operation: name,
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors.map(plain) }),
    extensions: { cost },
  };
}

/** Shopify's answer when the bucket is empty: HTTP 200 all the same. */
export function throttled(requested: number, bucket: Bucket): GraphqlAnswer {
  return {
    errors: [
      {
        message: 'Throttled',
        extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
      },
    ],
    extensions: {
      cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: bucket.status() },
    },
  };
}
