import type { ParcelCard, ParcelState } from '@reprise/rules';
import { day } from '../../kit/span.ts';

/**
 * What some offers need to know of an order beyond what every page does: for shops whose offers ask for it, read in the same
 * round trip.
 */
export interface OrderDetails {
  name: string | null;
  country: string | null;
  hasEmail: boolean;
  firstNameSealed: string | null;
  /** on the VIP list, or asked to confirm */
  isOnList: boolean;
  hasBirthday: boolean;
  parcels: Parcel[];
  deliveredAt: Date | null;
  /** the products that were asked for, as they are now */
  products: DetailProduct[];
  /** additions to this order that wait for their payment */
  additions: DetailAddition[];
  /** how often this person has taken offers that are capped per person */
  taken: Readonly<Record<string, number>>;
}

export interface Parcel {
  status: string | null;
  shipmentStatus: string | null;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  trackingUrl: string | null;
  updatedAt: Date;
}

export interface DetailProduct {
  product_id: string;
  title: string;
  image_url: string | null;
  status: string;
  is_repeatable: boolean | null;
  variant: {
    id: string;
    title?: string | null;
    priceMinor?: string | null;
    stock?: number | null;
    isAvailable?: boolean;
  };
}

export interface DetailAddition {
  offerId: string;
  payUrlSealed: string | null;
  dueMinor: bigint;
  currency: string;
  payBy: Date;
}

export const detailColumns = `o.name, o.country, o.email_hash is not null as has_email, o.delivered_at, i.first_name_sealed,
    v.person_id is not null as is_on_list, b.person_id is not null as has_birthday, f.parcels, s.products, a.additions, w.taken`;

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

export const detailJoins = `
  left join people i on i.id = o.person_id and i.shop_id = k.shop_id
  left join vip_members v on v.shop_id = k.shop_id and v.person_id = o.person_id and v.state in ('asked', 'member')
  left join birthdays b on b.shop_id = k.shop_id and b.person_id = o.person_id
  left join lateral (
    select json_agg(json_build_array(f.status, f.shipment_status, ${ms('f.shipped_at')}, ${ms('f.delivered_at')},
      f.tracking_url, ${ms('f.shop_updated_at')})) as parcels
    from fulfillments f where f.shop_id = k.shop_id and f.order_id = k.order_id) f on true
  left join lateral (
    select json_agg(json_build_object('product_id', p.id, 'title', p.title, 'image_url', p.image_url, 'status', p.status,
      'is_repeatable', c.is_repeatable, 'variant', e)) as products
    from products p cross join jsonb_array_elements(p.variants) e
    left join complement_products c on c.shop_id = p.shop_id and c.product_id = p.id
    where k.product_ids <> '' and p.shop_id = k.shop_id and p.id = any(string_to_array(k.product_ids, ','))
      and e ->> 'id' = any(string_to_array(k.variant_ids, ','))) s on true
  left join lateral (
    select json_agg(json_build_array(a.offer_id, a.pay_url_sealed, a.due_minor::text, a.currency, ${ms('a.pay_by')})) as additions
    from order_additions a where a.shop_id = k.shop_id and a.order_id = k.order_id and a.state = 'added') a on true
  left join lateral (
    select json_object_agg(t.offer_id, t.taken) as taken
    from offer_takings t where t.shop_id = k.shop_id and t.person_id = o.person_id) w on true`;

export interface DetailRow {
  name: string | null;
  country: string | null;
  has_email: boolean | null;
  delivered_at: Date | null;
  first_name_sealed: string | null;
  is_on_list: boolean;
  has_birthday: boolean;
  parcels: [string | null, string | null, number | null, number | null, string | null, number][] | null;
  products: DetailProduct[] | null;
  additions: [string, string | null, string, string, number][] | null;
  taken: Record<string, number> | null;
}

const date = (at: number | null) => (at === null ? null : new Date(at));

/** A row as what it means. */
export function detailsOf(row: DetailRow): OrderDetails {
  return {
    name: row.name,
    country: row.country,
    hasEmail: row.has_email === true,
    firstNameSealed: row.first_name_sealed,
    isOnList: row.is_on_list,
    hasBirthday: row.has_birthday,
    deliveredAt: row.delivered_at,
    parcels: (row.parcels ?? []).map(
      ([status, shipmentStatus, shipped, delivered, trackingUrl, updated]) => ({
        status,
        shipmentStatus,
        shippedAt: date(shipped),
        deliveredAt: date(delivered),
        trackingUrl,
        updatedAt: new Date(updated),
      }),
    ),
    products: row.products ?? [],
    additions: (row.additions ?? []).map(([offerId, payUrlSealed, due, currency, payBy]) => ({
      offerId,
      payUrlSealed,
      dueMinor: BigInt(due),
      currency,
      payBy: new Date(payBy),
    })),
    taken: row.taken ?? {},
  };
}

const order: readonly ParcelState[] = ['placed', 'shipped', 'out-for-delivery', 'delivered'];

function stateOf(parcel: Parcel): ParcelState {
  if (parcel.deliveredAt !== null || parcel.shipmentStatus === 'delivered') return 'delivered';
  if (parcel.shipmentStatus === 'out_for_delivery' || parcel.shipmentStatus === 'attempted_delivery') {
    return 'out-for-delivery';
  }
  return 'shipped';
}

/** The parcel of an order that is furthest; null before any was sent. Cancelled shipments do not count. */
export function furthestParcel(details: Pick<OrderDetails, 'parcels'>): Parcel | null {
  let best: Parcel | null = null;
  for (const parcel of details.parcels) {
    if (parcel.status === 'cancelled' || parcel.status === 'error' || parcel.status === 'failure') continue;
    if (!best || order.indexOf(stateOf(parcel)) > order.indexOf(stateOf(best))) best = parcel;
  }
  return best;
}

/** Where the order's parcel is, for rules and moments. */
export function parcelState(details: Pick<OrderDetails, 'parcels' | 'deliveredAt'>): ParcelState {
  if (details.deliveredAt !== null) return 'delivered';
  const parcel = furthestParcel(details);
  return parcel ? stateOf(parcel) : 'placed';
}

/** Longer on the way than parcels of a shop usually are; said as "later than usual", never as an apology that is not ours. */
const lateAfter = { home: 10 * day, abroad: 21 * day };

/** The card's parcel: its steps with when each happened, as far as the shop's shipments tell. */
export function parcelCard(
  details: Pick<OrderDetails, 'parcels' | 'deliveredAt' | 'country'>,
  placedAt: Date,
  shopCountry: string | null,
  now: Date,
): ParcelCard {
  const parcel = furthestParcel(details);
  const state = parcelState(details);
  const reached = order.indexOf(state);
  const isHome = details.country === null || details.country === shopCountry;
  const isLate =
    reached < 3 &&
    parcel?.shippedAt != null &&
    now.getTime() - parcel.shippedAt.getTime() > (isHome ? lateAfter.home : lateAfter.abroad);
  const at: Record<ParcelState, Date | null> = {
    placed: placedAt,
    shipped: parcel?.shippedAt ?? null,
    'out-for-delivery': state === 'out-for-delivery' ? (parcel?.updatedAt ?? null) : null,
    delivered:
      details.deliveredAt ?? parcel?.deliveredAt ?? (reached === 3 ? (parcel?.updatedAt ?? null) : null),
  };
  return {
    state: isLate ? 'late' : state,
    steps: order.map((key) => ({ key, at: at[key]?.toISOString() ?? null })),
    trackingUrl: parcel?.trackingUrl ?? null,
    carrier: null,
  };
}
