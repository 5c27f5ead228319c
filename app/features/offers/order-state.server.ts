import type { Db } from '../../platform/db/db.server.ts';
import { readInBatches } from './read-in-batches.server.ts';

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
  dismissedOfferIds: string[];
}

export interface StateGrant {
  offerId: string;
  state: string;
  code: string | null;
  url: string | null;
  deadlineAt: Date | null;
  isRedeemed: boolean;
}

export interface OrderKey {
  shopId: string;
  orderId: string;
  /** the checkout's token, or `order/<id>` */
  promiseSubject: string;
}

/** Under which name an order's first promise is kept. */
export function promiseSubject(orderId: string, checkoutToken: string | undefined): string {
  return checkoutToken ? checkoutToken : `order/${orderId}`;
}

const sql = `
  select k.n::int as n, o.checkout_token, o.confirmation_number, o.customer_id, o.person_id, o.processed_at,
    o.cancelled_at is not null as is_cancelled, p.started_at, g.grants, d.dismissed
  from unnest($1::text[], $2::text[], $3::text[]) with ordinality as k(shop_id, order_id, subject, n)
  left join orders o on o.shop_id = k.shop_id and o.id = k.order_id
  left join offer_promises p on p.shop_id = k.shop_id and p.subject = k.subject
  left join lateral (
    select json_agg(json_build_array(g.offer_id, g.state, g.code, g.url,
      (extract(epoch from g.deadline_at) * 1000)::float8, g.redeemed_order_id is not null)) as grants
    from offer_grants g where g.shop_id = k.shop_id and g.order_id = k.order_id) g on true
  left join lateral (
    select array_agg(e.offer_id) as dismissed
    from offer_events e where e.shop_id = k.shop_id and e.order_id = k.order_id and e.type = 'dismissed') d on true`;

interface Row {
  n: number;
  checkout_token: string | null;
  confirmation_number: string | null;
  customer_id: string | null;
  person_id: string | null;
  processed_at: Date | null;
  is_cancelled: boolean | null;
  started_at: Date | null;
  grants: [string, string, string | null, string | null, number | null, boolean][] | null;
  dismissed: string[] | null;
}

function stateOf(row: Row): OrderState {
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
    grants: (row.grants ?? []).map(([offerId, state, code, url, deadline, isRedeemed]) => ({
      offerId,
      state,
      code,
      url,
      deadlineAt: deadline === null ? null : new Date(deadline),
      isRedeemed,
    })),
    dismissedOfferIds: row.dismissed ?? [],
  };
}

export type ReadOrderState = (key: OrderKey) => Promise<OrderState>;

/** Reads order states, many in one round trip. */
export function openOrderStates(db: Pick<Db, 'pool'>): ReadOrderState {
  return readInBatches(async (keys) => {
    const { rows } = await db.pool.query<Row>({
      name: 'offers-order-state',
      text: sql,
      values: [
        keys.map(({ shopId }) => shopId),
        keys.map(({ orderId }) => orderId),
        keys.map(({ promiseSubject: subject }) => subject),
      ],
    });
    const states: OrderState[] = [];
    for (const row of rows) states[row.n - 1] = stateOf(row);
    return states;
  });
}
