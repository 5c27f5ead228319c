import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Person } from './person.ts';

/**
 * A person with all their addresses, opened. An id that was joined into another leads to the survivor.
 * @returns null when there is nobody with this id in this shop
 */
export async function getPerson(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  personId: string,
  db: Queryable = ctx.db,
): Promise<Person | null> {
  const { rows } = await db.query<{
    id: string;
    locale: string | null;
    country: string | null;
    timezone: string | null;
    first_name_sealed: string | null;
    last_name_sealed: string | null;
    orders_count: number;
    created_at: Date;
    kind: string | null;
    value_sealed: string | null;
  }>(
    `select p.id, p.locale, p.country, p.timezone, p.first_name_sealed, p.last_name_sealed, p.orders_count, p.created_at,
            i.kind, i.value_sealed
     from people p left join person_identities i on i.shop_id = p.shop_id and i.person_id = p.id
     where p.shop_id = $1 and p.id = (select coalesce(merged_into, id) from people where shop_id = $1 and id = $2)
     order by i.created_at, i.value_hash`,
    [ctx.shop.id, personId],
  );
  const row = rows[0];
  if (!row) return null;
  const values = (kind: string) =>
    rows
      .filter((one) => one.kind === kind && one.value_sealed)
      .map((one) => ctx.vault.open(one.value_sealed!));
  return {
    id: row.id,
    locale: row.locale,
    country: row.country,
    timezone: row.timezone,
    firstName: ctx.vault.openOptional(row.first_name_sealed),
    lastName: ctx.vault.openOptional(row.last_name_sealed),
    ordersCount: row.orders_count,
    emails: values('email'),
    phones: values('phone'),
    customerIds: values('customer'),
    createdAt: row.created_at,
  };
}

/** The id that stands for this person today: the survivor's, when they were joined into another. */
export async function currentPersonId(
  ctx: Pick<Context, 'db' | 'shop'>,
  personId: string,
  db: Queryable = ctx.db,
): Promise<string> {
  const { rows } = await db.query<{ id: string }>(
    'select coalesce(merged_into, id) as id from people where shop_id = $1 and id = $2',
    [ctx.shop.id, personId],
  );
  return rows[0]?.id ?? personId;
}
