import { newId } from '../../kit/id.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { CodeTerms } from './code-terms.server.ts';

/**
 * The codes of one offer on one set of terms. filling: it has never had any · ready: it has, or can have them at once · failed:
 * the shop did not answer or refused; tried again by itself · closed: the offer has other terms now, or is archived.
 */
export interface Pool {
  id: string;
  offerId: string;
  terms: string;
  node: CodeTerms;
  discountNodeId: string | null;
  state: 'filling' | 'ready' | 'failed' | 'closed';
  failures: number;
  updatedAt: Date;
}

interface PoolRow {
  id: string;
  offer_id: string;
  terms: string;
  node: CodeTerms;
  discount_node_id: string | null;
  state: string;
  failures: number;
  updated_at: Date;
}

const columns = 'id, offer_id, terms, node, discount_node_id, state, failures, updated_at';

function poolOf(row: PoolRow): Pool {
  return {
    id: row.id,
    offerId: row.offer_id,
    terms: row.terms,
    node: row.node,
    discountNodeId: row.discount_node_id,
    state: row.state as Pool['state'],
    failures: row.failures,
    updatedAt: row.updated_at,
  };
}

/** The pool of an offer for these terms; made when there is none, opened again when it was closed. */
export async function ensurePool(
  tx: Queryable,
  shopId: string,
  offerId: string,
  terms: { key: string; node: CodeTerms },
  now: Date,
): Promise<Pool> {
  const { rows } = await tx.query<PoolRow>(
    `insert into offer_code_pools as p (id, shop_id, offer_id, terms, node, state, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'filling', $6, $6)
     on conflict (shop_id, offer_id, terms) do update
       set state = case when p.state = 'closed' then 'filling' else p.state end
     returning ${columns}`,
    [newId('pol'), shopId, offerId, terms.key, JSON.stringify(terms.node), now],
  );
  return poolOf(rows[0] as PoolRow);
}

/** The pool of an offer for these terms, or null. */
export async function findPool(
  db: Queryable,
  shopId: string,
  offerId: string,
  key: string,
): Promise<Pool | null> {
  const { rows } = await db.query<PoolRow>(
    `select ${columns} from offer_code_pools where shop_id = $1 and offer_id = $2 and terms = $3`,
    [shopId, offerId, key],
  );
  return rows[0] ? poolOf(rows[0]) : null;
}

/** One pool of this shop, or null. */
export async function findPoolById(db: Queryable, shopId: string, id: string): Promise<Pool | null> {
  const { rows } = await db.query<PoolRow>(
    `select ${columns} from offer_code_pools where shop_id = $1 and id = $2`,
    [shopId, id],
  );
  return rows[0] ? poolOf(rows[0]) : null;
}

/** Closes an offer's pools but those with these terms. @returns the ids of those that were open */
export async function closePools(
  tx: Queryable,
  shopId: string,
  offerId: string,
  keep: readonly string[],
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update offer_code_pools set state = 'closed' where shop_id = $1 and offer_id = $2 and terms <> all($3) and state <> 'closed'
     returning id`,
    [shopId, offerId, keep],
  );
  return rows.map(({ id }) => id);
}

/** How many codes can still be given out; counts no further than `most`. */
export async function countFree(
  db: Queryable,
  shopId: string,
  poolId: string,
  most: number,
): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from (
       select 1 from offer_codes where shop_id = $1 and pool_id = $2 and state = 'free' limit $3) f`,
    [shopId, poolId, most],
  );
  return rows[0]?.n ?? 0;
}

/**
 * Takes a free code for a grant, inside the grant's transaction. Nobody waits for anybody: a code that somebody else is just
 * taking is passed over. @returns null when there is none
 */
export async function takeCode(
  tx: Queryable,
  shopId: string,
  poolId: string,
  grantId: string,
  expiresAt: Date | null,
): Promise<string | null> {
  const { rows } = await tx.query<{ code: string }>(
    `update offer_codes set state = 'taken', grant_id = $3, expires_at = $4
     where shop_id = $1 and code = (
       select code from offer_codes where shop_id = $1 and pool_id = $2 and state = 'free' limit 1 for update skip locked)
     returning code`,
    [shopId, poolId, grantId, expiresAt],
  );
  return rows[0]?.code ?? null;
}

/** Writes codes down before the shop is asked for them. */
export async function insertCodes(
  db: Queryable,
  shopId: string,
  poolId: string,
  codes: readonly string[],
): Promise<void> {
  await db.query(
    `insert into offer_codes (shop_id, code, pool_id, state) select $1, c, $2, 'making' from unnest($3::text[]) c
     on conflict do nothing`,
    [shopId, poolId, codes],
  );
}

/** The shop has these codes: they can be given out. `ids` are Shopify's, for taking them away. */
export async function markCodesFree(
  db: Queryable,
  shopId: string,
  poolId: string,
  ids: ReadonlyMap<string, string>,
): Promise<void> {
  await db.query(
    `update offer_codes o set state = 'free', shopify_id = u.id from unnest($3::text[], $4::text[]) u(code, id)
     where o.shop_id = $1 and o.pool_id = $2 and o.code = u.code and o.state = 'making'`,
    [shopId, poolId, [...ids.keys()], [...ids.values()]],
  );
}

/**
 * Gives up codes whose making was interrupted or refused. Whether the shop has them is not known; nobody knows them, so nobody
 * can use them.
 */
export async function dropUnmade(db: Queryable, shopId: string, poolId: string): Promise<void> {
  await db.query(`delete from offer_codes where shop_id = $1 and pool_id = $2 and state = 'making'`, [
    shopId,
    poolId,
  ]);
}

/** Writes what became of a pool. @returns whether its state is another one now */
export async function markPool(
  db: Queryable,
  shopId: string,
  id: string,
  change: {
    state: 'ready' | 'failed';
    discountNodeId?: string;
    error?: string | null;
    free: number;
    now: Date;
  },
): Promise<boolean> {
  const { rows } = await db.query<{ is_new: boolean }>(
    `with before as (select state, free from offer_code_pools where shop_id = $1 and id = $2 for update)
     update offer_code_pools p set state = $3, discount_node_id = coalesce($4, p.discount_node_id), last_error = $5,
       free = $6, failures = case when $3 = 'failed' then p.failures + 1 else 0 end, updated_at = $7
     from before where p.shop_id = $1 and p.id = $2 and p.state <> 'closed'
     returning before.state <> $3 as is_new`,
    [shopId, id, change.state, change.discountNodeId ?? null, change.error ?? null, change.free, change.now],
  );
  return rows[0]?.is_new ?? false;
}

export interface OldCode {
  code: string;
  shopifyId: string | null;
}

/** Codes that were given out and whose time is over, or (of a closed pool) that will not be given out any more. */
export async function codesToRemove(
  db: Queryable,
  shopId: string,
  poolId: string,
  now: Date,
  isClosed: boolean,
  most: number,
): Promise<OldCode[]> {
  const { rows } = await db.query<{ code: string; shopify_id: string | null }>(
    `select code, shopify_id from offer_codes where shop_id = $1 and pool_id = $2
       and ((state = 'taken' and expires_at <= $3) or ($4 and state = 'free')) limit $5`,
    [shopId, poolId, now, isClosed, most],
  );
  return rows.map((row) => ({ code: row.code, shopifyId: row.shopify_id }));
}

/** These codes do not work any more. */
export async function markRemoved(db: Queryable, shopId: string, codes: readonly string[]): Promise<void> {
  await db.query(
    `update offer_codes set state = 'removed', expires_at = null where shop_id = $1 and code = any($2) and state in ('taken', 'free')`,
    [shopId, codes],
  );
}

/** When the next given code of a pool is over; null when none has a deadline. */
export async function nextExpiry(db: Queryable, shopId: string, poolId: string): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>(
    `select min(expires_at) as at from offer_codes where shop_id = $1 and pool_id = $2 and expires_at is not null`,
    [shopId, poolId],
  );
  return rows[0]?.at ?? null;
}
