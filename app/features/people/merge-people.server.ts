import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import {
  carryPartings,
  keyColumns,
  type Moved,
  type PersonBefore,
  type PersonFact,
  personFacts,
  writeJoin,
} from './join-journal.server.ts';
import { recountOrders } from './people.repo.server.ts';

/**
 * Every column that names a person. A test compares this list with the database, so that a new table can't be forgotten.
 * `referral_links` and what else allows one row per person is moved only where the survivor has none; what was taken under a
 * cap is added up.
 */
export const personReferences: {
  table: string;
  column: string;
  onePerPerson?: boolean;
  isSummed?: boolean;
  /** a statement of its own, where a person has several rows of which the survivor may have some: $1 shop, $2 survivor, $3 others */
  merge?: string;
}[] = [
  { table: 'person_identities', column: 'person_id' },
  { table: 'consents', column: 'person_id' },
  { table: 'consent_changes', column: 'person_id' },
  { table: 'person_preferences', column: 'person_id' },
  { table: 'orders', column: 'person_id' },
  { table: 'checkouts', column: 'person_id' },
  { table: 'offer_grants', column: 'person_id' },
  { table: 'messages', column: 'person_id' },
  { table: 'review_requests', column: 'person_id' },
  { table: 'reviews', column: 'person_id' },
  { table: 'referral_links', column: 'person_id', onePerPerson: true },
  { table: 'referrals', column: 'advocate_id' },
  { table: 'referrals', column: 'friend_id' },
  { table: 'credit_entries', column: 'person_id' },
  { table: 'survey_answers', column: 'person_id' },
  { table: 'vip_members', column: 'person_id', onePerPerson: true },
  { table: 'birthdays', column: 'person_id', onePerPerson: true },
  { table: 'person_traits', column: 'person_id', onePerPerson: true },
  { table: 'offer_takings', column: 'person_id', isSummed: true },
  { table: 'flow_runs', column: 'person_id' },
  { table: 'flow_notes', column: 'person_id' },
  {
    table: 'flow_list_members',
    column: 'person_id',
    merge: `with gone as (delete from flow_list_members where shop_id = $1 and person_id = any($3) returning list, at)
      insert into flow_list_members (shop_id, list, person_id, at) select $1, list, $2, min(at) from gone group by list
      on conflict do nothing`,
  },
  {
    table: 'flow_marks',
    column: 'person_id',
    merge: `with gone as (delete from flow_marks where shop_id = $1 and person_id = any($3) returning kind, key, at, ended_at)
      insert into flow_marks (shop_id, kind, key, person_id, at, ended_at)
      select distinct on (kind, key) $1, kind, key, $2, at, ended_at from gone order by kind, key, ended_at desc nulls first
      on conflict do nothing`,
  },
];

/**
 * Joins several people into the one we have known longest: identities and all that refers to them move, in the caller's
 * transaction, which must hold the people's row locks. The others stay as empty rows that name their successor
 * (`merged_into`), so that an id in a link or a job still leads somewhere. Each join is written down with what tied the two and
 * which rows moved (`person_joins`), so that it can be undone (`unmergePeople`).
 * @returns the survivor's id
 */
export async function mergePeople(
  ctx: Pick<Context, 'shop' | 'clock' | 'log' | 'vault'>,
  tx: Tx,
  ids: string[],
  evidence: { source: string; clueHashes: string[] },
): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(
    'select id from people where shop_id = $1 and id = any($2) order by created_at, id',
    [ctx.shop.id, ids],
  );
  const [survivor, ...others] = rows.map((row) => row.id);
  if (!survivor || others.length === 0) throw new Error('joining people needs at least two of them');
  for (const joinedId of others) {
    const moved = await moveReferences(tx, ctx.shop.id, joinedId, survivor);
    const before = await takeOver(ctx, tx, joinedId, survivor);
    await carryPartings(tx, ctx.shop.id, joinedId, survivor);
    await writeJoin(ctx, tx, {
      survivorId: survivor,
      joinedId,
      moved,
      beforeSealed: ctx.vault.seal(JSON.stringify(before)),
      ...evidence,
    });
  }
  await recountOrders(tx, [{ shopId: ctx.shop.id, personId: survivor }]);
  ctx.log.info({ person: survivor, joined: others }, 'two addresses turned out to be one person');
  return survivor;
}

async function moveReferences(tx: Tx, shopId: string, joinedId: string, survivor: string): Promise<Moved> {
  const moved: Moved = { keys: {}, sums: {} };
  for (const { table, column, onePerPerson, isSummed, merge } of personReferences) {
    if (merge) {
      // What two had alike is one now; it stays with the survivor when they are parted.
      await tx.query(merge, [shopId, survivor, [joinedId]]);
      continue;
    }
    if (isSummed) {
      const { rows } = await tx.query<{ offer_id: string; taken: number }>(
        `with gone as (delete from offer_takings where shop_id = $1 and person_id = $3 returning offer_id, taken),
         added as (
           insert into offer_takings as t (shop_id, offer_id, person_id, taken)
           select $1, offer_id, $2, taken from gone
           on conflict (shop_id, offer_id, person_id) do update set taken = t.taken + excluded.taken)
         select offer_id, taken from gone`,
        [shopId, survivor, joinedId],
      );
      if (rows.length > 0) moved.sums[table] = rows;
      continue;
    }
    const keys = await keyColumns(tx, table, column);
    const isFree = onePerPerson
      ? `and not exists (select 1 from ${table} r where r.shop_id = $1 and r.${column} = $2)`
      : '';
    const { rows } = await tx.query<{ key: string[] }>(
      `update ${table} set ${column} = $2 where shop_id = $1 and ${column} = $3 ${isFree}
       returning array[${keys.map((key) => `${key}::text`).join(', ')}]::text[] as key`,
      [shopId, survivor, joinedId],
    );
    if (rows.length > 0) moved.keys[`${table}.${column}`] = rows.map(({ key }) => key);
  }
  return moved;
}

/** Fills the survivor's gaps from the joined one, empties that row, and tells what it was. */
async function takeOver(
  ctx: Pick<Context, 'shop' | 'vault'>,
  tx: Tx,
  joinedId: string,
  survivor: string,
): Promise<PersonBefore> {
  const { rows } = await tx.query<{ id: string } & Record<PersonFact, string | null>>(
    `select id, ${personFacts.join(', ')} from people where shop_id = $1 and id = any($2)`,
    [ctx.shop.id, [joinedId, survivor]],
  );
  const joined = rows.find(({ id }) => id === joinedId)!;
  const kept = rows.find(({ id }) => id === survivor)!;
  await tx.query(
    `update people s set ${personFacts.map((fact) => `${fact} = coalesce(s.${fact}, o.${fact})`).join(', ')}
     from people o where s.shop_id = $1 and s.id = $2 and o.shop_id = $1 and o.id = $3`,
    [ctx.shop.id, survivor, joinedId],
  );
  await tx.query(
    `update people set merged_into = $2, first_name_sealed = null, last_name_sealed = null, orders_count = 0
     where shop_id = $1 and (id = $3 or merged_into = $3)`,
    [ctx.shop.id, survivor, joinedId],
  );
  const value = (fact: PersonFact) =>
    fact.endsWith('_sealed') ? ctx.vault.openOptional(joined[fact]) : joined[fact];
  return {
    values: Object.fromEntries(personFacts.map((fact) => [fact, value(fact)])),
    taken: personFacts.filter((fact) => kept[fact] === null && joined[fact] !== null),
  };
}
