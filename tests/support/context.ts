import { createSmtpChannel } from '../../app/platform/channels/smtp.server.ts';
import { type Clock, stoppedClock } from '../../app/platform/clock/clock.server.ts';
import type { AppContext, Context, ShopRef } from '../../app/platform/context.ts';
import { openDb } from '../../app/platform/db/db.server.ts';
import { createLogger } from '../../app/platform/log/log.server.ts';
import { createOutbound } from '../../app/platform/outbound/outbound.server.ts';
import {
  acknowledge,
  claimDue,
  type DueRow,
  dueRows,
  putOff,
} from '../../app/platform/queue/due-rows.server.ts';
import { createText } from '../../app/platform/text/text.server.ts';
import { createVault } from '../../app/platform/vault/vault.server.ts';
import { createEmit } from '../../app/wiring/emit.server.ts';
import { handlers } from '../../app/wiring/handlers.server.ts';
import { createDatabase } from './database.ts';
import { createMemoryShopify, type MemoryStore } from './shopify-memory.ts';
import { type ReceivedMail, startSmtp } from './smtp.ts';

export interface TestContext {
  ctx: Context;
  app: AppContext;
  clock: ReturnType<typeof stoppedClock> & Clock;
  /** what arrived at the real SMTP server */
  mails: ReceivedMail[];
  store: MemoryStore;
  databaseUrl: string;
  /**
   * Runs everything due by now, and what follows from it, with the real handlers, until nothing is left.
   * @returns the names of the jobs that ran, in order
   */
  runDue(): Promise<string[]>;
  /** Moves the clock and runs what falls due on the way, in order. */
  advance(ms: number): Promise<string[]>;
  cleanup(): Promise<void>;
}

/**
 * A context as a request or a job gets it: real Postgres (a database of its own), real SMTP, a clock that stands still;
 * Shopify in memory. One installed shop (EUR, de, Berlin) exists; `shop` changes it.
 */
export async function createTestContext(
  options: { shop?: Partial<ShopRef>; now?: Date } = {},
): Promise<TestContext> {
  const database = await createDatabase();
  const smtp = await startSmtp();
  const clock = stoppedClock(options.now ?? new Date('2026-11-02T10:00:00Z'));
  const log = createLogger(process.env.TEST_LOG ?? 'silent', 'test');
  const db = openDb(database.url, 8);
  const vault = createVault([{ id: 'k1', key: Buffer.alloc(32, 7) }]);
  const email = createSmtpChannel({ url: smtp.url, from: 'Reprise <hello@reprise.example>', log });
  const text = createText();
  const shop: ShopRef = {
    id: 'shp_test',
    domain: 'test.myshopify.com',
    name: 'Testladen',
    currency: 'EUR',
    timezone: 'Europe/Berlin',
    locale: 'de',
    country: 'DE',
    storefrontUrl: 'https://testladen.example',
    installedAt: new Date('2026-01-01T00:00:00Z'),
    ...options.shop,
  };
  const { port, store } = createMemoryShopify(() => clock.now(), shop.currency);
  await db.query(
    `insert into shops (id, domain, name, currency, timezone, locale, country, storefront_url, installed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      shop.id,
      shop.domain,
      shop.name,
      shop.currency,
      shop.timezone,
      shop.locale,
      shop.country,
      shop.storefrontUrl,
      shop.installedAt,
    ],
  );
  await db.query('insert into shop_settings (shop_id, updated_at) values ($1, $2)', [shop.id, clock.now()]);

  const app: AppContext = {
    db,
    clock,
    log,
    vault,
    email,
    outbound: createOutbound({ isOpen: true }),
    text,
    due: dueRows,
    appUrl: 'https://app.example',
    linkUrl: 'https://app.example',
    ...createEmit({ due: dueRows, clock }),
    async forShop(shopId) {
      const { rows } = await db.query('select 1 from shops where id = $1 and uninstalled_at is null', [
        shopId,
      ]);
      return rows.length > 0 && shopId === shop.id ? ctx : null;
    },
  };
  const ctx: Context = { ...app, shop, shopify: port };

  async function run(row: DueRow): Promise<void> {
    const handler = handlers[row.kind];
    if (!handler) throw new Error(`no handler for ${row.kind}`);
    const shopContext = await app.forShop(row.shopId);
    const fate = shopContext
      ? await handler(shopContext, { subject: row.subject, payload: row.payload, attempt: row.attempt })
      : ({ kind: 'cancel', reason: 'not installed' } as const);
    if (fate.kind === 'snooze') await putOff(db, row, fate.until);
    else await acknowledge(db, [row]);
  }

  async function runDue(): Promise<string[]> {
    const ran: string[] = [];
    for (let round = 0; round < 200; round++) {
      const rows = await claimDue(db, clock.now(), 100, 60_000);
      if (rows.length === 0) return ran;
      for (const row of rows) {
        await run(row);
        ran.push(row.kind);
      }
    }
    throw new Error('due rows keep coming back at the same moment');
  }

  return {
    ctx,
    app,
    clock,
    mails: smtp.mails,
    store,
    databaseUrl: database.url,
    runDue,
    async advance(ms) {
      const target = clock.now().getTime() + ms;
      const ran = await runDue();
      for (let step = 0; step < 5_000; step++) {
        const { rows } = await db.query<{ next: Date | null }>(
          'select min(due_at) as next from due_items where failed_at is null and lease_until is null and due_at > $1',
          [clock.now()],
        );
        const next = rows[0]?.next;
        if (!next || next.getTime() > target) break;
        clock.set(next);
        ran.push(...(await runDue()));
      }
      clock.set(new Date(target));
      ran.push(...(await runDue()));
      return ran;
    },
    async cleanup() {
      await email.close();
      await db.close();
      await smtp.close();
      await database.drop();
    },
  };
}
