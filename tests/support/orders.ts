import type { TestContext } from './context.ts';

export interface TestOrder {
  id: string;
  email?: string;
  personId?: string;
  country?: string;
  locale?: string;
  sourceName?: string;
  totalMinor?: bigint;
  discountMinor?: bigint;
  refundedMinor?: bigint;
  currency?: string;
  financialStatus?: string;
  discountCodes?: string[];
  landingSite?: string;
  ipHash?: string;
  addressHash?: string;
  customerId?: string;
  isFirst?: boolean;
  processedAt?: Date;
  paidAt?: Date;
  fulfilledAt?: Date;
  deliveredAt?: Date;
  cancelledAt?: Date;
  lines?: {
    productId?: string | null;
    title?: string;
    priceMinor?: bigint;
    quantity?: number;
    refundedQuantity?: number;
  }[];
}

/** A person with an e-mail and a name, as people/ would have written them. */
export async function insertPerson(
  t: TestContext,
  person: { id: string; email?: string; firstName?: string; lastName?: string; customerId?: string },
): Promise<string> {
  const { ctx } = t;
  const now = ctx.clock.now();
  await ctx.db.query(
    `insert into people (id, shop_id, locale, country, first_name_sealed, last_name_sealed, created_at, updated_at)
     values ($1, $2, 'de', 'DE', $3, $4, $5, $5) on conflict do nothing`,
    [
      person.id,
      ctx.shop.id,
      ctx.vault.sealOptional(person.firstName),
      ctx.vault.sealOptional(person.lastName),
      now,
    ],
  );
  const identities: [string, string | undefined][] = [
    ['email', person.email],
    ['customer', person.customerId],
  ];
  for (const [kind, value] of identities)
    if (value)
      await ctx.db.query(
        `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
         values ($1, $2, $3, $4, $5, 'test', $6) on conflict do nothing`,
        [ctx.shop.id, kind, ctx.vault.hash(ctx.shop.id, kind, value), ctx.vault.seal(value), person.id, now],
      );
  return person.id;
}

/** An order (and its lines), straight into the tables: for tests of what follows from orders, not of how they arrive. */
export async function insertOrder(t: TestContext, order: TestOrder): Promise<string> {
  const { ctx } = t;
  const now = ctx.clock.now();
  await ctx.db.query(
    `insert into orders (shop_id, id, name, person_id, customer_id, email_hash, email_sealed, address_hash, ip_hash, currency,
       total_minor, subtotal_minor, discount_minor, refunded_minor, financial_status, source_name, locale, country, landing_site,
       discount_codes, is_first, processed_at, paid_at, fulfilled_at, delivered_at, cancelled_at, shop_updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $22)`,
    [
      ctx.shop.id,
      order.id,
      `#${order.id}`,
      order.personId ?? null,
      order.customerId ?? null,
      order.email ? ctx.vault.hash(ctx.shop.id, 'email', order.email) : null,
      order.email ? ctx.vault.seal(order.email) : null,
      order.addressHash ?? null,
      order.ipHash ?? null,
      order.currency ?? ctx.shop.currency,
      order.totalMinor ?? 10_000n,
      order.totalMinor ?? 10_000n,
      order.discountMinor ?? 0n,
      order.refundedMinor ?? 0n,
      order.financialStatus ?? 'paid',
      order.sourceName ?? 'web',
      order.locale ?? 'de',
      order.country ?? 'DE',
      order.landingSite ?? null,
      order.discountCodes ?? [],
      order.isFirst ?? null,
      order.processedAt ?? now,
      order.paidAt ?? now,
      order.fulfilledAt ?? null,
      order.deliveredAt ?? null,
      order.cancelledAt ?? null,
    ],
  );
  const lines = order.lines ?? [{ productId: '8001' }];
  for (const [position, line] of lines.entries())
    await ctx.db.query(
      `insert into order_lines (shop_id, order_id, id, position, product_id, title, quantity, price_minor, refunded_quantity)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ctx.shop.id,
        order.id,
        `${order.id}${position}`,
        position,
        line.productId ?? null,
        line.title ?? `Produkt ${line.productId}`,
        line.quantity ?? 1,
        line.priceMinor ?? 1_000n,
        line.refundedQuantity ?? 0,
      ],
    );
  return order.id;
}

/** A product of the catalogue. */
export async function insertProduct(t: TestContext, id: string, title = `Produkt ${id}`): Promise<void> {
  await t.ctx.db.query(
    `insert into products (shop_id, id, handle, title, shop_updated_at) values ($1, $2, $2, $3, $4) on conflict do nothing`,
    [t.ctx.shop.id, id, title, t.ctx.clock.now()],
  );
}

/** Changes an order and states the fact that follows, in one transaction, as intake does. */
export async function changeOrder(
  t: TestContext,
  orderId: string,
  change: Record<string, unknown>,
  event: 'order.paid' | 'order.fulfilled' | 'order.delivered' | 'order.refunded' | 'order.cancelled',
): Promise<void> {
  const { ctx } = t;
  await ctx.db.tx(async (tx) => {
    const columns = Object.keys(change);
    if (columns.length > 0)
      await tx.query(
        `update orders set ${columns.map((column, i) => `${column} = $${i + 3}`).join(', ')} where shop_id = $1 and id = $2`,
        [ctx.shop.id, orderId, ...Object.values(change)],
      );
    await ctx.emit(tx, ctx.shop.id, event, { orderId });
  });
}
