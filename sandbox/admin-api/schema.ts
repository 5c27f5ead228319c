import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { buildClientSchema, GraphQLError, isScalarType } from 'graphql';

/** Shopify's own introspection of Admin 2026-07, with what it says about access beside each field. */
export type AdminSchema = {
  schema: GraphQLSchema;
  /** Text of the access that a field asks for, or null. */
  fieldAccess(type: string, field: string): string | null;
  typeAccess(type: string): string | null;
  /** Whether the field is protected customer data (names, addresses, phones, e-mails). */
  isProtected(type: string, field: string): boolean;
  protectedContent(type: string, field: string): string | null;
};

type RawField = {
  name: string;
  requiredAccess: string | null;
  isProtected: boolean;
  protectedContent: string | null;
};
type RawType = { name: string; requiredAccess?: string | null; fields: RawField[] | null };

let loaded: AdminSchema | null = null;

/** Loads the schema once. */
export function loadAdminSchema(): AdminSchema {
  if (loaded !== null) return loaded;
  const file = join(
    import.meta.dirname,
    '../../node_modules/@shopify/dev-mcp/dist/data/admin_2026-07.json.gz',
  );
  const { data } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as {
    data: IntrospectionQuery;
  };
  const fields = new Map<string, RawField>();
  const types = new Map<string, string | null>();
  for (const type of data.__schema.types as unknown as RawType[]) {
    types.set(type.name, type.requiredAccess ?? null);
    for (const field of type.fields ?? []) fields.set(`${type.name}.${field.name}`, field);
  }
  const schema = buildClientSchema(data);
  teachScalars(schema);
  loaded = {
    schema,
    fieldAccess: (type, field) => fields.get(`${type}.${field}`)?.requiredAccess ?? null,
    typeAccess: (type) => types.get(type) ?? null,
    isProtected: (type, field) => fields.get(`${type}.${field}`)?.isProtected ?? false,
    protectedContent: (type, field) => fields.get(`${type}.${field}`)?.protectedContent ?? null,
  };
  return loaded;
}

/** How the Admin API writes a time: whole seconds, UTC. */
export function apiTime(value: unknown): string {
  return new Date(String(value)).toISOString().replace(/\.\d+Z$/, 'Z');
}

function decimal(name: string) {
  return (value: unknown): string => {
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text !== 'string' || !/^-?\d+(\.\d+)?$/.test(text)) {
      throw new GraphQLError(`invalid ${name} '${String(value)}'`);
    }
    return text;
  };
}

const PARSE: Record<string, (value: unknown) => unknown> = {
  DateTime(value) {
    if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value) || Number.isNaN(Date.parse(value))) {
      throw new GraphQLError(`invalid DateTime '${String(value)}'`);
    }
    return new Date(value).toISOString();
  },
  Decimal: decimal('Decimal'),
  Money: decimal('Money'),
  URL(value) {
    if (typeof value !== 'string' || !URL.canParse(value))
      throw new GraphQLError(`Invalid url '${String(value)}', missing scheme`);
    return value;
  },
};

/** Gives the scalars of a schema Shopify's rules: what a Decimal is, how a time is written. */
export function teachScalars(schema: GraphQLSchema): void {
  for (const [name, parse] of Object.entries(PARSE)) {
    const type = schema.getType(name);
    if (!isScalarType(type)) continue;
    type.parseValue = parse;
    type.parseLiteral = (node) => parse('value' in node ? node.value : null);
  }
  const dateTime = schema.getType('DateTime');
  if (isScalarType(dateTime)) dateTime.serialize = apiTime;
}
