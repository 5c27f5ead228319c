import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { installShop, uninstallShop } from '../shops/index.server.ts';
import {
  answerDataRequest,
  clearExports,
  listExports,
  openExport,
  redactCustomer,
  redactShop,
} from './index.server.ts';
import { rules } from './rules.ts';
import { customerId, email, fillShop as fill, wholeDatabase as readWhole } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

/** A webhook receipt as intake stores it, in the hands of a worker. */
async function receipt(topic: string, eventId: string, state = 0, body = '{}'): Promise<bigint> {
  const { rows } = await t.ctx.db.query<{ id: bigint }>(
    `insert into webhook_receipts (shop_domain, topic, event_id, webhook_id, api_version, received_at, body, is_sealed, state)
     values ($1, $2, $3, $3, '2026-07', $4, $5, true, $6) returning id`,
    [t.ctx.shop.domain, topic, eventId, t.clock.now(), t.ctx.vault.sealBytes(Buffer.from(body)), state],
  );
  return rows[0]!.id;
}

const fillShop = (shopId: string) => fill(t, shopId);
const wholeDatabase = () => readWhole(t);

const about = (orders: string[] = []) => ({
  shop_id: 1,
  shop_domain: t.ctx.shop.domain,
  customer: { id: customerId, email, phone: null },
  orders_to_redact: orders,
});

describe('rules', () => {
  test('cover every table, and every column that looks personal', async () => {
    const { rows } = await t.ctx.db.query<{ table_name: string; column_name: string }>(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and table_name not like '\\_%' and table_name not like 'bullmq%'`,
    );
    const tables = new Set(rows.map((row) => row.table_name));
    const ours = [...tables].filter((table) => !table.startsWith('bull'));
    expect(ours.sort()).toEqual(Object.keys(rules).sort());

    const personal =
      /(_sealed|_hash|^person_id|advocate_id|friend_id|customer_id|author_name|landing_site|tracking_url|status_url)$/;
    const forgotten = rows.filter(({ table_name, column_name }) => {
      const rule = rules[table_name];
      if (!rule || column_name.startsWith('is_') || !personal.test(column_name)) return false;
      const isDeleted = rule.erase.some((sql) => sql.trim().startsWith('delete'));
      const isErased = rule.erase.some((sql) => new RegExp(`${column_name} = (null|')`).test(sql));
      return !isDeleted && !isErased && !rule.left?.[column_name];
    });
    expect(forgotten).toEqual([]);
  });

  test('tell the person of every table that names people', async () => {
    const { rows } = await t.ctx.db.query<{ table_name: string }>(
      `select distinct table_name from information_schema.columns
       where table_schema = 'public' and column_name in ('person_id', 'address_hash', 'identity_hash')`,
    );
    const untold = rows.map((row) => row.table_name).filter((table) => !rules[table]?.tell);
    expect(untold).toEqual([]);
  });
});

describe('customers/redact', () => {
  test('leaves nothing that names the person, and every amount', async () => {
    await fillShop('shp_test');
    await receipt('orders/create', 'e1', 1, JSON.stringify({ email }));
    await receipt('orders/create', 'e2', 2, `broken ${email}`);
    const id = await receipt('customers/redact', 'e3', 0, JSON.stringify(about()));
    expect(await wholeDatabase()).toContain(email);

    expect(
      await redactCustomer(t.app, { domain: t.ctx.shop.domain, receiptId: id, body: about() }),
    ).toBeNull();

    const left = await wholeDatabase();
    for (const trace of [email, 'Ada', customerId, 'London', t.ctx.vault.hash('shp_test', 'email', email)]) {
      expect(left).not.toContain(trace);
    }
    const { rows } = await t.ctx.db.query<{ total_minor: bigint }>('select total_minor from orders');
    expect(rows).toEqual([{ total_minor: 4200n }]);
    const { rows: bodies } = await t.ctx.db.query('select 1 from webhook_receipts where body is not null');
    expect(bodies).toHaveLength(0);
    const { rows: waiting } = await t.ctx.db.query(`select reason from messages where status = 'dropped'`);
    expect(waiting).toEqual([{ reason: 'erased' }]);
  });

  test('a repeated webhook changes nothing, an unknown person is said to be unknown', async () => {
    const id = await receipt('customers/redact', 'e1');
    const webhook = { domain: t.ctx.shop.domain, receiptId: id, body: about() };
    expect(await redactCustomer(t.app, webhook)).toBe('Nothing was held of this person.');
    expect(await redactCustomer(t.app, webhook)).toBeNull();
    const { rows } = await t.ctx.db.query('select outcome from privacy_requests');
    expect(rows).toEqual([{ outcome: 'nothing held' }]);
  });

  test('reaches installations that are gone', async () => {
    await fillShop('shp_test');
    await uninstallShop(t.app, { domain: t.ctx.shop.domain, triggeredAt: null });
    const id = await receipt('customers/redact', 'e1');
    await redactCustomer(t.app, { domain: t.ctx.shop.domain, receiptId: id, body: about() });
    expect(await wholeDatabase()).not.toContain(email);
  });

  test('a body that does not fit is refused with the field', async () => {
    const webhook = { domain: t.ctx.shop.domain, receiptId: 1n, body: { customer: { id: 'x' } } };
    await expect(redactCustomer(t.app, webhook)).rejects.toThrow('customer.id');
  });
});

describe('customers/data_request', () => {
  test('collects what is held in clear, for 30 days', async () => {
    await fillShop('shp_test');
    const id = await receipt('customers/data_request', 'e1');
    expect(
      await answerDataRequest(t.app, { domain: t.ctx.shop.domain, receiptId: id, body: about() }),
    ).toBeNull();
    const [request] = await listExports(t.ctx);
    const told = JSON.parse((await openExport(t.ctx, request!.id))!) as { held: Record<string, unknown[]> };
    expect(told.held.orders).toMatchObject([{ name: '#1001', email, total_minor: '4200' }]);
    expect(told.held.person_identities).toHaveLength(2);
    expect(told.held.reviews).toMatchObject([{ author_name: 'Ada L.' }]);

    await t.advance(31 * 24 * 3_600_000);
    await clearExports(t.app);
    expect(await listExports(t.ctx)).toEqual([]);
  });
});

describe('shop/redact', () => {
  test('deletes the installation that is gone and spares the one that came after', async () => {
    const { domain } = t.ctx.shop;
    await fillShop('shp_test');
    await uninstallShop(t.app, { domain, triggeredAt: t.clock.now() });
    await t.advance(3_600_000);
    const living = await installShop(t.app, { domain, shopify: t.ctx.shopify });
    await fillShop(living);
    const id = await receipt('shop/redact', 'e1');
    expect(await redactShop(t.app, { domain, receiptId: id })).toBeNull();
    const { rows } = await t.ctx.db.query('select id from shops');
    expect(rows).toEqual([{ id: living }]);
    const { rows: orders } = await t.ctx.db.query('select distinct shop_id from orders');
    expect(orders).toEqual([{ shop_id: living }]);
    expect(await wholeDatabase()).not.toContain('shp_test');
  });

  test('never touches a shop that is installed', async () => {
    await fillShop('shp_test');
    const id = await receipt('shop/redact', 'e1');
    expect(await redactShop(t.app, { domain: t.ctx.shop.domain, receiptId: id })).toBe(
      'No uninstalled installation was left.',
    );
    const { rows } = await t.ctx.db.query('select 1 from orders');
    expect(rows).toHaveLength(1);
  });
});
