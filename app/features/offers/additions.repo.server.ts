import type { Queryable } from '../../platform/db/db.server.ts';
import type { Addition, AdditionState } from './addition.ts';

interface Row {
  id: string;
  offer_id: string;
  order_id: string;
  arm: string;
  surface: string;
  product_id: string;
  variant_id: string;
  quantity: number;
  state: string;
  currency: string;
  unit_minor: bigint;
  discount_minor: bigint;
  tax_minor: bigint;
  is_tax_included: boolean;
  added_minor: bigint;
  due_minor: bigint;
  edit_id: string;
  lines_before: string[];
  line_id: string | null;
  pay_url_sealed: string | null;
  pay_by: Date;
  quoted_at: Date;
}

const columns = `id, offer_id, order_id, arm, surface, product_id, variant_id, quantity, state, currency, unit_minor,
  discount_minor, tax_minor, is_tax_included, added_minor, due_minor, edit_id, lines_before, line_id, pay_url_sealed, pay_by,
  quoted_at`;

/** An addition with its sealed payment page. */
export type StoredAddition = Addition & { payUrlSealed: string | null };

function additionOf(row: Row): StoredAddition {
  const money = (minor: bigint) => ({ minor, currency: row.currency });
  return {
    id: row.id,
    offerId: row.offer_id,
    orderId: row.order_id,
    arm: row.arm,
    surface: row.surface,
    productId: row.product_id,
    variantId: row.variant_id,
    quantity: row.quantity,
    state: row.state as AdditionState,
    unit: money(row.unit_minor),
    discount: money(row.discount_minor),
    tax: money(row.tax_minor),
    isTaxIncluded: row.is_tax_included,
    added: money(row.added_minor),
    due: money(row.due_minor),
    editId: row.edit_id,
    linesBefore: row.lines_before,
    lineId: row.line_id,
    payUrlSealed: row.pay_url_sealed,
    payBy: row.pay_by,
    quotedAt: row.quoted_at,
  };
}

/** Writes a quote. */
export async function insertQuote(db: Queryable, shopId: string, quote: Addition): Promise<void> {
  await db.query(
    `insert into order_additions (shop_id, id, offer_id, order_id, arm, surface, product_id, variant_id, quantity, state,
       currency, unit_minor, discount_minor, tax_minor, is_tax_included, added_minor, due_minor, edit_id, lines_before, pay_by,
       quoted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`,
    [
      shopId,
      quote.id,
      quote.offerId,
      quote.orderId,
      quote.arm,
      quote.surface,
      quote.productId,
      quote.variantId,
      quote.quantity,
      quote.state,
      quote.unit.currency,
      quote.unit.minor,
      quote.discount.minor,
      quote.tax.minor,
      quote.isTaxIncluded,
      quote.added.minor,
      quote.due.minor,
      quote.editId,
      quote.linesBefore,
      quote.payBy,
      quote.quotedAt,
    ],
  );
}

/** One addition of this shop, or null. */
export async function findAddition(
  db: Queryable,
  shopId: string,
  id: string,
): Promise<StoredAddition | null> {
  const { rows } = await db.query<Row>(
    `select ${columns} from order_additions where shop_id = $1 and id = $2`,
    [shopId, id],
  );
  return rows[0] ? additionOf(rows[0]) : null;
}

/** The addition of this offer that is in this order, or on its way in or out; null when there is none. */
export async function findOpenAddition(
  db: Queryable,
  shopId: string,
  orderId: string,
  offerId: string,
): Promise<StoredAddition | null> {
  const { rows } = await db.query<Row>(
    `select ${columns} from order_additions
     where shop_id = $1 and order_id = $2 and offer_id = $3 and state in ('adding', 'added', 'removing', 'paid')`,
    [shopId, orderId, offerId],
  );
  return rows[0] ? additionOf(rows[0]) : null;
}

/**
 * Takes a quote for carrying out: only one caller gets it, and only while no other addition of this offer is in the order.
 * @returns whether this caller got it
 */
export async function claimQuote(
  tx: Queryable,
  shopId: string,
  id: string,
  eventId: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update order_additions a set state = 'adding', event_id = $3
     where shop_id = $1 and id = $2 and state = 'quoted' and not exists (
       select 1 from order_additions o where o.shop_id = a.shop_id and o.order_id = a.order_id and o.offer_id = a.offer_id
         and o.state in ('adding', 'added', 'removing', 'paid'))`,
    [shopId, id, eventId],
  );
  return rowCount === 1;
}

/**
 * Moves an addition from one state to another, if it is still there.
 * @returns whether it was
 */
export async function moveAddition(
  db: Queryable,
  shopId: string,
  id: string,
  from: AdditionState,
  to: AdditionState,
  more: {
    lineId?: string;
    payUrlSealed?: string | null;
    reason?: string;
    addedAt?: Date;
    settledAt?: Date;
  } = {},
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update order_additions set state = $4, line_id = coalesce($5, line_id), pay_url_sealed = coalesce($6, pay_url_sealed),
       reason = coalesce($7, reason), added_at = coalesce($8, added_at), settled_at = coalesce($9, settled_at)
     where shop_id = $1 and id = $2 and state = $3`,
    [
      shopId,
      id,
      from,
      to,
      more.lineId ?? null,
      more.payUrlSealed ?? null,
      more.reason ?? null,
      more.addedAt ?? null,
      more.settledAt ?? null,
    ],
  );
  return rowCount === 1;
}
