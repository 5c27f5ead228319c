import type { Queryable } from '../../platform/db/db.server.ts';

/**
 * One promise to one order. creating: the code is written down, the shop may or may not have it yet · ready: it has ·
 * failed: the shop refused it (the next accept tries again) · gone: the deadline passed before it was made.
 */
export interface Grant {
  id: string;
  offerId: string;
  orderId: string;
  state: 'creating' | 'ready' | 'failed' | 'gone';
  deadlineAt: Date | null;
  code: string | null;
  url: string | null;
  createdAt: Date;
  /** variant of a running test; '' without one */
  arm: string;
  /** which product was taken, where the offer has several */
  variantId: string | null;
}

interface GrantRow {
  id: string;
  offer_id: string;
  order_id: string;
  state: string;
  deadline_at: Date | null;
  code: string | null;
  url: string | null;
  created_at: Date;
  arm: string;
  variant_id: string | null;
}

const columns = 'id, offer_id, order_id, state, deadline_at, code, url, created_at, arm, variant_id';

function grantOf(row: GrantRow): Grant {
  return {
    id: row.id,
    offerId: row.offer_id,
    orderId: row.order_id,
    state: row.state as Grant['state'],
    deadlineAt: row.deadline_at,
    code: row.code,
    url: row.url,
    createdAt: row.created_at,
    arm: row.arm,
    variantId: row.variant_id,
  };
}

/** The grant of an offer to an order, or null. */
export async function findGrant(
  db: Queryable,
  shopId: string,
  offerId: string,
  orderId: string,
): Promise<Grant | null> {
  const { rows } = await db.query<GrantRow>(
    `select ${columns} from offer_grants where shop_id = $1 and offer_id = $2 and order_id = $3`,
    [shopId, offerId, orderId],
  );
  return rows[0] ? grantOf(rows[0]) : null;
}

/** The grant with this id, or null. */
export async function findGrantById(db: Queryable, shopId: string, id: string): Promise<Grant | null> {
  const { rows } = await db.query<GrantRow>(
    `select ${columns} from offer_grants where shop_id = $1 and id = $2`,
    [shopId, id],
  );
  return rows[0] ? grantOf(rows[0]) : null;
}

/** Writes the grant before anything is asked of the shop. @returns false when the order has one for this offer already */
export async function insertGrant(
  tx: Queryable,
  shopId: string,
  grant: Omit<Grant, 'state' | 'url'> & { personId: string | null; surface: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into offer_grants (shop_id, id, offer_id, order_id, person_id, state, deadline_at, code, created_at, arm, variant_id,
       surface)
     values ($1, $2, $3, $4, $5, 'creating', $6, $7, $8, $9, $10, $11) on conflict (shop_id, offer_id, order_id) do nothing`,
    [
      shopId,
      grant.id,
      grant.offerId,
      grant.orderId,
      grant.personId,
      grant.deadlineAt,
      grant.code,
      grant.createdAt,
      grant.arm,
      grant.variantId,
      grant.surface,
    ],
  );
  return rowCount === 1;
}

/** The grant gets a code that the shop has already: it is ready at once. */
export async function giveCode(
  tx: Queryable,
  shopId: string,
  id: string,
  given: { code: string | null; url: string; discountNodeId: string | null; at: Date },
): Promise<void> {
  await tx.query(
    `update offer_grants set state = 'ready', code = $3, url = $4, discount_node_id = $5, accepted_at = $6
     where shop_id = $1 and id = $2 and state = 'creating'`,
    [shopId, id, given.code, given.url, given.discountNodeId, given.at],
  );
}

/**
 * Counts one more taking of an offer, by everybody (`personId` '') or by one person. Counted up in the grant's transaction, so the
 * cap holds however many click at once. @returns null when the cap is reached: then nothing is counted
 */
export async function takePlace(
  tx: Queryable,
  shopId: string,
  offerId: string,
  personId: string,
  cap: number,
): Promise<number | null> {
  const { rows } = await tx.query<{ taken: number }>(
    `insert into offer_takings as t (shop_id, offer_id, person_id, taken) values ($1, $2, $3, 1)
     on conflict (shop_id, offer_id, person_id) do update set taken = t.taken + 1 where t.taken < $4
     returning taken`,
    [shopId, offerId, personId, cap],
  );
  return rows[0]?.taken ?? null;
}

/** A code that somebody else has is replaced, unless another process has done that already. */
export async function replaceCode(
  db: Queryable,
  shopId: string,
  id: string,
  oldCode: string,
  newCode: string,
): Promise<void> {
  await db.query(
    `update offer_grants set code = $4 where shop_id = $1 and id = $2 and code = $3 and state in ('creating', 'failed')`,
    [shopId, id, oldCode, newCode],
  );
}

/** The code is there: from now on every page tells it. @returns false when another process was first */
export async function markReady(
  tx: Queryable,
  shopId: string,
  id: string,
  made: { code: string | null; url: string; discountNodeId: string | null; acceptedAt: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update offer_grants set state = 'ready', url = $4, discount_node_id = $5, accepted_at = $6
     where shop_id = $1 and id = $2 and code is not distinct from $3 and state in ('creating', 'failed')`,
    [shopId, id, made.code, made.url, made.discountNodeId, made.acceptedAt],
  );
  return rowCount === 1;
}

/** The shop refused, or time ran out. */
export async function markEnded(
  db: Queryable,
  shopId: string,
  id: string,
  state: 'failed' | 'gone',
): Promise<void> {
  await db.query(
    `update offer_grants set state = $3 where shop_id = $1 and id = $2 and state in ('creating', 'failed')`,
    [shopId, id, state],
  );
}
