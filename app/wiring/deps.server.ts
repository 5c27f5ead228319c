import { type ShopRow, shopColumns, toShopRef } from '../features/shops/index.server.ts';
import { createSmtpChannel } from '../platform/channels/smtp.server.ts';
import { fileClock, systemClock } from '../platform/clock/clock.server.ts';
import type { Env } from '../platform/config/env.server.ts';
import type { AppContext, Context, ShopRef } from '../platform/context.ts';
import { type Db, openDb } from '../platform/db/db.server.ts';
import { createLogger, type Logger } from '../platform/log/log.server.ts';
import { createOutbound } from '../platform/outbound/outbound.server.ts';
import { dueRows } from '../platform/queue/due-rows.server.ts';
import { openQueue, type WorkQueue } from '../platform/queue/queue.server.ts';
import { createTokenSource } from '../platform/shopify/access-token.server.ts';
import { createGateway } from '../platform/shopify/gateway.server.ts';
import type { ShopifyPort } from '../platform/shopify/port.ts';
import { shopifyFetch } from '../platform/shopify/shopify-fetch.server.ts';
import { createStorefrontTokens } from '../platform/shopify/storefront-token.server.ts';
import { createText } from '../platform/text/text.server.ts';
import { createVault } from '../platform/vault/vault.server.ts';
import { createEmit } from './emit.server.ts';

/** Everything that is built once in a process. */
export interface Deps {
  env: Env;
  app: AppContext;
  queue: WorkQueue;
  log: Logger;
  /**
   * The context of the living installation of a domain, or null. For hot paths: the shop's row may be up to a second old,
   * unless it is asked for `fresh`.
   */
  shopContext(domain: string, age?: 'fresh'): Promise<Context | null>;
  /** Shopify for a domain that has no row yet (installation). */
  gatewayFor(domain: string): ShopifyPort;
  /** Something opened later is to be closed before the connections are. */
  onClose(work: () => Promise<void>): void;
  /** Lets go of connections; the caller has finished its work. */
  close(): Promise<void>;
}

const shopMaxAgeMs = 1_000;
const maxRememberedShops = 5_000;

/**
 * Waits until Postgres answers. A queue that is opened while its database is away never comes to itself, and a process that
 * starts before its database (a reboot, a fail-over) should wait for it rather than die or stand still.
 */
async function databaseAnswers(db: Db, log: Logger): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await db.query('select 1');
      return;
    } catch (error) {
      if (tries % 20 === 0) log.warn({ err: error }, 'waiting for the database');
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

/** Builds the parts of one process from its environment, once its database answers. */
export async function buildDeps(env: Env, service: 'web' | 'worker'): Promise<Deps> {
  const log = createLogger(env.LOG_LEVEL, service);
  const clock = env.CLOCK_FILE ? fileClock(env.CLOCK_FILE) : systemClock;
  const db = openDb(env.DATABASE_URL, env.DATABASE_POOL);
  await databaseAnswers(db, log);
  const vault = createVault(env.ENCRYPTION_KEYS);
  const queue = openQueue({
    name: 'due',
    databaseUrl: env.DATABASE_URL,
    redisUrl: env.REDIS_URL,
    redisPrefix: env.REDIS_PREFIX,
    isRedisCluster: env.REDIS_CLUSTER,
    onError: (error) => log.warn({ err: error }, 'queue'),
  });
  const email = createSmtpChannel({ url: env.SMTP_URL, from: env.MAIL_FROM, log });
  const fetch = shopifyFetch(env.SHOPIFY_ORIGIN);
  const tokens = createTokenSource({
    db,
    vault,
    clock,
    fetch,
    log,
    apiKey: env.SHOPIFY_API_KEY,
    apiSecret: env.SHOPIFY_API_SECRET,
  });

  const storefront = createStorefrontTokens({ db, vault });

  const app: AppContext = {
    db,
    clock,
    log,
    vault,
    due: dueRows,
    email,
    outbound: createOutbound({ isOpen: env.NODE_ENV !== 'production' }),
    text: createText(),
    appUrl: env.APP_URL,
    linkUrl: env.LINK_DOMAIN ?? env.APP_URL,
    ...createEmit({ due: dueRows, clock }),
    async forShop(shopId) {
      const { rows } = await db.query<ShopRow>(
        `select ${shopColumns} from shops where id = $1 and uninstalled_at is null`,
        [shopId],
      );
      return rows[0] ? contextOf(toShopRef(rows[0])) : null;
    },
  };

  function gatewayFor(domain: string, gatewayLog: Logger = log): ShopifyPort {
    return createGateway({ domain, tokens, storefront, fetch, log: gatewayLog });
  }

  function contextOf(shop: ShopRef): Context {
    const shopLog = log.child({ shop: shop.domain });
    return { ...app, log: shopLog, shop, shopify: gatewayFor(shop.domain, shopLog) };
  }

  const remembered = new Map<string, { at: number; context: Context }>();
  async function shopContext(domain: string, age?: 'fresh'): Promise<Context | null> {
    const now = performance.now();
    const known = remembered.get(domain);
    if (known && !age && now - known.at < shopMaxAgeMs) return known.context;
    const { rows } = await db.query<ShopRow>(
      `select ${shopColumns} from shops where domain = $1 and uninstalled_at is null`,
      [domain],
    );
    if (!rows[0]) {
      remembered.delete(domain);
      return null;
    }
    const context = contextOf(toShopRef(rows[0]));
    if (remembered.size >= maxRememberedShops) remembered.clear();
    remembered.set(domain, { at: now, context });
    return context;
  }

  const closers: (() => Promise<void>)[] = [];
  return {
    env,
    app,
    queue,
    log,
    onClose: (work) => {
      closers.push(work);
    },
    shopContext,
    gatewayFor: (domain) => gatewayFor(domain),
    async close() {
      await Promise.all(closers.map((work) => work()));
      await queue.close();
      await email.close();
      await db.close();
    },
  };
}
