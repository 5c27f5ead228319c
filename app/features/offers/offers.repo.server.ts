import type { OfferKind, ParcelState, Rule, Surface } from '@reprise/rules';
import { addMs, second } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Discount, Item } from './discount.ts';
import type { Offer, OfferStatus } from './offer.ts';
import type { OfferTexts } from './offer-texts.ts';
import { publishPage } from './offers.jobs.ts';
import type { OfferContent } from './read-offer-input.ts';
import { readSetup, setupJson } from './setup.ts';

export interface OfferRow {
  id: string;
  name: string;
  status: string;
  kind: string;
  surfaces: string[];
  moments: string[];
  from_days: number | null;
  from_days_after: string | null;
  product_id: string | null;
  variant_id: string | null;
  discount_kind: string;
  discount_value: bigint;
  deadline_hours: number | null;
  starts_at: Date | null;
  ends_at: Date | null;
  texts: Record<string, OfferTexts>;
  rule: Rule;
  setup: unknown;
  picture_id: string | null;
  experiment_id: string | null;
  position: number;
  version: number;
}

export const offerColumns = `o.id, o.name, o.status, o.kind, o.surfaces, o.moments, o.from_days, o.from_days_after, o.product_id,
  o.variant_id, o.discount_kind, o.discount_value, o.deadline_hours, o.starts_at, o.ends_at, o.texts, o.rule, o.setup, o.picture_id,
  o.experiment_id, o.position, o.version`;

/** A row as the noun. */
export function offerOf(row: OfferRow): Offer {
  const { gift, ...setup } = readSetup(row.setup);
  const product =
    row.product_id && row.variant_id ? { productId: row.product_id, variantId: row.variant_id } : null;
  // Offers that were written before choices existed have their product in the columns only.
  if (product && !setup.choice) setup.choice = { by: 'hand', items: [product] };
  return {
    id: row.id,
    name: row.name,
    status: row.status as OfferStatus,
    kind: row.kind as OfferKind,
    surfaces: row.surfaces as Surface[],
    moments: row.moments as ParcelState[],
    fromDays:
      row.from_days === null
        ? null
        : { days: row.from_days, after: row.from_days_after === 'delivered' ? 'delivered' : 'ordered' },
    product,
    discount: discountOf(row.discount_kind, row.discount_value, gift),
    deadlineHours: row.deadline_hours,
    startsAt: row.starts_at?.toISOString() ?? null,
    endsAt: row.ends_at?.toISOString() ?? null,
    texts: row.texts,
    rule: row.rule,
    setup,
    pictureId: row.picture_id,
    experimentId: row.experiment_id,
    position: row.position,
    version: row.version,
  };
}

function discountOf(kind: string, value: bigint, gift: Item | undefined): Discount {
  if (kind === 'percentage') return { kind, basisPoints: Number(value) };
  if (kind === 'amount') return { kind, minor: value };
  if (kind === 'free-shipping') return { kind };
  if (kind === 'gift' && gift) return { kind, ...gift };
  return { kind: 'none' };
}

/** Column and value of everything that the input decides. */
function contentColumns(content: OfferContent): [column: string, value: unknown][] {
  const { discount } = content;
  const gift =
    discount.kind === 'gift' ? { productId: discount.productId, variantId: discount.variantId } : undefined;
  return [
    ['name', content.name],
    ['kind', content.kind],
    ['surfaces', content.surfaces],
    ['moments', content.moments],
    ['from_days', content.fromDays?.days ?? null],
    ['from_days_after', content.fromDays?.after ?? null],
    ['product_id', content.product?.productId ?? null],
    ['variant_id', content.product?.variantId ?? null],
    ['discount_kind', discount.kind],
    [
      'discount_value',
      discount.kind === 'percentage' ? discount.basisPoints : discount.kind === 'amount' ? discount.minor : 0,
    ],
    ['deadline_hours', content.deadlineHours],
    ['starts_at', content.startsAt],
    ['ends_at', content.endsAt],
    ['texts', JSON.stringify(content.texts)],
    ['rule', JSON.stringify(content.rule)],
    ['setup', setupJson({ ...content.setup, ...(gift && { gift }) })],
    ['picture_id', content.pictureId],
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
  const columns = contentColumns(content);
  const { rowCount } = await tx.query(
    `insert into offers (shop_id, id, status, created_at, updated_at, position, ${columns.map(([name]) => name)})
     select $1, $2, $3, $4, $4, coalesce((select max(position) + 1 from offers where shop_id = $1), 0),
       ${columns.map((_, index) => `$${index + 5}`)}
     on conflict (id) do nothing`,
    [shopId, id, status, now, ...columns.map(([, value]) => value)],
  );
  return rowCount === 1;
}

/** Writes an offer, one version further. The caller has locked it. */
export async function updateOffer(
  tx: Queryable,
  shopId: string,
  id: string,
  status: OfferStatus,
  content: OfferContent,
  now: Date,
): Promise<void> {
  const columns = contentColumns(content);
  await tx.query(
    `update offers set version = version + 1, status = $3, updated_at = $4,
       ${columns.map(([name], index) => `${name} = $${index + 5}`)}
     where shop_id = $1 and id = $2`,
    [shopId, id, status, now, ...columns.map(([, value]) => value)],
  );
}

/** The channel on which processes tell each other that a shop's offers changed; the payload is the shop's id. */
export const offersChannel = 'reprise_offers';

/** Several changes that follow each other are written beside the page once. */
const publishAfterMs = 2 * second;

/**
 * Makes every process read this shop's offers again: at once where it listens, within a second where it does not; and has them
 * written beside the thank-you page.
 */
export async function offersChanged(
  ctx: Pick<Context, 'shop' | 'due' | 'clock'>,
  tx: Queryable,
): Promise<void> {
  const shopId = ctx.shop.id;
  await tx.query('update shops set offers_version = offers_version + 1 where id = $1', [shopId]);
  await tx.query('select pg_notify($1, $2)', [offersChannel, shopId]);
  const dueAt = addMs(ctx.clock.now(), publishAfterMs);
  await ctx.due.schedule(tx, { shopId, job: publishPage, subject: 'shop', dueAt });
}
