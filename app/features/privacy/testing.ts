import type { TestContext } from '../../../tests/support/context.ts';
import { rules } from './rules.ts';

export const email = 'ada.lovelace@example.com';
export const customerId = '9007199254740993';

/** One person with something in every table that knows people. */
export async function fillShop(t: TestContext, shopId: string): Promise<void> {
  const { db, vault } = t.ctx;
  const now = t.clock.now();
  const hash = vault.hash(shopId, 'email', email);
  const sealed = vault.seal(email);
  const run = (sql: string, values: unknown[]) => db.query(sql, values);
  await run(
    `insert into people (id, shop_id, locale, first_name_sealed, created_at, updated_at) values ($1, $2, 'en', $3, $4, $4)`,
    [`per_${shopId}`, shopId, vault.seal('Ada'), now],
  );
  await run(
    `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
     values ($1, 'email', $2, $3, $4, 'test', $5), ($1, 'customer', $6, $7, $4, 'test', $5)`,
    [
      shopId,
      hash,
      sealed,
      `per_${shopId}`,
      now,
      vault.hash(shopId, 'customer', customerId),
      vault.seal(customerId),
    ],
  );
  await run(
    `insert into consents (shop_id, channel, identity_hash, person_id, state, source, changed_at)
     values ($1, 'email', $2, $3, 'subscribed', 'test', $4)`,
    [shopId, hash, `per_${shopId}`, now],
  );
  await run(
    `insert into orders (shop_id, id, name, person_id, customer_id, email_hash, email_sealed, shipping_sealed, currency,
       total_minor, subtotal_minor, discount_codes, processed_at, shop_updated_at)
     values ($1, '9007199254740995', '#1001', $2, $3, $4, $5, $6, 'EUR', 4200, 4200, '{}', $7, $7)`,
    [shopId, `per_${shopId}`, customerId, hash, sealed, vault.seal('{"city":"London"}'), now],
  );
  await run(
    `insert into checkouts (shop_id, token, person_id, email_hash, email_sealed, currency, total_minor, created_at,
       last_activity_at, shop_updated_at) values ($1, 'tok', $2, $3, $4, 'EUR', 100, $5, $5, $5)`,
    [shopId, `per_${shopId}`, hash, sealed, now],
  );
  await run(
    `insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, address_hash,
       address_sealed, subject_line, wanted_at, due_at)
     values ($1, $2, $3, 'thank_you', 'transactional', 'email', '9007199254740995', 'k', 'sent', $4, $5, 'Hello Ada', $6, $6),
            ($1 || 'b', $2, $3, 'review_request', 'marketing', 'email', 'r', 'k2', 'planned', $4, $5, null, $6, $6)`,
    [`msg_${shopId}`, shopId, `per_${shopId}`, hash, sealed, now],
  );
  await run(
    `insert into reviews (id, shop_id, product_id, person_id, rating, body, author_name, status, created_at, updated_at)
     values ($1, $2, '1', $3, 5, 'lovely', 'Ada L.', 'published', $4, $4)`,
    [`rvw_${shopId}`, shopId, `per_${shopId}`, now],
  );
  await run(
    `insert into referral_links (shop_id, person_id, code, state, friend_basis_points, created_at)
     values ($1, $2, $4, 'ready', 1000, $3)`,
    [shopId, `per_${shopId}`, now, `FRIEND-${shopId}`],
  );
}

/** Everything in the database that is text, as one string: what must not be in it any more can be looked for. */
export async function wholeDatabase(t: TestContext): Promise<string> {
  const { rows } = await t.ctx.db.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
     and table_name = any($1)`,
    [Object.keys(rules)],
  );
  const parts: string[] = [];
  for (const { table_name: table } of rows) {
    const { rows: lines } = await t.ctx.db.query<{ line: string }>(
      `select row_to_json(x)::text as line from ${table} x`,
    );
    parts.push(...lines.map(({ line }) => line));
  }
  return parts.join('\n').replace(/k1\.[\w-]+/g, (sealed) => t.ctx.vault.open(sealed));
}
