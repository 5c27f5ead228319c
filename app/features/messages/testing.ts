import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { hashEmail, setConsent } from '../people/index.server.ts';

/** Builds people, consents and orders for this feature's database tests, as intake would have recorded them. */
export async function addPerson(
  ctx: Context,
  id: string,
  email: string,
  options: { timezone?: string; firstName?: string } = {},
): Promise<{ personId: string; hash: string; sealed: string }> {
  const now = ctx.clock.now();
  const hash = hashEmail(ctx, email);
  if (!hash) throw new Error(`not an address: ${email}`);
  const sealed = ctx.vault.seal(email);
  await ctx.db.query(
    `insert into people (id, shop_id, locale, timezone, first_name_sealed, created_at, updated_at)
     values ($1, $2, 'de', $3, $4, $5, $5) on conflict do nothing`,
    [id, ctx.shop.id, options.timezone ?? null, ctx.vault.sealOptional(options.firstName), now],
  );
  await ctx.db.query(
    `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
     values ($1, 'email', $2, $3, $4, 'test', $5)`,
    [ctx.shop.id, hash, sealed, id, now],
  );
  return { personId: id, hash, sealed };
}

export async function subscribe(ctx: Context, person: { personId: string; hash: string }): Promise<void> {
  await ctx.db.tx((tx) =>
    setConsent(ctx, tx, {
      channel: 'email',
      identityHash: person.hash,
      personId: person.personId,
      state: 'subscribed',
      source: 'test',
    }),
  );
}

export async function addOrder(
  ctx: Context,
  id: string,
  person: { personId: string; hash: string; sealed: string } | null,
  options: { locale?: string; cancelledAt?: Date; paidAt?: Date; title?: string; emit?: boolean } = {},
): Promise<void> {
  const now = ctx.clock.now();
  const paidAt = options.paidAt ?? addMs(now, -1000);
  await ctx.db.tx(async (tx) => {
    await tx.query(
      `insert into orders (shop_id, id, name, person_id, email_hash, email_sealed, status_url_sealed, currency, total_minor, subtotal_minor,
                           discount_minor, discount_codes, locale, processed_at, paid_at, cancelled_at, shop_updated_at)
       values ($1, $2, $3, $4, $5, $6, $10, 'EUR', 5490, 4990, 500, '{}', $7, $8, $8, $9, $8)`,
      [
        ctx.shop.id,
        id,
        `#${id.slice(-4)}`,
        person?.personId ?? null,
        person?.hash ?? null,
        person?.sealed ?? null,
        options.locale ?? 'de',
        paidAt,
        options.cancelledAt ?? null,
        ctx.vault.seal(`https://testladen.example/orders/${id}?key=1`),
      ],
    );
    await tx.query(
      `insert into order_lines (shop_id, order_id, id, position, product_id, variant_id, title, variant_title, quantity, price_minor)
       values ($1, $2, '1', 0, '11', '12', $3, 'Groß', 2, 2245), ($1, $2, '2', 1, null, null, 'Gravur', null, 1, 1000)`,
      [ctx.shop.id, id, options.title ?? 'Teekanne „Öland“'],
    );
    if (options.emit !== false) await ctx.emit(tx, ctx.shop.id, 'order.paid', { orderId: id });
  });
}
