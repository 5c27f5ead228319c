import type { Context } from '../../platform/context.ts';
import { hashEmail, hashPhone } from './hashes.ts';

/** A person in a list. Addresses stay sealed: the person's own page opens them. */
export interface ListedPerson {
  id: string;
  name: string | null;
  country: string | null;
  ordersCount: number;
  lastOrderAt: Date | null;
  createdAt: Date;
}

const peoplePerPage = 50;

/**
 * People of the shop, the newest first, a page at a time. A search is exact: an e-mail address (any case), a telephone number
 * (in the shop's country, or with +), or an order's name with or without `#`.
 */
export async function findPeople(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  ask: { search?: string; page: number },
): Promise<{ people: ListedPerson[]; hasMore: boolean }> {
  const search = ask.search?.trim() ?? '';
  const values: unknown[] = [ctx.shop.id, peoplePerPage + 1, (ask.page - 1) * peoplePerPage];
  let where = '';
  if (search.includes('@')) {
    values.push(hashEmail(ctx, search) ?? '');
    where = `and p.id in (select person_id from person_identities where shop_id = $1 and kind = 'email' and value_hash = $4)`;
  } else if (search) {
    values.push([search, `#${search}`], hashPhone(ctx, search, null) ?? '');
    where = `and p.id in (
      select person_id from orders where shop_id = $1 and name = any($4) and person_id is not null
      union select person_id from person_identities where shop_id = $1 and kind = 'phone' and value_hash = $5)`;
  }
  const { rows } = await ctx.db.query<{
    id: string;
    first_name_sealed: string | null;
    last_name_sealed: string | null;
    country: string | null;
    orders_count: number;
    created_at: Date;
    last_order_at: Date | null;
  }>(
    `select p.id, p.first_name_sealed, p.last_name_sealed, p.country, p.orders_count, p.created_at,
            (select max(o.processed_at) from orders o where o.shop_id = p.shop_id and o.person_id = p.id) as last_order_at
     from people p where p.shop_id = $1 and p.merged_into is null ${where}
     order by p.created_at desc, p.id limit $2 offset $3`,
    values,
  );
  return {
    people: rows.slice(0, peoplePerPage).map((row) => ({
      id: row.id,
      name:
        [row.first_name_sealed, row.last_name_sealed]
          .map((part) => ctx.vault.openOptional(part))
          .filter(Boolean)
          .join(' ') || null,
      country: row.country,
      ordersCount: row.orders_count,
      lastOrderAt: row.last_order_at,
      createdAt: row.created_at,
    })),
    hasMore: rows.length > peoplePerPage,
  };
}
