import type { Queryable } from '../../platform/db/db.server.ts';
import type { Credit, CreditPlace, CreditSums } from './credit.ts';

/** The columns of `offer_credits`, as they are in `offer_stats` too. */
const sums = [
  ['bought', 'bought', 'int'],
  ['gross_minor', 'grossMinor', 'bigint'],
  ['refunded_minor', 'refundedMinor', 'bigint'],
  ['discount_minor', 'discountMinor', 'bigint'],
  ['pieces', 'pieces', 'int'],
  ['costed_pieces', 'costedPieces', 'int'],
  ['costed_minor', 'costedMinor', 'bigint'],
  ['cost_minor', 'costMinor', 'bigint'],
] as const satisfies readonly [string, keyof CreditSums, string][];

const places = [
  ['offer_id', 'offerId', 'text'],
  ['day', 'day', 'date'],
  ['arm', 'arm', 'text'],
  ['surface', 'surface', 'text'],
  ['product_id', 'productId', 'text'],
] as const satisfies readonly [string, keyof CreditPlace, string][];

/** Names of the money columns of `offer_stats`. */
export const sumColumns: readonly string[] = sums.map(([column]) => column);
/** Names of the key columns of `offer_stats`, after `shop_id`. */
export const placeColumns: readonly string[] = places.map(([column]) => column);

type Row = Record<string, string | number | bigint>;

/** The credits of these orders as they are written down. */
export async function findCredits(db: Queryable, shopId: string, orderIds: string[]): Promise<Credit[]> {
  const { rows } = await db.query<Row>(
    `select order_id as "orderId", source_id as "sourceId", kind, to_char(day, 'YYYY-MM-DD') as day,
       offer_id as "offerId", arm, surface, product_id as "productId",
       ${sums.map(([column, name]) => `${column} as "${name}"`).join(', ')}
     from offer_credits where shop_id = $1 and order_id = any($2) order by order_id, source_id`,
    [shopId, orderIds],
  );
  return rows as unknown as Credit[];
}

/** The credits of these orders become exactly these. The caller adds the difference to the roll-up in the same transaction. */
export async function replaceCredits(
  tx: Queryable,
  shopId: string,
  orderIds: string[],
  credits: readonly Credit[],
): Promise<void> {
  await tx.query('delete from offer_credits where shop_id = $1 and order_id = any($2)', [shopId, orderIds]);
  if (credits.length === 0) return;
  const columns = [
    ['order_id', 'orderId', 'text'],
    ['source_id', 'sourceId', 'text'],
    ['kind', 'kind', 'text'],
    ...places,
    ...sums,
  ] as const;
  await tx.query(
    `insert into offer_credits (shop_id, ${columns.map(([column]) => column).join(', ')})
     select $1, * from unnest(${columns.map(([, , type], i) => `$${i + 2}::${type}[]`).join(', ')})`,
    [shopId, ...columns.map(([, name]) => credits.map((credit) => String(credit[name])))],
  );
}

/** Adds differences to the roll-up, in key order, so that nobody waits in a circle. */
export async function addToStats(
  tx: Queryable,
  shopId: string,
  differences: readonly (CreditPlace & CreditSums)[],
): Promise<void> {
  if (differences.length === 0) return;
  const columns = [...places, ...sums];
  await tx.query(
    `insert into offer_stats as s (shop_id, ${columns.map(([column]) => column).join(', ')})
     select $1, * from unnest(${columns.map(([, , type], i) => `$${i + 2}::${type}[]`).join(', ')})
       as d(${columns.map(([column]) => column).join(', ')})
     order by ${placeColumns.join(', ')}
     on conflict (shop_id, ${placeColumns.join(', ')}) do update
       set ${sums.map(([column]) => `${column} = s.${column} + excluded.${column}`).join(', ')}`,
    [shopId, ...columns.map(([, name]) => differences.map((one) => String(one[name])))],
  );
}
