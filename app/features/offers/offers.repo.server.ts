import type { Rule, Surface } from '@reprise/rules';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Discount, Offer, OfferKind, OfferStatus, OfferTexts } from './offer.ts';
import type { OfferContent } from './offer-input.ts';

export interface OfferRow {
  id: string;
  name: string;
  status: string;
  kind: string;
  surfaces: string[];
  product_id: string | null;
  variant_id: string | null;
  discount_kind: string;
  discount_value: bigint;
  deadline_hours: number | null;
  texts: Record<string, OfferTexts>;
  rule: Rule;
  position: number;
  version: number;
}

export const offerColumns = `o.id, o.name, o.status, o.kind, o.surfaces, o.product_id, o.variant_id, o.discount_kind,
  o.discount_value, o.deadline_hours, o.texts, o.rule, o.position, o.version`;

/** A row as the noun. */
export function offerOf(row: OfferRow): Offer {
  return {
    id: row.id,
    name: row.name,
    status: row.status as OfferStatus,
    kind: row.kind as OfferKind,
    surfaces: row.surfaces as Surface[],
    product:
      row.product_id && row.variant_id ? { productId: row.product_id, variantId: row.variant_id } : null,
    discount: discountOf(row.discount_kind, row.discount_value),
    deadlineHours: row.deadline_hours,
    texts: row.texts,
    rule: row.rule,
    position: row.position,
    version: row.version,
  };
}

function discountOf(kind: string, value: bigint): Discount {
  if (kind === 'percentage') return { kind, basisPoints: Number(value) };
  if (kind === 'amount') return { kind, minor: value };
  return { kind: 'none' };
}

function contentValues(content: OfferContent): unknown[] {
  const { discount } = content;
  return [
    content.name,
    content.kind,
    content.surfaces,
    content.product?.productId ?? null,
    content.product?.variantId ?? null,
    discount.kind,
    discount.kind === 'percentage' ? discount.basisPoints : discount.kind === 'amount' ? discount.minor : 0,
    content.deadlineHours,
    JSON.stringify(content.texts),
    JSON.stringify(content.rule),
  ];
}

/** One offer of this shop, or null. */
export async function findOffer(db: Queryable, shopId: string, id: string): Promise<Offer | null> {
  const { rows } = await db.query<OfferRow>(
    `select ${offerColumns} from offers o where o.shop_id = $1 and o.id = $2`,
    [shopId, id],
  );
  return rows[0] ? offerOf(rows[0]) : null;
}

/**
 * Writes a new offer at the end of the list (or at the front). An id that exists is left as it is.
 * @returns whether it was written
 */
export async function insertOffer(
  tx: Queryable,
  shopId: string,
  id: string,
  status: OfferStatus,
  content: OfferContent,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into offers (shop_id, id, status, created_at, updated_at, name, kind, surfaces, product_id, variant_id,
       discount_kind, discount_value, deadline_hours, texts, rule, position)
     select $1, $2, $3, $4, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
       coalesce((select max(position) + 1 from offers where shop_id = $1), 0)
     on conflict (id) do nothing`,
    [shopId, id, status, now, ...contentValues(content)],
  );
  return rowCount === 1;
}

/** Writes an offer that nobody changed since `seenVersion`. @returns the new version, or null when somebody did */
export async function updateOffer(
  tx: Queryable,
  shopId: string,
  id: string,
  seenVersion: number,
  status: OfferStatus,
  content: OfferContent,
  now: Date,
): Promise<number | null> {
  const { rows } = await tx.query<{ version: number }>(
    `update offers set version = version + 1, status = $4, updated_at = $5, name = $6, kind = $7, surfaces = $8,
       product_id = $9, variant_id = $10, discount_kind = $11, discount_value = $12, deadline_hours = $13, texts = $14, rule = $15
     where shop_id = $1 and id = $2 and version = $3 returning version`,
    [shopId, id, seenVersion, status, now, ...contentValues(content)],
  );
  return rows[0]?.version ?? null;
}

/** The channel on which processes tell each other that a shop's offers changed; the payload is the shop's id. */
export const offersChannel = 'reprise_offers';

/** Makes every process read this shop's offers again: at once where it listens, within a second where it does not. */
export async function offersChanged(tx: Queryable, shopId: string): Promise<void> {
  await tx.query('update shops set offers_version = offers_version + 1 where id = $1', [shopId]);
  await tx.query('select pg_notify($1, $2)', [offersChannel, shopId]);
}
