import { z } from 'zod';
import type { CheckoutInput } from '../../checkouts/index.ts';
import {
  address,
  amount,
  currency,
  customer,
  exactId,
  instant,
  minor,
  optionalAmount,
  optionalInstant,
  quantity,
  readAs,
  softId,
  softText,
  UnfitError,
} from './pieces.ts';

const checkoutLine = z.object({
  product_id: softId,
  variant_id: softId,
  title: softText,
  presentment_title: softText,
  variant_title: softText,
  quantity,
  price: optionalAmount,
});

const checkoutBody = z.object({
  id: softId,
  token: softText,
  cart_token: softText,
  email: softText,
  phone: softText,
  customer,
  billing_address: address,
  shipping_address: address,
  currency,
  total_price: amount,
  line_items: z.array(checkoutLine),
  abandoned_checkout_url: softText,
  customer_locale: softText,
  landing_site: softText,
  buyer_accepts_marketing: z.boolean().nullish().catch(null),
  created_at: instant,
  updated_at: instant,
  completed_at: optionalInstant,
});

/**
 * Reads checkouts/create and checkouts/update, API 2020 to 2026 (from 2026-04 there is no id, only the token). Amounts are in
 * `currency`, the shop's, as in orders.
 * @throws UnfitError
 */
export function readCheckout(body: unknown): CheckoutInput {
  const checkout = readAs(checkoutBody, body);
  if (!checkout.token) throw new UnfitError('The field token is missing.');
  const code = checkout.currency;
  const at = checkout.shipping_address ?? checkout.billing_address;
  const url = checkout.abandoned_checkout_url;
  return {
    token: checkout.token,
    shopifyId: checkout.id,
    cartToken: checkout.cart_token,
    customerId: checkout.customer ? exactId(checkout.customer) : null,
    email: checkout.email,
    customerEmail: checkout.customer?.email ?? null,
    phone: checkout.phone,
    customerPhone: checkout.customer?.phone ?? null,
    firstName: at?.first_name ?? checkout.customer?.first_name ?? null,
    lastName: at?.last_name ?? checkout.customer?.last_name ?? null,
    currency: code,
    totalMinor: minor(checkout.total_price, code, 'total_price'),
    lines: checkout.line_items.map((line, i) => ({
      productId: line.product_id,
      variantId: line.variant_id,
      title: line.presentment_title ?? line.title ?? '',
      variantTitle: line.variant_title,
      quantity: line.quantity,
      priceMinor: String(minor(line.price ?? '0', code, `line_items.${i}.price`)),
    })),
    recoveryUrl: url && /^https?:\/\//i.test(url) ? url : null,
    locale: checkout.customer_locale,
    country: at?.country_code?.toUpperCase().slice(0, 2) ?? null,
    province: at?.province_code ?? null,
    landingSite: checkout.landing_site,
    createdAt: checkout.created_at,
    updatedAt: checkout.updated_at,
    completedAt: checkout.completed_at,
    acceptsMarketing: checkout.buyer_accepts_marketing ?? null,
  };
}

const deletedBody = z.object({ id: softId, token: softText, cart_token: softText });

/** Reads checkouts/delete, which names the checkout by whatever the version has. @throws UnfitError */
export function readCheckoutDeleted(body: unknown): {
  token: string | null;
  shopifyId: string | null;
  cartToken: string | null;
} {
  const deleted = readAs(deletedBody, body);
  if (!deleted.token && !deleted.id && !deleted.cart_token) {
    throw new UnfitError('The field token is missing, and so are id and cart_token.');
  }
  return { token: deleted.token, shopifyId: deleted.id, cartToken: deleted.cart_token };
}
