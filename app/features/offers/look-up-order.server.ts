import type { FactLine } from '@reprise/rules';
import { z } from 'zod';
import { type Money, parseMoney } from '../../kit/money.ts';
import type { Context } from '../../platform/context.ts';

/** An order that is certain to exist in this shop, as far as offers care. */
export interface KnownOrder {
  id: string;
  checkoutToken: string | null;
  confirmationNumber: string | null;
  customerId: string | null;
  personId: string | null;
  processedAt: Date;
  isCancelled: boolean;
  facts: { total: Money; lines: FactLine[]; country: string | null; isFirst: boolean | null };
}

interface OrderRow {
  id: string;
  checkout_token: string | null;
  confirmation_number: string | null;
  customer_id: string | null;
  person_id: string | null;
  processed_at: Date;
  cancelled_at: Date | null;
  currency: string;
  total_minor: bigint;
  country: string | null;
  is_first: boolean | null;
  lines: { productId: string | null; variantId: string | null; quantity: number }[] | null;
}

/**
 * The order from our table, or, while its webhook is on the way, from the shop itself.
 * @param mayAsk taken once before the shop is asked; false = not now
 * @returns null when there is no such order (yet)
 */
export async function lookUpOrder(
  ctx: Context,
  orderId: string,
  mayAsk: () => boolean,
): Promise<KnownOrder | null> {
  const { rows } = await ctx.db.query<OrderRow>(
    `select o.id, o.checkout_token, o.confirmation_number, o.customer_id, o.person_id, o.processed_at, o.cancelled_at,
       o.currency, o.total_minor, o.country, o.is_first,
       (select json_agg(json_build_object('productId', l.product_id, 'variantId', l.variant_id, 'quantity', l.quantity))
        from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id) as lines
     from orders o where o.shop_id = $1 and o.id = $2`,
    [ctx.shop.id, orderId],
  );
  const row = rows[0];
  if (row) {
    return {
      id: row.id,
      checkoutToken: row.checkout_token,
      confirmationNumber: row.confirmation_number,
      customerId: row.customer_id,
      personId: row.person_id,
      processedAt: row.processed_at,
      isCancelled: row.cancelled_at !== null,
      facts: {
        total: { minor: row.total_minor, currency: row.currency },
        lines: (row.lines ?? []).map((line) => ({
          productId: line.productId ?? '',
          variantId: line.variantId ?? '',
          quantity: line.quantity,
        })),
        country: row.country,
        isFirst: row.is_first,
      },
    };
  }
  if (!mayAsk()) return null;
  return askShop(ctx, orderId);
}

/** Ids may come as numbers too large for a number; those are not needed here, so they are left alone. */
const anyId = z.union([z.string(), z.number(), z.bigint()]).transform(String);
const shape = z.object({
  processed_at: z.string(),
  currency: z.string().length(3),
  total_price: z.string(),
  customer: z.object({ id: anyId }).nullish(),
  shipping_address: z.object({ country_code: z.string().nullish() }).nullish(),
  line_items: z.array(
    z.object({ product_id: anyId.nullish(), variant_id: anyId.nullish(), quantity: z.coerce.number() }),
  ),
});

async function askShop(ctx: Context, orderId: string): Promise<KnownOrder | null> {
  const order = await ctx.shopify.getOrder(orderId);
  if (!order) return null;
  const read = shape.safeParse(order.webhookShape);
  if (!read.success) {
    ctx.log.warn(
      { fields: read.error.issues.map((issue) => issue.path.join('.')) },
      'an order of the shop was not understood',
    );
    return null;
  }
  const body = read.data;
  return {
    id: order.id,
    checkoutToken: order.checkoutToken,
    confirmationNumber: order.confirmationNumber,
    customerId: body.customer?.id ?? null,
    personId: null,
    processedAt: new Date(body.processed_at),
    isCancelled: order.cancelledAt !== null,
    facts: {
      total: parseMoney(body.total_price, body.currency),
      lines: body.line_items.map((line) => ({
        productId: line.product_id ?? '',
        variantId: line.variant_id ?? '',
        quantity: line.quantity,
      })),
      country: body.shipping_address?.country_code ?? null,
      isFirst: null,
    },
  };
}
