import type { OfferEventType } from '@reprise/rules';
import { readInBatches } from '../../kit/read-in-batches.ts';
import type { Db } from '../../platform/db/db.server.ts';
import { type DetailRow, detailColumns, detailJoins, detailsOf, type OrderDetails } from './order-details.ts';

/** What we know of an order when its page asks. */
export interface OrderState {
  order: {
    checkoutToken: string | null;
    confirmationNumber: string | null;
    customerId: string | null;
    personId: string | null;
    processedAt: Date;
    isCancelled: boolean;
  } | null;
  promisedAt: Date | null;
  grants: StateGrant[];
  /** what happened with offers on this order's pages before */
  events: StateEvent[];
  /** only where the shop's offers ask for it; null otherwise */
  details: OrderDetails | null;
}

export interface StateGrant {
  offerId: string;
  state: string;
  code: string | null;
  url: string | null;
  deadlineAt: Date | null;
  isRedeemed: boolean;
  arm: string;
  variantId: string | null;
}

export interface StateEvent {
  offerId: string;
  type: OfferEventType;
  arm: string;
}

export interface OrderKey {
  shopId: string;
  orderId: string;
  /** the checkout's token, or `order/<id>` */
  promiseSubject: string;
  /** also read what few shops' offers need; `variantIds`: products of these variants, as they are now */
  details: { productIds: readonly string[]; variantIds: readonly string[] } | null;
}

/** Under which name an order's first promise is kept. */
export function promiseSubject(orderId: string, checkoutToken: string | undefined): string {
  return checkoutToken ? checkoutToken : `order/${orderId}`;
}

const columns = `k.n::int as n, o.checkout_token, o.confirmation_number, o.customer_id, o.person_id, o.processed_at,
    o.cancelled_at is not null as is_cancelled, p.started_at, g.grants, d.events`;
const joins = `
  left join orders o on o.shop_id = k.shop_id and o.id = k.order_id
  left join offer_promises p on p.shop_id = k.shop_id and p.subject = k.subject
  left join lateral (
    select json_agg(json_build_array(g.offer_id, g.state, g.code, g.url,
      (extract(epoch from g.deadline_at) * 1000)::float8, g.redeemed_order_id is not null, g.arm, g.variant_id)) as grants
    from offer_grants g where g.shop_id = k.shop_id and g.order_id = k.order_id) g on true
  left join lateral (
    select json_agg(json_build_array(e.offer_id, e.type, e.arm)) as events
    from offer_events e where e.shop_id = k.shop_id and e.order_id = k.order_id
      and e.type in ('shown', 'held-out', 'accepted', 'dismissed')) d on true`;

const plainSql = `select ${columns}
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as k(shop_id, order_id, subject, n) ${joins}`;
const detailSql = `select ${columns}, ${detailColumns}
  from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
    with ordinality as k(shop_id, order_id, subject, product_ids, variant_ids, n) ${joins} ${detailJoins}`;

interface PlainRow {
  n: number;
  checkout_token: string | null;
  confirmation_number: string | null;
  customer_id: string | null;
  person_id: string | null;
  processed_at: Date | null;
  is_cancelled: boolean | null;
  started_at: Date | null;
  grants:
    | [string, string, string | null, string | null, number | null, boolean, string, string | null][]
    | null;
  events: [string, OfferEventType, string][] | null;
}

function stateOf(row: PlainRow, details: OrderDetails | null): OrderState {
  return {
    order:
      row.processed_at === null
        ? null
        : {
            checkoutToken: row.checkout_token,
            confirmationNumber: row.confirmation_number,
            customerId: row.customer_id,
            personId: row.person_id,
            processedAt: row.processed_at,
            isCancelled: row.is_cancelled === true,
          },
    promisedAt: row.started_at,
    grants: (row.grants ?? []).map(([offerId, state, code, url, deadline, isRedeemed, arm, variantId]) => ({
      offerId,
      state,
      code,
      url,
      deadlineAt: deadline === null ? null : new Date(deadline),
      isRedeemed,
      arm,
      variantId,
    })),
    events: (row.events ?? []).map(([offerId, type, arm]) => ({ offerId, type, arm })),
    details,
  };
}

export type ReadOrderState = (key: OrderKey) => Promise<OrderState>;

/**
 * Reads order states, many in one round trip. Those that need details have a read of their own, so that they cost the others
 * nothing.
 */
export function openOrderStates(db: Pick<Db, 'pool'>): ReadOrderState {
  const plain = readInBatches(async (keys: OrderKey[]) => {
    const { rows } = await db.pool.query<PlainRow>({
      name: 'offers-order-state',
      text: plainSql,
      values: keyValues(keys),
    });
    const states: OrderState[] = [];
    for (const row of rows) states[row.n - 1] = stateOf(row, null);
    return states;
  });
  const detailed = readInBatches(async (keys: OrderKey[]) => {
    const { rows } = await db.pool.query<PlainRow & DetailRow>({
      name: 'offers-order-details',
      text: detailSql,
      values: [
        ...keyValues(keys),
        keys.map(({ details }) => details?.productIds.join() ?? ''),
        keys.map(({ details }) => details?.variantIds.join() ?? ''),
      ],
    });
    const states: OrderState[] = [];
    for (const row of rows) states[row.n - 1] = stateOf(row, detailsOf(row));
    return states;
  });
  return (key) => (key.details === null ? plain(key) : detailed(key));
}

function keyValues(keys: readonly OrderKey[]): string[][] {
  return [
    keys.map((key) => key.shopId),
    keys.map((key) => key.orderId),
    keys.map((key) => key.promiseSubject),
  ];
}
