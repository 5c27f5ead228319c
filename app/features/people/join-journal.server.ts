import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable, Tx } from '../../platform/db/db.server.ts';

/**
 * What moved when two people were joined: by `table.column`, the keys of the rows (their primary key without shop and person).
 * A row that a person has one of at most (a referral link) has the empty key. Sums that were added up are kept as they were.
 */
export interface Moved {
  keys: Record<string, string[][]>;
  sums: Record<string, unknown[]>;
}

/** What a person's own row tells of them. */
export const personFacts = [
  'first_name_sealed',
  'last_name_sealed',
  'locale',
  'country',
  'timezone',
] as const;
export type PersonFact = (typeof personFacts)[number];

/** The joined person as they were, to be sealed: the survivor's gaps were filled from it. */
export interface PersonBefore {
  /** in clear */
  values: Partial<Record<PersonFact, string | null>>;
  /** which of these the survivor did not have and took over */
  taken: PersonFact[];
}

export interface Join {
  id: string;
  survivorId: string;
  joinedId: string;
  moved: Moved;
  beforeSealed: string | null;
}

/** Primary keys never change while a process runs. */
const primaryKeys = new Map<string, string[]>();

/** The columns that tell one row of a person's from another: the primary key without the shop and the person's column. */
export async function keyColumns(tx: Queryable, table: string, column: string): Promise<string[]> {
  const known = primaryKeys.get(table);
  if (known) return known.filter((name) => name !== column);
  const { rows } = await tx.query<{ name: string }>(
    `select a.attname::text as name from pg_index i
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::regclass and i.indisprimary order by array_position(i.indkey::int2[], a.attnum)`,
    [table],
  );
  const names = rows.map(({ name }) => name).filter((name) => name !== 'shop_id');
  primaryKeys.set(table, names);
  return names.filter((name) => name !== column);
}

/** Keeps what a join has done, in its transaction. */
export async function writeJoin(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Tx,
  join: Omit<Join, 'id'> & { source: string; clueHashes: string[] },
): Promise<void> {
  await tx.query(
    `insert into person_joins (id, shop_id, survivor_id, joined_id, source, clue_hashes, moved, before_sealed, joined_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      newId('jon'),
      ctx.shop.id,
      join.survivorId,
      join.joinedId,
      join.source,
      join.clueHashes,
      JSON.stringify(join.moved),
      join.beforeSealed,
      ctx.clock.now(),
    ],
  );
}

/** The join that made `joinedId` a part of somebody and stands; held until the transaction ends. */
export async function readJoin(tx: Tx, shopId: string, joinedId: string): Promise<Join | null> {
  const { rows } = await tx.query<{
    id: string;
    survivor_id: string;
    joined_id: string;
    moved: Moved;
    before_sealed: string | null;
  }>(
    `select id, survivor_id, joined_id, moved, before_sealed from person_joins
     where shop_id = $1 and joined_id = $2 and undone_at is null order by joined_at desc limit 1 for update`,
    [shopId, joinedId],
  );
  const row = rows[0];
  return row
    ? {
        id: row.id,
        survivorId: row.survivor_id,
        joinedId: row.joined_id,
        moved: row.moved,
        beforeSealed: row.before_sealed,
      }
    : null;
}

/** Were two of these people once parted by the merchant? Then no clue joins them again. */
export async function areKeptApart(tx: Queryable, shopId: string, people: string[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    `select 1 from person_joins
     where shop_id = $1 and undone_at is not null and survivor_id = any($2) and joined_id = any($2) limit 1`,
    [shopId, people],
  );
  return rowCount > 0;
}

/** Whoever was parted from `goneId` is parted from the one they became. */
export async function carryPartings(
  tx: Queryable,
  shopId: string,
  goneId: string,
  survivorId: string,
): Promise<void> {
  await tx.query(
    `update person_joins set survivor_id = case when survivor_id = $2 then $3 else survivor_id end,
            joined_id = case when joined_id = $2 then $3 else joined_id end
     where shop_id = $1 and undone_at is not null and (survivor_id = $2 or joined_id = $2)`,
    [shopId, goneId, survivorId],
  );
}
