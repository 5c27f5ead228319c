import type { Money } from '../../kit/money.ts';
import type { Context } from '../../platform/context.ts';
import type { Offer, OfferStatus } from './offer.ts';
import { findOffer, type OfferRow, offerColumns, offerOf } from './offers.repo.server.ts';

/** What an offer has done so far. */
export interface OfferFigures {
  shown: number;
  clicked: number;
  accepted: number;
  orders: number;
  /** net of refunds and cancellations */
  earned: Money;
}

export interface ListedOffer {
  offer: Offer;
  figures: OfferFigures;
  product: { title: string; imageUrl: string | null; isSellable: boolean } | null;
}

type Row = OfferRow & {
  shown: string | number;
  clicked: string | number;
  accepted: string | number;
  orders: string | number;
  earned: bigint;
  title: string | null;
  image_url: string | null;
  product_status: string | null;
};

/** The shop's offers (all, or those of one status) with their figures, in the order in which they are shown; archived ones last. */
export async function listOffers(
  ctx: Pick<Context, 'db' | 'shop'>,
  { status = null }: { status?: OfferStatus | null } = {},
): Promise<ListedOffer[]> {
  const { rows } = await ctx.db.query<Row>(
    `select ${offerColumns}, coalesce(s.shown, 0)::float8 as shown, coalesce(s.clicked, 0)::float8 as clicked,
       coalesce(s.accepted, 0)::float8 as accepted, coalesce(s.orders, 0)::float8 as orders,
       coalesce(s.earned, 0)::bigint as earned, p.title, p.image_url, p.status as product_status
     from offers o
     left join (select offer_id, sum(shown) as shown, sum(clicked) as clicked, sum(accepted) as accepted,
         sum(bought) as orders, sum(gross_minor - refunded_minor) as earned
       from offer_stats where shop_id = $1 group by offer_id) s on s.offer_id = o.id
     left join products p on p.shop_id = o.shop_id and p.id = o.product_id
     where o.shop_id = $1 and ($2::text is null or o.status = $2) order by o.status = 'archived', o.position, o.id`,
    [ctx.shop.id, status],
  );
  return rows.map((row) => ({
    offer: offerOf(row),
    figures: {
      shown: Number(row.shown),
      clicked: Number(row.clicked),
      accepted: Number(row.accepted),
      orders: Number(row.orders),
      earned: { minor: row.earned, currency: ctx.shop.currency },
    },
    product:
      row.product_id === null
        ? null
        : {
            title: row.title ?? '',
            imageUrl: row.image_url,
            isSellable: row.product_status === 'active',
          },
  }));
}

/** One offer, or null when this shop has none with this id. */
export async function getOffer(ctx: Pick<Context, 'db' | 'shop'>, id: string): Promise<Offer | null> {
  return findOffer(ctx.db, ctx.shop.id, id);
}
