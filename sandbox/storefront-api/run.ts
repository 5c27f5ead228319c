import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema, IntrospectionQuery } from 'graphql';
import { buildClientSchema, execute, getVariableValues, Kind, parse, print, validate } from 'graphql';
import type { Context, GraphNode } from '../admin-api/context.ts';
import { notPlayed } from '../admin-api/context.ts';
import type { ShopifyError } from '../admin-api/errors.ts';
import { parseError, validationErrors, variableErrors } from '../admin-api/errors.ts';
import type { GraphqlRequest } from '../admin-api/execute.ts';
import { teachScalars } from '../admin-api/schema.ts';
import type { StorefrontContext } from './context.ts';
import { storefrontResolvers } from './resolvers.ts';

export type StorefrontAnswer = { data?: unknown; errors?: ShopifyError[] };

let loaded: GraphQLSchema | null = null;

/** Shopify's own introspection of Storefront 2026-07, loaded once. */
export function loadStorefrontSchema(): GraphQLSchema {
  if (loaded !== null) return loaded;
  const file = '../../node_modules/@shopify/dev-mcp/dist/data/storefront-graphql_2026-07.json.gz';
  const text = gunzipSync(readFileSync(join(import.meta.dirname, file))).toString('utf8');
  const parsed = JSON.parse(text) as IntrospectionQuery & { data?: IntrospectionQuery };
  loaded = buildClientSchema(parsed.data ?? parsed);
  teachScalars(loaded);
  return loaded;
}

const CURRENCY_OF_COUNTRY: Record<string, string> = {
  DE: 'EUR',
  AT: 'EUR',
  FR: 'EUR',
  NL: 'EUR',
  US: 'USD',
  GB: 'GBP',
  JP: 'JPY',
  CH: 'CHF',
  KW: 'KWD',
};

/** The currency that @inContext(country:) asks for, when the shop sells in it. */
function currencyOf(document: DocumentNode, variables: Record<string, unknown>, context: Context): string {
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const directive = operation?.directives?.find((one) => one.name.value === 'inContext');
  const value = directive?.arguments?.find((one) => one.name.value === 'country')?.value;
  const country =
    value?.kind === Kind.VARIABLE
      ? variables[value.name.value]
      : value?.kind === Kind.ENUM
        ? value.value
        : undefined;
  const currency = CURRENCY_OF_COUNTRY[String(country)];
  const { shop } = context;
  return currency !== undefined && shop.presentmentCurrencies.includes(currency) ? currency : shop.currency;
}

const plain = (error: GraphQLError): ShopifyError => ({
  message: error.message,
  locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
  path: [...(error.path ?? [])],
  extensions: { code: 'INTERNAL_SERVER_ERROR', ...error.extensions },
});

/** Runs a request against the store. Mutations are in the schema, but not in the sandbox. */
export async function runStorefront(
  request: GraphqlRequest,
  base: Context & Pick<StorefrontContext, 'grants'>,
): Promise<StorefrontAnswer> {
  const schema = loadStorefrontSchema();
  let document: DocumentNode;
  try {
    document = parse(request.query);
  } catch (error) {
    return { errors: [parseError(error as GraphQLError)] };
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) return { errors: validationErrors(document, invalid) };
  const definitions = document.definitions.flatMap((one) =>
    one.kind === Kind.OPERATION_DEFINITION ? (one.variableDefinitions ?? []) : [],
  );
  const variables = getVariableValues(schema, definitions, request.variables, { maxErrors: 50 });
  if (variables.errors !== undefined) {
    const types = new Map(definitions.map((one) => [one.variable.name.value, print(one.type)]));
    return { errors: variableErrors(schema, variables.errors, types, request.variables) };
  }
  const context: StorefrontContext = {
    ...base,
    currency: currencyOf(document, request.variables, base),
  };
  const result = (await execute({
    schema,
    document,
    variableValues: request.variables,
    operationName: request.operationName,
    contextValue: context,
    fieldResolver(source, args, asked, info) {
      const own = storefrontResolvers[info.parentType.name]?.[info.fieldName];
      if (own !== undefined) return own(source, args, asked, info);
      const isPlain = typeof source === 'object' && source !== null && !('it' in source);
      if (isPlain && info.fieldName in source) return (source as Record<string, unknown>)[info.fieldName];
      throw notPlayed(`${info.parentType.name}.${info.fieldName}`);
    },
    typeResolver: (value) => (value as GraphNode).__typename,
  })) as ExecutionResult;
  return {
    ...(result.data === undefined ? {} : { data: result.data }),
    ...(result.errors === undefined ? {} : { errors: result.errors.map(plain) }),
  };
}
