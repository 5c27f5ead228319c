import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import {
  type Join,
  keyColumns,
  type PersonBefore,
  type PersonFact,
  personFacts,
  readJoin,
} from './join-journal.server.ts';
import { personReferences } from './merge-people.server.ts';
import { lockPeople, recountOrders } from './people.repo.server.ts';

/**
 * Rows that came after the join and name an address or number of somebody: by these they find their owner again. `$1` shop,
 * `$2` from, `$3` to, `$4` hashes of the addresses and telephones that go, `$5` and
 * `$6` customer numbers that go and that stay. Who was signed in counts for more than the address that was typed.
 */
const byEvidence: { table: string; column: string; where: string; hasCustomers?: true }[] = [
  ...['orders', 'checkouts'].map((table) => ({
    table,
    hasCustomers: true as const,
    column: 'person_id',
    where: `customer_id = any($5) or ((email_hash = any($4) or phone_hash = any($4))
      and (customer_id is null or customer_id <> all($6)))`,
  })),
  { table: 'messages', column: 'person_id', where: 'address_hash = any($4)' },
  ...['consents', 'consent_changes', 'person_preferences'].map((table) => ({
    table,
    column: 'person_id',
    where: 'identity_hash = any($4)',
  })),
];
/** Rows about an order belong to whoever the order belongs to. */
const byOrder: { table: string; column: string }[] = [
  { table: 'review_requests', column: 'person_id' },
  { table: 'reviews', column: 'person_id' },
  { table: 'offer_grants', column: 'person_id' },
  { table: 'survey_answers', column: 'person_id' },
  { table: 'referrals', column: 'friend_id' },
];

/**
 * Undoes a join: the two are separate people again, each with their own identities and all that was theirs before; what came
 * since goes to whose address or number it names, else it stays with the survivor. They are kept apart from then on, whatever
 * clues come.
 * @param joinedId the person who was joined into another
 * @returns `not_joined` when there is no such join (any more); `joined_since` when the survivor has become part of somebody else:
 *   that join has to be undone first
 */
export async function unmergePeople(
  ctx: Pick<Context, 'db' | 'shop' | 'clock' | 'vault' | 'log'>,
  joinedId: string,
): Promise<
  | { kind: 'parted'; survivorId: string }
  | { kind: 'not_joined' }
  | { kind: 'joined_since'; survivorId: string }
> {
  return ctx.db.tx(async (tx) => {
    const join = await readJoin(tx, ctx.shop.id, joinedId);
    if (!join) return { kind: 'not_joined' };
    const { survivorId } = join;
    await lockPeople(tx, [survivorId, joinedId].sort());
    const { rows } = await tx.query<{ merged_into: string | null }>(
      'select merged_into from people where shop_id = $1 and id = $2',
      [ctx.shop.id, survivorId],
    );
    if (rows[0]?.merged_into) return { kind: 'joined_since', survivorId };
    await giveBack(tx, ctx.shop.id, join);
    await giveByEvidence(ctx, tx, join);
    await reviveRow(ctx, tx, join);
    await tx.query('update person_joins set undone_at = $3 where shop_id = $1 and id = $2', [
      ctx.shop.id,
      join.id,
      ctx.clock.now(),
    ]);
    await recountOrders(tx, [
      { shopId: ctx.shop.id, personId: survivorId },
      { shopId: ctx.shop.id, personId: joinedId },
    ]);
    ctx.log.info({ person: survivorId, parted: joinedId }, 'two people were parted again');
    return { kind: 'parted', survivorId };
  });
}

/** What moved goes back, as far as it is still there. */
async function giveBack(tx: Tx, shopId: string, { moved, survivorId, joinedId }: Join): Promise<void> {
  for (const { table, column } of personReferences) {
    const rows = moved.keys[`${table}.${column}`];
    if (!rows) continue;
    const keys = await keyColumns(tx, table, column);
    const match = keys.map((key, index) => `${key}::text = k.key ->> ${index}`).join(' and ');
    await tx.query(
      `update ${table} t set ${column} = $3 from jsonb_array_elements($4::jsonb) as k(key)
       where t.shop_id = $1 and t.${column} = $2 ${match ? `and ${match}` : ''}`,
      [shopId, survivorId, joinedId, JSON.stringify(rows)],
    );
  }
  const takings = moved.sums.offer_takings as { offer_id: string; taken: number }[] | undefined;
  if (!takings) return;
  await tx.query(
    `with was as (select * from jsonb_to_recordset($4::jsonb) as w(offer_id text, taken int)),
     less as (
       update offer_takings t set taken = t.taken - w.taken from was w
       where t.shop_id = $1 and t.person_id = $2 and t.offer_id = w.offer_id and t.taken > w.taken),
     gone as (
       delete from offer_takings t using was w
       where t.shop_id = $1 and t.person_id = $2 and t.offer_id = w.offer_id and t.taken <= w.taken)
     insert into offer_takings (shop_id, offer_id, person_id, taken) select $1, offer_id, $3, taken from was
     on conflict do nothing`,
    [shopId, survivorId, joinedId, JSON.stringify(takings)],
  );
}

async function giveByEvidence(
  ctx: Pick<Context, 'shop' | 'vault'>,
  tx: Tx,
  { survivorId, joinedId }: Pick<Join, 'survivorId' | 'joinedId'>,
): Promise<void> {
  const shopId = ctx.shop.id;
  const { rows } = await tx.query<{
    person_id: string;
    kind: string;
    value_hash: string;
    value_sealed: string;
  }>(
    `select person_id, kind, value_hash, value_sealed from person_identities
     where shop_id = $1 and person_id = any($2)`,
    [shopId, [survivorId, joinedId]],
  );
  const hashes = rows
    .filter((row) => row.person_id === joinedId && row.kind !== 'customer')
    .map((row) => row.value_hash);
  const customersOf = (id: string) =>
    rows
      .filter((row) => row.person_id === id && row.kind === 'customer')
      .map((row) => ctx.vault.open(row.value_sealed));
  for (const { table, column, where, hasCustomers } of byEvidence) {
    const customers = hasCustomers ? [customersOf(joinedId), customersOf(survivorId)] : [];
    await tx.query(
      `update ${table} set ${column} = $3 where shop_id = $1 and ${column} = $2 and (${where})`,
      [shopId, survivorId, joinedId, hashes, ...customers],
    );
  }
  for (const { table, column } of byOrder) {
    await tx.query(
      `update ${table} t set ${column} = $3 from orders o
       where t.shop_id = $1 and t.${column} = $2 and o.shop_id = $1 and o.id = t.order_id and o.person_id = $3`,
      [shopId, survivorId, joinedId],
    );
  }
}

/** The joined one's row lives again with its own name, and those who had become part of it lead to it again. */
async function reviveRow(
  ctx: Pick<Context, 'shop' | 'vault'>,
  tx: Tx,
  { survivorId, joinedId, beforeSealed }: Join,
): Promise<void> {
  const sealed = ctx.vault.openOptional(beforeSealed);
  const before = sealed ? (JSON.parse(sealed) as PersonBefore) : null;
  await tx.query(
    `update people set merged_into = null, ${personFacts.map((fact, at) => `${fact} = $${at + 3}`).join(', ')}
     where shop_id = $1 and id = $2`,
    [
      ctx.shop.id,
      joinedId,
      ...personFacts.map((fact) => {
        const value = before?.values[fact] ?? null;
        return fact.endsWith('_sealed') ? ctx.vault.sealOptional(value) : value;
      }),
    ],
  );
  await giveUp(ctx, tx, survivorId, before);
  await tx.query(
    `with recursive part as (
       select joined_id as id from person_joins where shop_id = $1 and survivor_id = $2 and undone_at is null
       union select j.joined_id from person_joins j join part on j.survivor_id = part.id
       where j.shop_id = $1 and j.undone_at is null)
     update people set merged_into = $2 where shop_id = $1 and id in (select id from part)`,
    [ctx.shop.id, joinedId],
  );
}

/** The survivor loses what they only knew from the joined one; what they have learned by themselves since stays. */
async function giveUp(
  ctx: Pick<Context, 'shop' | 'vault'>,
  tx: Tx,
  survivorId: string,
  before: PersonBefore | null,
): Promise<void> {
  const { rows } = await tx.query<Record<PersonFact, string | null>>(
    `select ${personFacts.join(', ')} from people where shop_id = $1 and id = $2`,
    [ctx.shop.id, survivorId],
  );
  for (const fact of before?.taken ?? []) {
    const kept = rows[0]?.[fact] ?? null;
    const value = fact.endsWith('_sealed') ? ctx.vault.openOptional(kept) : kept;
    if (value !== before?.values[fact]) continue;
    await tx.query(`update people set ${fact} = null where shop_id = $1 and id = $2`, [
      ctx.shop.id,
      survivorId,
    ]);
  }
}
