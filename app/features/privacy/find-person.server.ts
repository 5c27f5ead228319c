import type { AppContext, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { hashCustomer, hashEmail, hashPhone } from '../people/index.server.ts';

/** Whom a request is about: as Shopify names them, or by our own id. */
export interface Subject {
  personId?: string;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  orderIds: string[];
}

/** The values of the placeholders in rules.ts, for one installation. `found` is false when nothing is known of the person. */
export interface Traces {
  shop: string;
  people: string[];
  orders: string[];
  hashes: string[];
  customers: string[];
  /** their addresses, numbers and customer numbers in clear: for looking through what is sealed as a whole */
  names: string[];
  found: boolean;
}

/** Every installation of a domain, living or not; the data of each are its own. */
export async function installationsOf(
  db: Queryable,
  domain: string,
): Promise<{ id: string; country: string | null; installedAt: Date; uninstalledAt: Date | null }[]> {
  const { rows } = await db.query<{
    id: string;
    country: string | null;
    installed_at: Date;
    uninstalled_at: Date | null;
  }>('select id, country, installed_at, uninstalled_at from shops where domain = $1 order by installed_at', [
    domain,
  ]);
  return rows.map((row) => ({
    id: row.id,
    country: row.country,
    installedAt: row.installed_at,
    uninstalledAt: row.uninstalled_at,
  }));
}

/** All that leads to the person in one installation: their identities, those they were joined with, their orders. */
export async function findTraces(
  app: Pick<AppContext, 'vault'>,
  db: Queryable,
  shop: { id: string; country: string | null },
  subject: Subject,
): Promise<Traces> {
  const keeper = { vault: app.vault, shop: shop as Context['shop'] };
  const customers = subject.customerId ? [subject.customerId] : [];
  const hashes = [
    hashCustomer(keeper, subject.customerId),
    hashEmail(keeper, subject.email),
    hashPhone(keeper, subject.phone, shop.country),
  ].filter((hash) => hash !== null);
  const { rows } = await db.query<{ id: string }>(
    `with named as (
       select person_id as id from person_identities where shop_id = $1 and value_hash = any($2)
       union select person_id from orders where shop_id = $1 and id = any($3) and person_id is not null
       union select person_id from orders where shop_id = $1 and customer_id = any($4) and person_id is not null
       union select id from people where shop_id = $1 and id = $5)
     select coalesce(p.merged_into, p.id) as id from people p join named n on n.id = p.id where p.shop_id = $1
     union select p.id from people p join named n on n.id = p.id or n.id = p.merged_into where p.shop_id = $1`,
    [shop.id, hashes, subject.orderIds, customers, subject.personId ?? null],
  );
  const people = rows.map((row) => row.id);
  // Everything that their other addresses led to belongs to them too.
  const { rows: others } = await db.query<{ kind: string; value_hash: string; value_sealed: string }>(
    'select kind, value_hash, value_sealed from person_identities where shop_id = $1 and person_id = any($2)',
    [shop.id, people],
  );
  const all = [...new Set([...hashes, ...others.map((row) => row.value_hash)])];
  const values = others.map(({ kind, value_sealed: sealed }) => ({ kind, value: app.vault.open(sealed) }));
  for (const { kind, value } of values) if (kind === 'customer') customers.push(value);
  const { rows: orders } = await db.query<{ id: string }>(
    `select id from orders where shop_id = $1 and (person_id = any($2) or id = any($3) or email_hash = any($4)
       or phone_hash = any($4) or customer_id = any($5))`,
    [shop.id, people, subject.orderIds, all, customers],
  );
  return {
    shop: shop.id,
    people,
    orders: orders.map((row) => row.id),
    hashes: all,
    customers: [...new Set(customers)],
    names: [
      ...new Set([
        ...[subject.email, subject.phone, subject.customerId].flatMap((name) => name ?? []),
        ...values.map(({ value }) => value),
      ]),
    ],
    found: people.length > 0 || orders.length > 0,
  };
}
