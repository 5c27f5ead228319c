import type { Queryable, Tx } from '../../platform/db/db.server.ts';
import type { IdentityKind } from './person.ts';

interface PersonFacts {
  id: string;
  shopId: string;
  locale: string | null;
  country: string | null;
  timezone: string | null;
  firstNameSealed: string | null;
  lastNameSealed: string | null;
  at: Date;
}

/** An identity in its shop. */
export interface IdentityKey {
  shopId: string;
  kind: IdentityKind;
  hash: string;
}

/** Names an identity among those of all shops. */
export function identityKey({ shopId, kind, hash }: IdentityKey): string {
  return `${shopId} ${kind} ${hash}`;
}

/** Holds each identity until the transaction ends. Always in the same order, so two callers can't wait for each other. */
export async function lockIdentities(tx: Tx, identities: IdentityKey[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(k, 7)) from
       (select k from unnest($1::text[]) with ordinality as u(k, n) order by n offset 0) s`,
    [[...new Set(identities.map(identityKey))].sort()],
  );
}

/** The people who own any of the identities, by `identityKey`; an identity that nobody owns is not in it. */
export async function ownersOf(tx: Queryable, identities: IdentityKey[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<{
    shop_id: string;
    kind: IdentityKind;
    value_hash: string;
    person_id: string;
  }>(
    `select i.shop_id, i.kind, i.value_hash, i.person_id
     from unnest($1::text[], $2::text[], $3::text[]) as k(shop_id, kind, hash)
     join person_identities i on i.shop_id = k.shop_id and i.kind = k.kind and i.value_hash = k.hash`,
    [
      identities.map((one) => one.shopId),
      identities.map((one) => one.kind),
      identities.map((one) => one.hash),
    ],
  );
  return new Map(
    rows.map((row) => [
      identityKey({ shopId: row.shop_id, kind: row.kind, hash: row.value_hash }),
      row.person_id,
    ]),
  );
}

/** Ids of people are unique over all shops. */
export async function lockPeople(tx: Tx, ids: string[]): Promise<void> {
  await tx.query('select 1 from people where id = any($1) order by id for no key update', [ids]);
}

const factColumns = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[])
  as g(shop_id, id, locale, country, timezone, first_name_sealed, last_name_sealed, at)`;

function factValues(people: PersonFacts[]): unknown[] {
  return [
    people.map((person) => person.shopId),
    people.map((person) => person.id),
    people.map((person) => person.locale),
    people.map((person) => person.country),
    people.map((person) => person.timezone),
    people.map((person) => person.firstNameSealed),
    people.map((person) => person.lastNameSealed),
    people.map((person) => person.at),
  ];
}

export async function insertPeople(tx: Tx, people: PersonFacts[], createdAt: Date): Promise<void> {
  if (people.length === 0) return;
  await tx.query(
    `insert into people (shop_id, id, locale, country, timezone, first_name_sealed, last_name_sealed, updated_at, created_at)
     select g.*, $9 from ${factColumns}`,
    [...factValues(people), createdAt],
  );
}

/** Newer knowledge replaces older; older knowledge only fills gaps. Each person once, their rows locked. */
export async function updatePeople(tx: Tx, people: PersonFacts[]): Promise<void> {
  if (people.length === 0) return;
  const kept = (column: string) =>
    `${column} = case when g.at >= p.updated_at then coalesce(g.${column}, p.${column}) else coalesce(p.${column}, g.${column}) end`;
  await tx.query(
    `update people p set ${['locale', 'country', 'timezone', 'first_name_sealed', 'last_name_sealed'].map(kept).join(', ')},
       updated_at = greatest(p.updated_at, g.at)
     from ${factColumns} where p.shop_id = g.shop_id and p.id = g.id`,
    factValues(people),
  );
}

/** Adds what is not known yet; a known identity keeps the source it was learned from. */
export async function addIdentities(
  tx: Tx,
  identities: (IdentityKey & { sealed: string; personId: string; source: string })[],
  createdAt: Date,
): Promise<void> {
  if (identities.length === 0) return;
  await tx.query(
    `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
     select g.*, $7 from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) as g
     on conflict (shop_id, kind, value_hash) do nothing`,
    [
      identities.map((one) => one.shopId),
      identities.map((one) => one.kind),
      identities.map((one) => one.hash),
      identities.map((one) => one.sealed),
      identities.map((one) => one.personId),
      identities.map((one) => one.source),
      createdAt,
    ],
  );
}

/** Forgets that a person had this customer number (the shop deleted the customer). @returns how many */
export async function removeIdentity(
  tx: Tx,
  shopId: string,
  kind: IdentityKind,
  hash: string,
): Promise<number> {
  const { rowCount } = await tx.query(
    'delete from person_identities where shop_id = $1 and kind = $2 and value_hash = $3',
    [shopId, kind, hash],
  );
  return rowCount;
}

/** Counts the orders of each person anew, and says of each order whether it was the first. Test orders do not count. */
export async function recountOrders(
  tx: Tx,
  people: readonly { shopId: string; personId: string }[],
): Promise<void> {
  if (people.length === 0) return;
  await tx.query(
    `with given as (
       select distinct shop_id, person_id from unnest($1::text[], $2::text[]) as g(shop_id, person_id)
     ), ranked as (
       select o.shop_id, o.person_id, o.id, o.is_test,
              row_number() over (partition by o.shop_id, o.person_id order by o.is_test, o.processed_at, o.id) = 1
                and not o.is_test as is_first
       from given g join orders o on o.shop_id = g.shop_id and o.person_id = g.person_id
     ), marked as (
       update orders o set is_first = r.is_first from ranked r
       where o.shop_id = r.shop_id and o.id = r.id and o.is_first is distinct from r.is_first
     ), counted as (
       select g.shop_id, g.person_id, count(r.id) filter (where not r.is_test) as orders
       from given g left join ranked r on r.shop_id = g.shop_id and r.person_id = g.person_id group by 1, 2)
     update people p set orders_count = c.orders from counted c
     where p.shop_id = c.shop_id and p.id = c.person_id and p.orders_count is distinct from c.orders`,
    [people.map((one) => one.shopId), people.map((one) => one.personId)],
  );
}
