import type { ParcelState, PersonFacts, UtmCondition } from '@reprise/rules';
import { readInBatches } from '../../kit/read-in-batches.ts';
import type { Db } from '../../platform/db/db.server.ts';

/** What is known of an order beyond what its page says; each part null when it is not known. */
export interface OrderFacts {
  /** false: the order has not arrived here; the counts of the person are then without it */
  isOrderKnown: boolean;
  source: string | null;
  shippingMethod: string | null;
  utm: Partial<Record<UtmCondition['param'], string>> | null;
  discountCodes: string[] | null;
  isFirstOrder: boolean | null;
  orderedAt: number | null;
  parcel: ParcelState | null;
  /** null = not delivered (of an order that we have) */
  deliveredAt: number | null;
  person: PersonFacts | null;
}

/** What rules ask of the server at all: what no active offer of the shop asks for is not read. */
export interface FactNeeds {
  /** source, campaign, parcel, … of the order itself */
  order: boolean;
  person: boolean;
  /** whether all tags (segments) that rules ask about have been read from Shopify */
  areTagsKnown: boolean;
  areSegmentsKnown: boolean;
}

export interface FactsKey {
  shopId: string;
  orderId: string;
  /** hash of the signed-in customer's number: who it is while the order has not arrived */
  customerHash: string | null;
  /** the shop's currency: spend is added up in it */
  currency: string;
  needs: FactNeeds;
}

export type ReadOrderFacts = (key: FactsKey) => Promise<OrderFacts>;

/** Of an order of which nothing is asked. */
export const nothingStored: OrderFacts = {
  isOrderKnown: false,
  source: null,
  shippingMethod: null,
  utm: null,
  discountCodes: null,
  isFirstOrder: null,
  orderedAt: null,
  parcel: null,
  deliveredAt: null,
  person: null,
};

/** Of several parcels the one that is furthest. */
const parcelOf = (order: string) => `(
  select json_build_array(max(case
      when f.delivered_at is not null or lower(f.shipment_status) = 'delivered' then 3
      when lower(f.shipment_status) = 'out_for_delivery' then 2
      when coalesce(lower(f.status), 'success') in ('success', 'open', 'pending') then 1 else 0 end),
    (extract(epoch from max(f.delivered_at)) * 1000)::float8)
  from fulfillments f where f.shop_id = ${order}.shop_id and f.order_id = ${order}.id)`;

const consent = (channel: string) => `coalesce((
  select c.state = 'subscribed' from consents c
  where c.shop_id = k.shop_id and c.person_id = w.id and c.channel = '${channel}'
  order by (c.state in ('subscribed', 'unsubscribed', 'redacted')) desc, c.changed_at desc, c.state desc limit 1), false)`;

/** Counts of the person as they are now, but for the order before this one; one index each, and only where a rule asks. */
const personOf = `(
  select json_build_object(
    'orders', (select p.orders_count from people p where p.shop_id = k.shop_id and p.id = w.id),
    'previous', (select (extract(epoch from max(q.processed_at)) * 1000)::float8 from orders q
      where q.shop_id = k.shop_id and q.person_id = w.id and q.id <> k.order_id
        and q.processed_at < coalesce(o.processed_at, 'infinity') and q.cancelled_at is null and not q.is_test),
    'spent', (select coalesce(sum(q.total_minor - q.refunded_minor), 0)::text from orders q
      where q.shop_id = k.shop_id and q.person_id = w.id and q.currency = k.currency
        and q.cancelled_at is null and not q.is_test),
    'tags', t.tags, 'segments', t.segment_ids,
    'email', ${consent('email')}, 'sms', ${consent('sms')},
    'vip', exists (select 1 from vip_members v
      where v.shop_id = k.shop_id and v.person_id = w.id and v.state = 'member'),
    'reviewed', exists (select 1 from reviews r
      where r.shop_id = k.shop_id and r.person_id = w.id and r.status <> 'removed'),
    'referred', exists (select 1 from referrals r
      where r.shop_id = k.shop_id and r.advocate_id = w.id and r.state not in ('rejected', 'reversed')))
  from (select coalesce(o.person_id, (select i.person_id from person_identities i
      where i.shop_id = k.shop_id and i.kind = 'customer' and i.value_hash = k.customer_hash)) as id) w
  left join person_traits t on t.shop_id = k.shop_id and t.person_id = w.id
  where k.needs_person and w.id is not null)`;

const sql = `
  select k.n::int as n, o.source_name, o.shipping_method, o.utm, o.discount_codes, o.is_first,
    o.processed_at, o.delivered_at,
    case when o.id is not null and k.needs_order then ${parcelOf('o')} end as parcel,
    ${personOf} as person
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bool[], $6::bool[])
    with ordinality as k(shop_id, order_id, customer_hash, currency, needs_order, needs_person, n)
  left join orders o on o.shop_id = k.shop_id and o.id = k.order_id`;

interface Row {
  n: number;
  source_name: string | null;
  shipping_method: string | null;
  utm: OrderFacts['utm'];
  discount_codes: string[] | null;
  is_first: boolean | null;
  processed_at: Date | null;
  delivered_at: Date | null;
  parcel: [number | null, number | null] | null;
  person: {
    orders: number;
    previous: number | null;
    spent: string;
    tags: string[] | null;
    segments: string[] | null;
    email: boolean;
    sms: boolean;
    vip: boolean;
    reviewed: boolean;
    referred: boolean;
  } | null;
}

const stages: readonly ParcelState[] = ['placed', 'shipped', 'out-for-delivery', 'delivered'];

function factsOf(row: Row, { currency, needs }: FactsKey): OrderFacts {
  const isKnown = row.processed_at !== null;
  const [stage, arrivedAt] = row.parcel ?? [null, null];
  const deliveredAt = row.delivered_at?.getTime() ?? arrivedAt ?? null;
  const person = row.person;
  return {
    isOrderKnown: isKnown,
    source: row.source_name,
    shippingMethod: row.shipping_method,
    utm: row.utm,
    discountCodes: row.discount_codes,
    isFirstOrder: row.is_first,
    orderedAt: row.processed_at?.getTime() ?? null,
    parcel: isKnown ? (deliveredAt !== null ? 'delivered' : (stages[stage ?? 0] ?? 'placed')) : null,
    deliveredAt,
    person: person && {
      orders: person.orders,
      spent: { minor: BigInt(person.spent), currency },
      previousOrderAt: person.previous,
      tags: needs.areTagsKnown ? (person.tags ?? []) : null,
      segmentIds: needs.areSegmentsKnown ? (person.segments ?? []) : null,
      hasEmailConsent: person.email,
      hasSmsConsent: person.sms,
      isVip: person.vip,
      hasReviewed: person.reviewed,
      hasReferred: person.referred,
    },
  };
}

/** Reads what rules ask of orders and their buyers, many in one round trip; nothing at all where no rule asks. */
export function openOrderFacts(db: Pick<Db, 'pool'>): ReadOrderFacts {
  const read = readInBatches(async (keys: FactsKey[]) => {
    const { rows } = await db.pool.query<Row>({
      name: 'offers-order-facts',
      text: sql,
      values: [
        keys.map((key) => key.shopId),
        keys.map((key) => key.orderId),
        keys.map((key) => key.customerHash),
        keys.map((key) => key.currency),
        keys.map((key) => key.needs.order),
        keys.map((key) => key.needs.person),
      ],
    });
    const answers: OrderFacts[] = [];
    for (const row of rows) answers[row.n - 1] = factsOf(row, keys[row.n - 1] as FactsKey);
    return answers;
  });
  return async (key) => (key.needs.order || key.needs.person ? read(key) : nothingStored);
}
