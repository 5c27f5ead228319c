import type { Facts, ParcelState, PersonFacts } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { zoneOffsetMinutes } from './zone-time.ts';

/** An order as it was when its pages were looked at, for asking a rule about it afterwards. */
export interface PastOrder {
  id: string;
  name: string;
  personId: string | null;
  processedAt: Date;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  /** facts of the thank-you page, at the time of the order */
  facts: Facts;
}

/** What to read of the orders; parts that no rule asks about cost nothing. */
export interface PastNeeds {
  lines: boolean;
  parcel: boolean;
  person: boolean;
}

/** Which orders: one by its number, or the next batch behind a place in time. */
export type PastChoice =
  | { orderId: string }
  | {
      after: { processedAt: Date; id: string };
      until: Date;
      limit: number;
      /** every n-th order only, always the same ones */
      oneIn: number;
    };

interface Row {
  id: string;
  name: string;
  person_id: string | null;
  currency: string;
  presentment_currency: string | null;
  total_minor: bigint;
  locale: string | null;
  country: string | null;
  is_first: boolean | null;
  discount_codes: string[];
  shipping_method: string | null;
  source_name: string | null;
  utm: Facts['utm'];
  processed_at: Date;
  delivered_at: Date | null;
  lines: [string | null, string | null, number][] | null;
  shipped_at: number | null;
  arrived_at: number | null;
  person: {
    orders: number;
    spent: string;
    previous: number | null;
    tags: string[] | null;
    segments: string[] | null;
    email: boolean;
    sms: boolean;
    vip: boolean;
    reviewed: boolean;
    referred: boolean;
  } | null;
}

const linesSql = `(select json_agg(json_build_array(l.product_id, l.variant_id, l.quantity) order by l.position)
  from order_lines l where l.shop_id = o.shop_id and l.order_id = o.id)`;

const consentAt = (channel: string) => `coalesce((
  select c.state = 'subscribed' from consents c
  where c.shop_id = o.shop_id and c.person_id = o.person_id and c.channel = '${channel}'
  order by (c.state in ('subscribed', 'unsubscribed', 'redacted')) desc, c.changed_at desc, c.state desc limit 1), false)`;

/**
 * As of the order where that is exact: how many orders until then, what they came to (refunds counted whenever they were),
 * when the one before was. For the rest only today's answer is known.
 */
const personSql = `case when o.person_id is not null then (
  select json_build_object('orders', count(*), 'spent', coalesce(sum(q.total_minor - q.refunded_minor)
      filter (where q.cancelled_at is null and q.currency = $2), 0)::text,
    'previous', (extract(epoch from max(q.processed_at) filter (where q.id <> o.id and q.cancelled_at is null)) * 1000)::float8,
    'tags', (select t.tags from person_traits t where t.shop_id = o.shop_id and t.person_id = o.person_id),
    'segments', (select t.segment_ids from person_traits t where t.shop_id = o.shop_id and t.person_id = o.person_id),
    'email', ${consentAt('email')}, 'sms', ${consentAt('sms')},
    'vip', exists (select 1 from vip_members v where v.shop_id = o.shop_id and v.person_id = o.person_id
      and v.state = 'member' and v.joined_at <= o.processed_at),
    'reviewed', exists (select 1 from reviews r where r.shop_id = o.shop_id and r.person_id = o.person_id
      and r.status <> 'removed' and r.created_at <= o.processed_at),
    'referred', exists (select 1 from referrals r where r.shop_id = o.shop_id and r.advocate_id = o.person_id
      and r.state not in ('rejected', 'reversed') and r.created_at <= o.processed_at))
  from orders q where q.shop_id = o.shop_id and q.person_id = o.person_id and not q.is_test
    and (q.processed_at, q.id) <= (o.processed_at, o.id)) end`;

const parcelSql = `(select array[(extract(epoch from min(f.shipped_at)) * 1000)::float8,
    (extract(epoch from max(f.delivered_at)) * 1000)::float8]
  from fulfillments f where f.shop_id = o.shop_id and f.order_id = o.id)`;

/** Reads orders as they were. @param known whether all tags (segments) that rules ask about have been read from Shopify */
export async function readPastOrders(
  ctx: Pick<Context, 'shop' | 'db'>,
  choice: PastChoice,
  needs: PastNeeds,
  known: { areTagsKnown: boolean; areSegmentsKnown: boolean },
  db: Queryable = ctx.db,
): Promise<PastOrder[]> {
  const columns = `o.id, o.name, o.person_id, o.currency, o.presentment_currency, o.total_minor, o.locale, o.country, o.is_first,
    o.discount_codes, o.shipping_method, o.source_name, o.utm, o.processed_at, o.delivered_at,
    ${needs.lines ? linesSql : 'null'} as lines, ${needs.person ? personSql : '$2::json'} as person,
    ${needs.parcel ? 'p.at[1] as shipped_at, p.at[2] as arrived_at' : 'null::float8 as shipped_at, null::float8 as arrived_at'}`;
  const from = `from orders o ${needs.parcel ? `left join lateral (select ${parcelSql} as at) p on true` : ''}`;
  const currency = needs.person ? ctx.shop.currency : null;
  const { rows } =
    'orderId' in choice
      ? await db.query<Row>(`select ${columns} ${from} where o.shop_id = $1 and o.id = $3`, [
          ctx.shop.id,
          currency,
          choice.orderId,
        ])
      : await db.query<Row>(
          `select ${columns} ${from}
           where o.shop_id = $1 and (o.processed_at, o.id) > ($3, $4) and o.processed_at <= $5
             and ($7 = 1 or abs(hashtext(o.id)) % $7 = 0)
           order by o.processed_at, o.id limit $6`,
          [
            ctx.shop.id,
            currency,
            choice.after.processedAt,
            choice.after.id,
            choice.until,
            choice.limit,
            choice.oneIn,
          ],
        );
  return rows.map((row) => toPast(row, ctx.shop, known));
}

function toPast(
  row: Row,
  shop: { currency: string; timezone: string },
  known: { areTagsKnown: boolean; areSegmentsKnown: boolean },
): PastOrder {
  const { person } = row;
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  // What the page showed in another currency we did not keep: such an amount fits no amount of a rule.
  const isForeign = row.presentment_currency !== null && row.presentment_currency !== row.currency;
  const facts: PersonFacts | null = person && {
    orders: Number(person.orders),
    spent: { minor: BigInt(person.spent), currency: shop.currency },
    previousOrderAt: person.previous,
    tags: known.areTagsKnown ? (person.tags ?? []) : null,
    segmentIds: known.areSegmentsKnown ? (person.segments ?? []) : null,
    hasEmailConsent: person.email,
    hasSmsConsent: person.sms,
    isVip: person.vip,
    hasReviewed: person.reviewed,
    hasReferred: person.referred,
  };
  return {
    id: row.id,
    name: row.name,
    personId: row.person_id,
    processedAt: row.processed_at,
    shippedAt: at(row.shipped_at),
    deliveredAt: row.delivered_at ?? at(row.arrived_at),
    facts: {
      surface: 'thank-you',
      subject: row.id,
      total: isForeign
        ? { minor: -1n, currency: row.presentment_currency ?? '' }
        : { minor: row.total_minor, currency: row.currency },
      lines: (row.lines ?? []).map(([productId, variantId, quantity]) => ({
        productId: productId ?? '',
        variantId: variantId ?? '',
        quantity,
      })),
      locale: row.locale ?? '',
      country: row.country,
      isFirstOrder: row.is_first,
      discountCodes: row.discount_codes,
      shippingMethod: row.shipping_method,
      source: row.source_name,
      utm: row.utm,
      person: facts,
      parcel: 'placed',
      orderedAt: row.processed_at.getTime(),
      deliveredAt: null,
      zoneOffsetMinutes: zoneOffsetMinutes(shop.timezone, row.processed_at),
    },
  };
}

/** The same order at a later moment of its order-status page. */
export function laterFacts(order: PastOrder, parcel: ParcelState, at: Date, timezone: string): Facts {
  return {
    ...order.facts,
    surface: 'order-status',
    parcel,
    deliveredAt: order.deliveredAt !== null && order.deliveredAt <= at ? order.deliveredAt.getTime() : null,
    zoneOffsetMinutes: zoneOffsetMinutes(timezone, at),
  };
}
