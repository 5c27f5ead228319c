import type { Queryable } from '../../platform/db/db.server.ts';

/** What happened to one offer on one page. `signed`: we signed it; whether Shopify applied it is told by the order. */
export interface VisitOffer {
  state: 'shown' | 'signed' | 'accepted' | 'declined' | 'failed';
  productId: string;
  variantId: string;
  /** what the line costs, minor units as text */
  discounted: string;
  discount: string;
  code?: string;
}
export type VisitOffers = Record<string, VisitOffer>;

/** Writes down that the page asked; asked again (a reload), the first answer's offers stay. */
export async function recordVisit(
  db: Queryable,
  shopId: string,
  visit: { referenceId: string; isShown: boolean; offers: VisitOffers; askedAt: Date },
): Promise<void> {
  await db.query(
    `insert into post_purchase_visits as v (shop_id, reference_id, is_shown, offers, asked_at) values ($1, $2, $3, $4, $5)
     on conflict (shop_id, reference_id) do update set is_shown = v.is_shown or excluded.is_shown,
       offers = excluded.offers || v.offers`,
    [shopId, visit.referenceId, visit.isShown, JSON.stringify(visit.offers), visit.askedAt],
  );
}

/** The offers of a page, or null when it never asked. `lock` holds it until the transaction ends. */
export async function readVisit(
  db: Queryable,
  shopId: string,
  referenceId: string,
  lock: 'lock' | 'look',
): Promise<{ isShown: boolean; offers: VisitOffers } | null> {
  const { rows } = await db.query<{ is_shown: boolean; offers: VisitOffers }>(
    `select is_shown, offers from post_purchase_visits where shop_id = $1 and reference_id = $2 ${lock === 'lock' ? 'for update' : ''}`,
    [shopId, referenceId],
  );
  return rows[0] ? { isShown: rows[0].is_shown, offers: rows[0].offers } : null;
}

/** Replaces what is known of one offer of a page. */
export async function writeVisitOffer(
  db: Queryable,
  shopId: string,
  referenceId: string,
  offerId: string,
  offer: VisitOffer,
): Promise<void> {
  await db.query(
    `update post_purchase_visits set offers = offers || jsonb_build_object($3::text, $4::jsonb)
     where shop_id = $1 and reference_id = $2`,
    [shopId, referenceId, offerId, JSON.stringify(offer)],
  );
}
