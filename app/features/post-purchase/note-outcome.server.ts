import { z } from 'zod';
import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { countOnOrder } from '../offers/index.server.ts';
import { readVisit, type VisitOffers } from './visits.repo.server.ts';

/** Why Shopify did not show its page, as far as an order tells; the words are `results:postPurchase.reason.<name>`. */
export type NotAsked =
  | 'not-online'
  | 'currency'
  | 'no-shipping'
  | 'too-small'
  | 'payment'
  | 'wallet'
  | 'instalments'
  | 'gift-card'
  | 'unknown';

const shape = z.object({
  source_name: z.string().nullish(),
  currency: z.string(),
  presentment_currency: z.string().nullish(),
  total_price: z.string(),
  shipping_address: z.unknown().nullish(),
  payment_gateway_names: z.array(z.string()).nullish(),
});

/**
 * Reads the reason off an order. Source: Shopify's list of when the page is not shown (wallets, instalments, gift cards and what
 * is no card; another currency than the shop's; no shipping address; below half a unit of currency; not the online store).
 */
export function whyNotAsked(order: unknown): NotAsked {
  const read = shape.safeParse(order);
  if (!read.success) return 'unknown';
  const body = read.data;
  if (body.source_name && body.source_name !== 'web') return 'not-online';
  if (body.presentment_currency && body.presentment_currency !== body.currency) return 'currency';
  if (Number(body.total_price) < 0.5) return 'too-small';
  if (!body.shipping_address) return 'no-shipping';
  const gateways = (body.payment_gateway_names ?? []).join(' ').toLowerCase();
  if (/klarna|affirm|afterpay|clearpay|instal+ment|sezzle/.test(gateways)) return 'instalments';
  if (/apple|google|amazon|paypal|wallet/.test(gateways)) return 'wallet';
  if (/gift/.test(gateways)) return 'gift-card';
  if (/cash|cod|bank|invoice|manual|ideal|blik|bancontact|money order/.test(gateways)) return 'payment';
  return 'unknown';
}

/**
 * A quarter of an hour after an order: did Shopify show the page, and what came of it? Counts shown and accepted offers on the
 * order; accepted is what the order really holds. Does nothing in shops that offer nothing there.
 */
export async function noteOutcome(ctx: Context, orderId: string): Promise<void> {
  const { rows } = await ctx.db.query<{
    checkout_token: string | null;
    offered: boolean;
    person_id: string | null;
  }>(
    `select o.checkout_token, o.person_id, exists (select 1 from offers f where f.shop_id = o.shop_id and f.status = 'active'
         and 'post-purchase' = any(f.surfaces)) as offered
     from orders o where o.shop_id = $1 and o.id = $2`,
    [ctx.shop.id, orderId],
  );
  const order = rows[0];
  if (!order) return;
  const visit = order.checkout_token
    ? await readVisit(ctx.db, ctx.shop.id, order.checkout_token, 'look')
    : null;
  if (!visit && !order.offered) return;
  const reason = visit ? null : whyNotAsked((await ctx.shopify.getOrder(orderId))?.webhookShape);
  await ctx.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into post_purchase_outcomes (shop_id, order_id, outcome, reason, at) values ($1, $2, $3, $4, $5)
       on conflict do nothing`,
      [
        ctx.shop.id,
        orderId,
        visit ? (visit.isShown ? 'shown' : 'nothing') : 'not-asked',
        reason,
        ctx.clock.now(),
      ],
    );
    if (rowCount === 1 && visit?.isShown) await settle(ctx, tx, orderId, visit.offers);
  });
}

/** Shown and accepted offers become events of the order, accepted ones additions that are paid. */
async function settle(ctx: Context, tx: Tx, orderId: string, offers: VisitOffers): Promise<void> {
  const { rows: lines } = await tx.query<{ id: string; variant_id: string | null; quantity: number }>(
    'select id, variant_id, quantity from order_lines where shop_id = $1 and order_id = $2',
    [ctx.shop.id, orderId],
  );
  const now = ctx.clock.now();
  for (const [offerId, offer] of Object.entries(offers)) {
    const line = lines.find(({ variant_id }) => variant_id === offer.variantId);
    const isAccepted = (offer.state === 'signed' || offer.state === 'accepted') && line !== undefined;
    const types = [
      'shown',
      ...(isAccepted ? ['clicked', 'accepted'] : []),
      ...(offer.state === 'declined' ? ['dismissed'] : []),
    ];
    await countOnOrder(
      ctx,
      tx,
      types.map((type) => ({
        type: type as never,
        offerId,
        orderId,
        surface: 'post-purchase' as const,
        arm: '',
        productId: offer.productId,
      })),
    );
    if (!isAccepted) continue;
    await tx.query(
      `insert into order_additions (shop_id, id, offer_id, order_id, surface, product_id, variant_id, quantity, state, currency,
         unit_minor, discount_minor, tax_minor, is_tax_included, added_minor, due_minor, edit_id, lines_before, line_id, pay_by,
         quoted_at, added_at, settled_at)
       values ($1, $2, $3, $4, 'post-purchase', $5, $6, 1, 'paid', $7, $8, $9, 0, true, $10, $10, '', '{}', $11, $12, $12, $12, $12)
       on conflict do nothing`,
      [
        ctx.shop.id,
        newId('add'),
        offerId,
        orderId,
        offer.productId,
        offer.variantId,
        ctx.shop.currency,
        BigInt(offer.discounted) + BigInt(offer.discount),
        BigInt(offer.discount),
        BigInt(offer.discounted),
        line?.id ?? null,
        now,
      ],
    );
    await ctx.emit(tx, ctx.shop.id, 'addition.paid', { orderId });
  }
}

export interface OutcomeCounts {
  shown: number;
  nothing: number;
  notAsked: { reason: NotAsked; count: number }[];
}

/** How often Shopify showed the page since a moment, and why not. */
export async function countOutcomes(ctx: Context, since: Date): Promise<OutcomeCounts> {
  const { rows } = await ctx.db.query<{ outcome: string; reason: string | null; n: number }>(
    `select outcome, reason, count(*)::int as n from post_purchase_outcomes where shop_id = $1 and at >= $2
     group by 1, 2 order by 3 desc, 2`,
    [ctx.shop.id, since],
  );
  const of = (outcome: string) =>
    rows.filter((row) => row.outcome === outcome).reduce((sum, { n }) => sum + n, 0);
  return {
    shown: of('shown'),
    nothing: of('nothing'),
    notAsked: rows
      .filter(({ outcome }) => outcome === 'not-asked')
      .map(({ reason, n }) => ({ reason: (reason ?? 'unknown') as NotAsked, count: n })),
  };
}
