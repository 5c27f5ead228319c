import type { ASTNode, DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { isEnumType, Kind, visit } from 'graphql';

/** An error as Shopify writes it. */
export type ShopifyError = {
  message: string;
  locations?: { line: number; column: number }[];
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
};

type Rule = [RegExp, (match: RegExpExecArray) => { message: string; extensions: Record<string, unknown> }];

/** graphql-js words on the left, Shopify's on the right. */
const RULES: Rule[] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    ([, field, type]) => ({
      message: `Field '${field}' doesn't exist on type '${type}'`,
      extensions: { code: 'undefinedField', typeName: type, fieldName: field },
    }),
  ],
  [
    /^Unknown argument "(.+?)" on field "(?:.+?)\.(.+?)"/,
    ([, argument, field]) => ({
      message: `Field '${field}' doesn't accept argument '${argument}'`,
      extensions: { code: 'argumentNotAccepted', name: field, typeName: 'Field', argumentName: argument },
    }),
  ],
  [
    /^Field "(.+?)" argument "(.+?)" of type ".+?" is required/,
    ([, field, argument]) => ({
      message: `Field '${field}' is missing required arguments: ${argument}`,
      extensions: { code: 'missingRequiredArguments', className: 'Field', name: field, arguments: argument },
    }),
  ],
  [
    /^Field "(.+?)" of type "(.+?)" must have a selection of subfields/,
    ([, field, type]) => ({
      message: `Field must have selections (field '${field}' returns ${type?.replace(/[[\]!]/g, '')} but has no selections. Did you mean '${field} { ... }'?)`,
      extensions: {
        code: 'selectionMismatch',
        nodeName: `field '${field}'`,
        typeName: type?.replace(/[[\]!]/g, ''),
      },
    }),
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)" has no subfields/,
    ([, field, type]) => ({
      message: `Selections can't be made on scalars (field '${field}' returns ${type?.replace(/[[\]!]/g, '')} but has selections)`,
      extensions: {
        code: 'selectionMismatch',
        nodeName: `field '${field}'`,
        typeName: type?.replace(/[[\]!]/g, ''),
      },
    }),
  ],
  [
    /^Variable "\$(.+?)" is not defined(?: by operation "(.+?)")?/,
    ([, name, operation]) => ({
      message: `Variable $${name} is used by ${operation ?? 'anonymous query'} but not declared`,
      extensions: { code: 'variableNotDefined', variableName: name },
    }),
  ],
  [
    /^Variable "\$(.+?)" is never used(?: in operation "(.+?)")?/,
    ([, name, operation]) => ({
      message: `Variable $${name} is declared by ${operation ?? 'anonymous query'} but not used`,
      extensions: { code: 'variableNotUsed', variableName: name },
    }),
  ],
  [
    /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
    ([, name, given, wanted]) => ({
      message: `Type mismatch on variable $${name} and argument (${given} / ${wanted})`,
      extensions: { code: 'variableMismatch', variableName: name, typeName: given },
    }),
  ],
  [
    /^Unknown type "(.+?)"/,
    ([, type]) => ({
      message: `${type} isn't a defined input type`,
      extensions: { code: 'variableRequiresValidType', typeName: type },
    }),
  ],
  [
    /^Field "(.+?)" is not defined by type "(.+?)"/,
    ([, field, type]) => ({
      message: `InputObject '${type}' doesn't accept argument '${field}'`,
      extensions: { code: 'argumentNotAccepted', name: type, typeName: 'InputObject', argumentName: field },
    }),
  ],
  [
    /^Field "(.+?)\.(.+?)" of required type "(.+?)" was not provided/,
    ([, type, field, wanted]) => ({
      message: `Argument '${field}' on InputObject '${type}' is required. Expected type ${wanted}`,
      extensions: {
        code: 'missingRequiredInputObjectAttribute',
        argumentName: field,
        argumentType: wanted,
        inputObjectType: type,
      },
    }),
  ],
  [
    /^Unknown directive "@(.+?)"/,
    ([, name]) => ({
      message: `Directive @${name} is not defined`,
      extensions: { code: 'undefinedDirective', directiveName: name },
    }),
  ],
  [
    /^Unknown fragment "(.+?)"/,
    ([, name]) => ({
      message: `Fragment ${name} was used, but not defined`,
      extensions: { code: 'useAndDefineFragment', fragmentName: name },
    }),
  ],
  [
    /^Value "(.+?)" does not exist in "(.+?)" enum/,
    ([, value, type]) => ({
      message: `Argument has an invalid value (${value}). Expected type '${type}'.`,
      extensions: { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName: null },
    }),
  ],
];

function step(node: ASTNode): string | null {
  switch (node.kind) {
    case Kind.OPERATION_DEFINITION:
      return node.name === undefined ? node.operation : `${node.operation} ${node.name.value}`;
    case Kind.FRAGMENT_DEFINITION:
      return `fragment ${node.name.value}`;
    case Kind.INLINE_FRAGMENT:
      return node.typeCondition === undefined ? '...' : `... on ${node.typeCondition.name.value}`;
    case Kind.FIELD:
      return node.alias?.value ?? node.name.value;
    case Kind.ARGUMENT:
    case Kind.OBJECT_FIELD:
      return node.name.value;
    default:
      return null;
  }
}

function pathTo(document: DocumentNode, target: ASTNode): string[] {
  const stack: string[] = [];
  let found: string[] | null = null;
  visit(document, {
    enter(node) {
      const name = step(node);
      if (name !== null) stack.push(name);
      if (node === target) found = [...stack];
    },
    leave(node) {
      if (step(node) !== null) stack.pop();
    },
  });
  return found ?? [];
}

/** Validation errors of graphql-js as Shopify would word them: message, locations, path, extensions.code. */
export function validationErrors(document: DocumentNode, errors: readonly GraphQLError[]): ShopifyError[] {
  return errors.map((error) => {
    const translated = RULES.map(([pattern, make]) => {
      const match = pattern.exec(error.message);
      return match === null ? null : make(match);
    }).find((one) => one !== null) ?? {
      message: error.message,
      extensions: { code: 'argumentLiteralsIncompatible' },
    };
    const target = error.nodes?.[0];
    return {
      message: translated.message,
      locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
      path: target === undefined ? [] : pathTo(document, target),
      extensions: translated.extensions,
    };
  });
}

/** An error of a document that is no GraphQL. */
export function parseError(error: GraphQLError): ShopifyError {
  const at = error.locations?.[0];
  const where = at === undefined ? '' : ` at [${at.line}, ${at.column}]`;
  return {
    message: `syntax error, ${error.message.replace(/^Syntax Error: /, '').replace(/\.$/, '')}${where}`,
    locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
    extensions: { code: 'graphqlParseError' },
  };
}

type Problem = { path: (string | number)[]; explanation: string };

function problemOf(schema: GraphQLSchema, message: string): Problem {
  const located = /got invalid value [\s\S]*? at "(.+?)"; ([\s\S]*)$/.exec(message);
  const plain = /got invalid value [\s\S]*?; ([\s\S]*)$/.exec(message);
  const path = (located?.[1] ?? '')
    .split('.')
    .slice(1)
    .flatMap((part) => part.split(/[[\]]/).filter((one) => one !== ''))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  const reason = (located?.[2] ?? plain?.[1] ?? '').trim();
  const missing = /^Field "(.+?)" of required type/.exec(reason);
  if (missing !== null)
    return { path: [...path, missing[1] ?? ''], explanation: 'Expected value to not be null' };
  const unknown = /^Field "(.+?)" is not defined by type "(.+?)"/.exec(reason);
  if (unknown !== null)
    return { path: [...path, unknown[1] ?? ''], explanation: `Field is not defined on ${unknown[2]}` };
  const outside = /^Value "(.+?)" does not exist in "(.+?)" enum/.exec(reason);
  const type = outside === null ? undefined : schema.getType(outside[2] ?? '');
  if (isEnumType(type)) {
    const values = type.getValues().map((value) => value.name);
    return { path, explanation: `Expected "${outside?.[1]}" to be one of: ${values.join(', ')}` };
  }
  if (reason === '' || reason.startsWith('Expected non-nullable type'))
    return { path, explanation: 'Expected value to not be null' };
  return { path, explanation: reason.replace(/^Expected type "(.+?)"\. /, '').replace(/\.$/, '') };
}

/** Errors of variables, gathered into one per variable as Shopify does. */
export function variableErrors(
  schema: GraphQLSchema,
  errors: readonly GraphQLError[],
  types: Map<string, string>,
  values: Record<string, unknown>,
): ShopifyError[] {
  const byVariable = new Map<string, { problems: Problem[]; error: GraphQLError }>();
  for (const error of errors) {
    const name = /^Variable "\$(.+?)"/.exec(error.message)?.[1] ?? '';
    const known = byVariable.get(name) ?? { problems: [], error };
    known.problems.push(problemOf(schema, error.message));
    byVariable.set(name, known);
  }
  return [...byVariable].map(([name, { problems, error }]) => {
    const list = problems
      .map((problem) =>
        problem.path.length === 0 ? '' : ` for ${problem.path.join('.')} (${problem.explanation})`,
      )
      .join(',')
      .replaceAll(', for ', ', ');
    return {
      message: `Variable $${name} of type ${types.get(name) ?? '?'} was provided invalid value${list}`,
      locations: (error.locations ?? []).map(({ line, column }) => ({ line, column })),
      extensions: { code: 'INVALID_VARIABLE', value: values[name] ?? null, problems },
    };
  });
}
