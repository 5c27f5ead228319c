import { GraphQLError } from 'graphql';

const DOCUMENTATION = 'https://shopify.dev/api/usage/access-scopes';

/**
 * Whether granted scopes satisfy what the schema says about access. The text names the scopes that would do, any of
 * them, in backticks; what stands after "Also:" is about the permissions of a user, which an owner has.
 */
export function satisfies(required: string | null, granted: readonly string[]): boolean {
  if (required === null) return true;
  const scopes = [...(required.split(' Also:')[0] ?? '').matchAll(/`([a-z_]+)`/g)].map(
    (match) => match[1] ?? '',
  );
  if (scopes.length === 0) return true;
  return scopes.some((scope) => hasScope(scope, granted));
}

/** Whether a scope is granted: itself, or the writing scope that includes the reading one. */
export function hasScope(scope: string, granted: readonly string[]): boolean {
  const [verb, ...rest] = scope.split('_');
  const noun = rest.join('_');
  if (verb === 'read') return granted.includes(scope) || granted.includes(`write_${noun}`);
  if (verb === 'write') return granted.includes(scope);
  return granted.includes(`write_${scope}`);
}

/** Shopify's refusal for a missing scope. */
export function accessDenied(field: string, required: string): GraphQLError {
  return new GraphQLError(`Access denied for ${field} field. Required access: ${required}`, {
    extensions: { code: 'ACCESS_DENIED', documentation: DOCUMENTATION, requiredAccess: required },
  });
}

/** Shopify's refusal for protected customer data that the app was not approved for. */
export function notApproved(field: string): GraphQLError {
  return new GraphQLError(
    `This app is not approved to use the ${field} field. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    {
      extensions: {
        code: 'ACCESS_DENIED',
        documentation: 'https://shopify.dev/docs/apps/launch/protected-customer-data',
      },
    },
  );
}

const WRITE_SCOPE: Record<string, string> = {
  Order: 'write_orders',
  DraftOrder: 'write_draft_orders',
  Customer: 'write_customers',
  Product: 'write_products',
  ProductVariant: 'write_products',
  Collection: 'write_products',
  DiscountCodeNode: 'write_discounts',
  DiscountNode: 'write_discounts',
};

/** The scope that changing a resource of this type needs; null when none is (shop, app-owned). */
export function writeScopeOf(type: string): string | null {
  return WRITE_SCOPE[type] ?? null;
}
