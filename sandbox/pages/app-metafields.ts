import type { Box, Metafield, Order } from '../box.ts';

/** AppMetafieldEntry of @shopify/ui-extensions. */
export type AppMetafieldEntry = {
  target: { type: string; id: string };
  metafield: {
    namespace: string;
    key: string;
    type: string;
    valueType: 'boolean' | 'float' | 'integer' | 'json_string' | 'string';
    value: string | number | boolean;
  };
};

const VALUE_TYPES: Record<string, AppMetafieldEntry['metafield']['valueType']> = {
  boolean: 'boolean',
  number_decimal: 'float',
  number_integer: 'integer',
  json: 'json_string',
  rating: 'json_string',
  money: 'json_string',
};

const OWNER_TYPES: Record<string, string> = {
  Shop: 'shop',
  Product: 'product',
  ProductVariant: 'variant',
  Customer: 'customer',
  Order: 'order',
};

/** `app--1--reviews` as an extension sees it: `$app:reviews`. */
const shownNamespace = (namespace: string): string =>
  namespace.replace(/^app--\d+--/, '$app:').replace(/^app--\d+$/, '$app');

function typed({ type, value }: Metafield): string | number | boolean {
  const kind = VALUE_TYPES[type];
  if (kind === 'boolean') return value === 'true';
  return kind === 'integer' || kind === 'float' ? Number(value) : value;
}

/**
 * The metafields that an extension asked for in its toml, of the shop and of what the order is about. On the thank-you
 * page every value is a text; on the order-status page numbers and booleans are what they are. Other apps' and the
 * merchant's own namespaces need a definition that is open to the storefront; that is not played, so they are left out.
 */
export function appMetafields(
  box: Pick<Box, 'shop' | 'metafields'>,
  order: Order,
  wanted: { namespace: string; key: string }[],
  surface: 'thank-you' | 'order-status',
): AppMetafieldEntry[] {
  if (wanted.length === 0) return [];
  const shop = box.shop(order.shop);
  if (!shop) return [];
  const owners = [
    { type: 'Shop', id: shop.id },
    ...order.lines.flatMap((line) => (line.productId ? [{ type: 'Product', id: line.productId }] : [])),
    ...order.lines.flatMap((line) =>
      line.variantId ? [{ type: 'ProductVariant', id: line.variantId }] : [],
    ),
    ...(order.customerId && shop.protectedData !== 'none'
      ? [{ type: 'Customer', id: order.customerId }]
      : []),
    ...(surface === 'order-status' ? [{ type: 'Order', id: order.id }] : []),
  ];
  const isWanted = (one: Metafield): boolean => {
    const namespace = shownNamespace(one.namespace);
    return wanted.some((want) => want.namespace === namespace && want.key === one.key);
  };
  const seen = new Set<string>();
  return owners.flatMap(({ type, id }) => {
    if (seen.has(`${type}|${id}`)) return [];
    seen.add(`${type}|${id}`);
    return box
      .metafields(shop.domain, id)
      .filter((one) => one.ownerType === type && isWanted(one))
      .map((one) => ({
        target: { type: OWNER_TYPES[type] ?? 'shop', id: `gid://shopify/${type}/${id}` },
        metafield: {
          namespace: shownNamespace(one.namespace),
          key: one.key,
          type: one.type,
          valueType: VALUE_TYPES[one.type] ?? ('string' as const),
          value: surface === 'thank-you' ? one.value : typed(one),
        },
      }));
  });
}
