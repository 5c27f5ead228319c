import type { FieldNode, OperationDefinitionNode } from 'graphql';
import { Kind } from 'graphql';

/** Mutations for which Shopify demands the @idempotent directive since 2026-04. */
const MANDATORY = new Set(['refundCreate']);

/** The key of @idempotent on the first mutation of an operation; `missing` names a mutation that must have one. */
export function idempotencyOf(
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): { key: string | null; missing: string | null } {
  if (operation.operation !== 'mutation') return { key: null, missing: null };
  const fields = operation.selectionSet.selections.filter((one): one is FieldNode => one.kind === Kind.FIELD);
  for (const field of fields) {
    const directive = field.directives?.find((one) => one.name.value === 'idempotent');
    const value = directive?.arguments?.find((one) => one.name.value === 'key')?.value;
    const key =
      value?.kind === Kind.STRING
        ? value.value
        : value?.kind === Kind.VARIABLE
          ? String(variables[value.name.value])
          : null;
    if (key !== null) return { key: `${field.name.value}|${key}`, missing: null };
    if (MANDATORY.has(field.name.value)) return { key: null, missing: field.name.value };
  }
  return { key: null, missing: null };
}
