import { z } from 'zod';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyAbandonedCheckout } from '../port.ts';
import { addressFields, addressSchema, webhookAddress } from './address.ts';
import { bag, defineOperation, idOf, nextCursor, node, pageInfo, searchValue } from './operation.ts';

const checkoutAnswer = z.object({
  id: idOf,
  name: z.string(),
  abandonedCheckoutUrl: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  completedAt: z.string().nullable(),
  discountCodes: z.array(z.string()),
  totalPriceSet: bag,
  customer: z
    .object({
      id: idOf,
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      locale: z.string().nullable(),
      defaultEmailAddress: z.object({ emailAddress: z.string().nullable() }).nullable(),
      defaultPhoneNumber: z.object({ phoneNumber: z.string().nullable() }).nullable(),
    })
    .nullable(),
  shippingAddress: addressSchema,
  billingAddress: addressSchema,
  lineItems: z.object({
    nodes: z.array(
      z.object({
        title: z.string().nullable(),
        variantTitle: z.string().nullable(),
        quantity: z.number().int(),
        originalUnitPriceSet: bag,
        product: node.nullable(),
        variant: node.nullable(),
      }),
    ),
  }),
});
type CheckoutAnswer = z.output<typeof checkoutAnswer>;

export const listAbandonedPage = defineOperation(
  `query ListAbandonedCheckouts($query: String!, $after: String) {
    abandonedCheckouts(first: 25, after: $after, query: $query, sortKey: CREATED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id name abandonedCheckoutUrl createdAt updatedAt completedAt discountCodes
        totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
        customer { id firstName lastName locale defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
        shippingAddress { ${addressFields} }
        billingAddress { ${addressFields} }
        lineItems(first: 50) {
          nodes {
            title variantTitle quantity
            originalUnitPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
            product { id } variant { id }
          }
        }
      }
    }
  }`,
  z.object({ abandonedCheckouts: z.object({ pageInfo, nodes: z.array(checkoutAnswer) }) }),
);

export async function listAbandonedCheckouts(
  client: AdminClient,
  { since, cursor }: { since: Date; cursor: string | null },
): Promise<{ checkouts: ShopifyAbandonedCheckout[]; cursor: string | null }> {
  const { abandonedCheckouts } = await client.ask(listAbandonedPage, {
    query: `updated_at:>=${searchValue(since.toISOString())}`,
    after: cursor,
  });
  return {
    checkouts: abandonedCheckouts.nodes.flatMap((checkout) => {
      const token = checkoutToken(checkout.abandonedCheckoutUrl);
      if (!token) return [];
      return [
        {
          id: checkout.id,
          createdAt: new Date(checkout.createdAt),
          updatedAt: new Date(checkout.updatedAt),
          completedAt: checkout.completedAt ? new Date(checkout.completedAt) : null,
          webhookShape: toWebhook(checkout, token),
        },
      ];
    }),
    cursor: nextCursor(abandonedCheckouts.pageInfo),
  };
}

/**
 * The checkout's token: the node has no such field, but its recovery link does (`…/checkouts/ac/TOKEN/recover`), and without
 * it the checkout could not be told to be the one of a webhook.
 */
export function checkoutToken(recoveryUrl: string): string | null {
  return /\/checkouts\/(?:[a-z]{2}\/)?([^/?#]+)(?:\/[a-z-]+)?\/recover/i.exec(recoveryUrl)?.[1] ?? null;
}

/** Body of checkouts/update: money in the shop's currency, as in orders. */
function toWebhook(checkout: CheckoutAnswer, token: string): unknown {
  const total = checkout.totalPriceSet;
  return {
    id: checkout.id,
    token,
    name: checkout.name,
    created_at: checkout.createdAt,
    updated_at: checkout.updatedAt,
    completed_at: checkout.completedAt,
    abandoned_checkout_url: checkout.abandonedCheckoutUrl,
    email: checkout.customer?.defaultEmailAddress?.emailAddress ?? null,
    phone: checkout.customer?.defaultPhoneNumber?.phoneNumber ?? null,
    customer_locale: checkout.customer?.locale ?? null,
    currency: total.shopMoney.currencyCode,
    presentment_currency: total.presentmentMoney.currencyCode,
    total_price: total.shopMoney.amount,
    discount_codes: checkout.discountCodes.map((code) => ({ code })),
    customer: checkout.customer && {
      id: checkout.customer.id,
      email: checkout.customer.defaultEmailAddress?.emailAddress ?? null,
      phone: checkout.customer.defaultPhoneNumber?.phoneNumber ?? null,
      first_name: checkout.customer.firstName,
      last_name: checkout.customer.lastName,
    },
    shipping_address: webhookAddress(checkout.shippingAddress),
    billing_address: webhookAddress(checkout.billingAddress),
    line_items: checkout.lineItems.nodes.map((line) => ({
      product_id: line.product?.id ?? null,
      variant_id: line.variant?.id ?? null,
      title: line.title ?? '',
      variant_title: line.variantTitle,
      quantity: line.quantity,
      price: line.originalUnitPriceSet.shopMoney.amount,
    })),
  };
}
