import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { hashEmail, hashPhone, resolvePerson } from '../people/index.server.ts';
import type { CheckoutInput } from './checkout.ts';

/** A checkout in its shop. */
interface CheckoutRef {
  shopId: string;
  token: string;
}

/** Holds the checkout until the transaction ends. Taken before people are locked, by everybody. */
export async function lockCheckout(tx: Tx, shopId: string, token: string): Promise<void> {
  await lockCheckouts(tx, [{ shopId, token }]);
}

/** The same for many, always in the same order, so that two transactions can't wait for each other. */
export async function lockCheckouts(tx: Tx, checkouts: CheckoutRef[]): Promise<void> {
  if (checkouts.length === 0) return;
  const keys = checkouts.map(({ shopId, token }) => `${shopId} checkout ${token}`);
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(k, 2)) from
       (select k from unnest($1::text[]) with ordinality as u(k, n) order by n offset 0) s`,
    [[...new Set(keys)].sort()],
  );
}

/**
 * Records one reported state of a checkout in any order of arrival. States `checkout.active` for each newer activity of a
 * checkout with a line and somebody behind it, and `checkout.completed` once.
 * @param input.orderedAt when an order with this token is known already: its moment
 */
export async function recordCheckout(
  ctx: Context,
  tx: Tx,
  checkout: CheckoutInput,
  input: { source: string; orderedAt: Date | null },
): Promise<{ personId: string | null }> {
  const shopId = ctx.shop.id;
  await lockCheckout(tx, shopId, checkout.token);
  const personId = await resolvePerson(ctx, tx, {
    emails: [checkout.email, checkout.customerEmail],
    phones: [checkout.phone, checkout.customerPhone],
    customerIds: [checkout.customerId],
    locale: checkout.locale,
    country: checkout.country,
    province: checkout.province,
    firstName: checkout.firstName,
    lastName: checkout.lastName,
    source: input.source,
    at: checkout.updatedAt,
  });
  const { rows: before } = await tx.query<{ last_activity_at: Date; completed_at: Date | null }>(
    'select last_activity_at, completed_at from checkouts where shop_id = $1 and token = $2',
    [shopId, checkout.token],
  );
  const email = checkout.email ?? checkout.customerEmail;
  const { rows } = await tx.query<{
    person_id: string | null;
    last_activity_at: Date;
    completed_at: Date | null;
    line_count: number;
  }>(
    `insert into checkouts as c (shop_id, token, shopify_id, cart_token, person_id, customer_id, email_hash, email_sealed,
       phone_hash, currency, total_minor, lines, recovery_url, locale, country, landing_site, created_at, last_activity_at,
       completed_at, shop_updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $18)
     on conflict (shop_id, token) do update set
       (shopify_id, cart_token, person_id, customer_id, email_hash, email_sealed, phone_hash, recovery_url, locale, country, landing_site) =
         (select coalesce(n.a1, n.b1), coalesce(n.a2, n.b2), coalesce(n.a3, n.b3), coalesce(n.a4, n.b4), coalesce(n.a5, n.b5),
                 coalesce(n.a6, n.b6), coalesce(n.a7, n.b7), coalesce(n.a8, n.b8), coalesce(n.a9, n.b9), coalesce(n.a10, n.b10),
                 coalesce(n.a11, n.b11)
          from (select excluded.shopify_id, excluded.cart_token, excluded.person_id, excluded.customer_id, excluded.email_hash,
                       excluded.email_sealed, excluded.phone_hash, excluded.recovery_url, excluded.locale, excluded.country,
                       excluded.landing_site, c.shopify_id, c.cart_token, c.person_id, c.customer_id, c.email_hash,
                       c.email_sealed, c.phone_hash, c.recovery_url, c.locale, c.country, c.landing_site
                where excluded.shop_updated_at >= c.shop_updated_at
                union all
                select c.shopify_id, c.cart_token, c.person_id, c.customer_id, c.email_hash, c.email_sealed, c.phone_hash,
                       c.recovery_url, c.locale, c.country, c.landing_site, excluded.shopify_id, excluded.cart_token,
                       excluded.person_id, excluded.customer_id, excluded.email_hash, excluded.email_sealed,
                       excluded.phone_hash, excluded.recovery_url, excluded.locale, excluded.country, excluded.landing_site
                where excluded.shop_updated_at < c.shop_updated_at)
            as n(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11)),
       currency = case when excluded.shop_updated_at >= c.shop_updated_at then excluded.currency else c.currency end,
       total_minor = case when excluded.shop_updated_at >= c.shop_updated_at then excluded.total_minor else c.total_minor end,
       lines = case when excluded.shop_updated_at >= c.shop_updated_at then excluded.lines else c.lines end,
       created_at = least(c.created_at, excluded.created_at),
       last_activity_at = greatest(c.last_activity_at, excluded.last_activity_at),
       completed_at = least(c.completed_at, excluded.completed_at),
       shop_updated_at = greatest(c.shop_updated_at, excluded.shop_updated_at)
     returning person_id, last_activity_at, completed_at, jsonb_array_length(lines) as line_count`,
    [
      shopId,
      checkout.token,
      checkout.shopifyId,
      checkout.cartToken,
      personId,
      checkout.customerId,
      hashEmail(ctx, email),
      ctx.vault.sealOptional(email),
      hashPhone(ctx, checkout.phone ?? checkout.customerPhone, checkout.country),
      checkout.currency,
      checkout.totalMinor,
      JSON.stringify(checkout.lines),
      checkout.recoveryUrl,
      checkout.locale,
      checkout.country,
      checkout.landingSite,
      checkout.createdAt,
      checkout.updatedAt,
      earliest(checkout.completedAt, input.orderedAt),
    ],
  );
  const known = before[0];
  const now = rows[0]!;
  if (now.completed_at) {
    if (!known?.completed_at)
      await ctx.emit(tx, shopId, 'checkout.completed', { checkoutToken: checkout.token });
  } else {
    const isNewer = !known || now.last_activity_at.getTime() > known.last_activity_at.getTime();
    if (isNewer && now.person_id && now.line_count > 0) {
      await ctx.emit(tx, shopId, 'checkout.active', { checkoutToken: checkout.token });
    }
  }
  return { personId: now.person_id };
}

/**
 * Orders came out of these checkouts. Nothing happens where we never saw the checkout, or knew already; of two orders of one
 * checkout the first counts.
 */
export async function completeCheckouts(
  ctx: Pick<Context, 'emitAll'>,
  tx: Tx,
  ordered: (CheckoutRef & { at: Date })[],
): Promise<void> {
  if (ordered.length === 0) return;
  const first = new Map<string, CheckoutRef & { at: Date }>();
  for (const one of ordered) {
    const key = `${one.shopId} ${one.token}`;
    if (!first.has(key)) first.set(key, one);
  }
  const each = [...first.values()];
  const { rows } = await tx.query<{ shop_id: string; token: string }>(
    `update checkouts c set completed_at = g.at
     from unnest($1::text[], $2::text[], $3::timestamptz[]) as g(shop_id, token, at)
     where c.shop_id = g.shop_id and c.token = g.token and c.completed_at is null returning c.shop_id, c.token`,
    [each.map(({ shopId }) => shopId), each.map(({ token }) => token), each.map(({ at }) => at)],
  );
  await ctx.emitAll(
    tx,
    rows.map((row) => ({
      shopId: row.shop_id,
      name: 'checkout.completed',
      fact: { checkoutToken: row.token },
    })),
  );
}

/** The shop deleted the checkout: it can't be recovered any more. New bodies have only an id or the cart's token. */
export async function deleteCheckout(
  ctx: Context,
  tx: Tx,
  named: { token: string | null; shopifyId: string | null; cartToken: string | null },
  at: Date,
): Promise<'deleted' | 'unknown'> {
  const { rows } = await tx.query<{ token: string }>(
    `update checkouts set completed_at = coalesce(completed_at, $5), recovery_url = null
     where shop_id = $1 and completed_at is null and (token = $2 or shopify_id = $3 or cart_token = $4)
     returning token`,
    [ctx.shop.id, named.token, named.shopifyId, named.cartToken, at],
  );
  for (const { token } of rows) {
    await ctx.emit(tx, ctx.shop.id, 'checkout.completed', { checkoutToken: token });
  }
  return rows.length > 0 ? 'deleted' : 'unknown';
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (!a || !b) return a ?? b;
  return a < b ? a : b;
}
