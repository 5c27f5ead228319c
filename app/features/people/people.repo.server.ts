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

/** Holds each key until the transaction ends. Always in the same order, so two callers can't wait for each other. */
export async function lockIdentities(tx: Tx, keys: string[]): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended(k, 7)) from
       (select k from unnest($1::text[]) with ordinality as u(k, n) order by n offset 0) s`,
    [keys],
  );
}

/** The people who own any of the identities, each once. */
export async function ownersOf(
  tx: Queryable,
  shopId: string,
  identities: { kind: IdentityKind; hash: string }[],
): Promise<string[]> {
  const { rows } = await tx.query<{ person_id: string }>(
    `select distinct person_id from person_identities
     where shop_id = $1 and (kind, value_hash) in (select * from unnest($2::text[], $3::text[]))`,
    [shopId, identities.map((one) => one.kind), identities.map((one) => one.hash)],
  );
  return rows.map((row) => row.person_id).sort();
}

export async function lockPeople(tx: Tx, shopId: string, ids: string[]): Promise<void> {
  await tx.query('select 1 from people where shop_id = $1 and id = any($2) order by id for no key update', [
    shopId,
    ids,
  ]);
}

export async function insertPerson(tx: Tx, person: PersonFacts & { createdAt: Date }): Promise<void> {
  await tx.query(
    `insert into people (id, shop_id, locale, country, timezone, first_name_sealed, last_name_sealed, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      person.id,
      person.shopId,
      person.locale,
      person.country,
      person.timezone,
      person.firstNameSealed,
      person.lastNameSealed,
      person.createdAt,
      person.at,
    ],
  );
}

/** Newer knowledge replaces older; older knowledge only fills gaps. */
export async function updatePerson(tx: Tx, person: PersonFacts): Promise<void> {
  await tx.query(
    `update people p set
       locale = case when n.newer then coalesce($3, p.locale) else coalesce(p.locale, $3) end,
       country = case when n.newer then coalesce($4, p.country) else coalesce(p.country, $4) end,
       timezone = case when n.newer then coalesce($5, p.timezone) else coalesce(p.timezone, $5) end,
       first_name_sealed = case when n.newer then coalesce($6, p.first_name_sealed) else coalesce(p.first_name_sealed, $6) end,
       last_name_sealed = case when n.newer then coalesce($7, p.last_name_sealed) else coalesce(p.last_name_sealed, $7) end,
       updated_at = greatest(p.updated_at, $8)
     from (select $8::timestamptz >= updated_at as newer from people where shop_id = $1 and id = $2) n
     where p.shop_id = $1 and p.id = $2`,
    [
      person.shopId,
      person.id,
      person.locale,
      person.country,
      person.timezone,
      person.firstNameSealed,
      person.lastNameSealed,
      person.at,
    ],
  );
}

/** Adds what is not known yet; a known identity keeps the source it was learned from. */
export async function addIdentities(
  tx: Tx,
  input: {
    shopId: string;
    personId: string;
    source: string;
    createdAt: Date;
    identities: { kind: IdentityKind; hash: string; sealed: string }[];
  },
): Promise<void> {
  await tx.query(
    `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
     select $1, i.kind, i.hash, i.sealed, $2, $3, $4 from unnest($5::text[], $6::text[], $7::text[]) as i(kind, hash, sealed)
     on conflict (shop_id, kind, value_hash) do nothing`,
    [
      input.shopId,
      input.personId,
      input.source,
      input.createdAt,
      input.identities.map((one) => one.kind),
      input.identities.map((one) => one.hash),
      input.identities.map((one) => one.sealed),
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

/** Counts the person's orders anew, and says of each whether it was the first. Test orders do not count. */
export async function recountOrders(tx: Tx, shopId: string, personId: string): Promise<void> {
  await tx.query(
    `with ranked as (
       select id, is_test, row_number() over (order by is_test, processed_at, id) = 1 and not is_test as is_first
       from orders where shop_id = $1 and person_id = $2
     ), marked as (
       update orders o set is_first = r.is_first from ranked r
       where o.shop_id = $1 and o.id = r.id and o.is_first is distinct from r.is_first)
     update people set orders_count = (select count(*) from ranked where not is_test) where shop_id = $1 and id = $2`,
    [shopId, personId],
  );
}
