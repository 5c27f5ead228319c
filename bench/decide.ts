import { spawnSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import type { OfferEventsRequest, OffersRequest, Rule } from '@reprise/rules';
import * as esbuild from 'esbuild';
import pg from 'pg';
import { closedLoop } from './lib/closed-loop.ts';
import { cpuMicros, cpuMicrosOfFamily } from './lib/cpu.ts';
import { medians, round } from './lib/numbers.ts';
import { type OpenLoopResult, openLoop } from './lib/open-loop.ts';
import { pinSelf, type Running, startPostgres, startServer } from './lib/processes.ts';
import { report, type Verdict } from './lib/verdicts.ts';

const secret = 'shpss_0123456789abcdef';
/** As `npm start` does. */
const nodeArgs = ['--max-semi-space-size=64'];
const shop = 'bench.myshopify.com';
const connections = 64;

/** How many offers the shop has, and how many conditions each. */
const shapes = [
  { offers: 50, conditions: 6 },
  { offers: 200, conditions: 30 },
] as const;

/** What a page says once its cards are drawn, in a request of its own: a decision with two offers costs this besides. */
const exposures = 'reprise web, two exposures';

interface Round {
  answers: number;
  perSecond: number;
  serverMicros: number;
  storeMicros: number;
  non2xx: number;
}

interface Candidate {
  name: string;
  start(): Promise<Running>;
  usesStore: boolean;
  shape: (typeof shapes)[number];
  openLoopRates: number[];
  /** the page's own question when not given */
  load?: Pick<PageLoad, 'vary'> & { path: string };
}

/**
 * The offer decision of a thank-you page: (a) a server that echoes JSON, the limit; (b) our route with the order's state from
 * memory; (c) our real web process with its one shared, indexed read; (d) the same rules in the official template. 64
 * connections, interleaved rounds, server on core 0, load from core 1, medians. Verdicts are those of the goals for deciding.
 */
export async function run({ isQuick }: { isQuick: boolean }): Promise<boolean> {
  const rounds = isQuick ? 1 : 5;
  const seconds = isQuick ? 2 : 5;
  const built = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (built.status !== 0) throw new Error('the build failed');
  const memoryServer = await bundleMemoryServer();
  pinSelf(1);
  const postgres = await startPostgres();
  const db = new pg.Client({ connectionString: postgres.url });
  await db.connect();
  await putShop(db);
  const env = webEnv(postgres.url);
  const [small, large] = shapes;

  const ours = (shape: (typeof shapes)[number]): Candidate => ({
    name: `reprise web, ${shape.offers} offers x ${shape.conditions}`,
    start: () => startServer('build/server/web.js', env, { nodeArgs }),
    usesStore: true,
    shape,
    openLoopRates: shape === small ? [1_000, 3_000] : [1_000],
  });
  const candidates: Candidate[] = [
    {
      name: 'JSON echo',
      start: () => startServer('bench/servers/echo.ts', {}),
      usesStore: false,
      shape: small,
      openLoopRates: [],
    },
    {
      name: 'reprise, rules in memory',
      start: () => startServer(memoryServer, env, { nodeArgs }),
      usesStore: false,
      shape: small,
      openLoopRates: [],
    },
    ours(small),
    ours(large),
    {
      name: exposures,
      start: () => startServer('build/server/web.js', env, { nodeArgs }),
      usesStore: true,
      shape: small,
      openLoopRates: [],
      load: { path: '/checkout/offer-events', vary: shownTwice },
    },
    {
      name: 'template + Prisma',
      start: () => startServer('bench/servers/decide-template.ts', { ...env, SHOPIFY_API_SECRET: secret }),
      usesStore: true,
      shape: small,
      openLoopRates: [],
    },
  ];

  const closed = new Map<string, Round[]>();
  const open = new Map<string, OpenLoopResult[]>();
  try {
    for (let i = 0; i < rounds; i++) {
      for (const candidate of candidates) {
        await putOffers(db, candidate.shape.offers, candidate.shape.conditions);
        const server = await candidate.start();
        try {
          const load = {
            url: `http://127.0.0.1:${server.port}${candidate.load?.path ?? '/checkout/offers'}`,
            method: 'POST' as const,
            headers: headers(),
            body: page(),
            hasIds: false,
            ...(candidate.load?.vary && { vary: candidate.load.vary }),
          };
          if (i === 0 && !candidate.load) await check(candidate.name, load);
          const result = await measure(candidate, server, load, postgres.pid, seconds);
          if (candidate.name === exposures) await checkExposures(db, result.answers);
          push(closed, candidate.name, result);
          process.stderr.write(
            `round ${i + 1} ${candidate.name}: ${round(result.perSecond)}/s, ${round(result.serverMicros)} us\n`,
          );
          for (const perSecond of candidate.openLoopRates) {
            const latency = await openLoop({ port: server.port, template: rawRequest(), perSecond, seconds });
            push(open, `${candidate.name} at ${perSecond}/s`, latency);
          }
        } finally {
          await server.stop();
        }
      }
    }
  } finally {
    await db.end();
    await postgres.stop();
  }
  return summarise(closed, open, ours(small).name, ours(large).name);
}

/** The app's code has React in it, which Node cannot read by itself. */
async function bundleMemoryServer(): Promise<string> {
  const outfile = 'build/bench/decide-memory.js';
  await esbuild.build({
    entryPoints: ['bench/servers/decide-memory.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    jsx: 'automatic',
    define: { __MIGRATIONS__: '[]' },
    alias: { '@reprise/rules': './rules/src/index.ts' },
    packages: 'external',
    logLevel: 'warning',
  });
  return outfile;
}

type PageLoad = Parameters<typeof closedLoop>[0];

/** A bench that measures refusals would look splendid. */
async function check(name: string, load: PageLoad): Promise<void> {
  const response = await fetch(load.url, { method: 'POST', headers: load.headers, body: String(load.body) });
  const answer = (await response.json()) as { offers?: unknown[] };
  const wanted = name === 'JSON echo' ? 0 : 2;
  if (!response.ok || answer.offers?.length !== wanted) {
    throw new Error(`${name} answers ${response.status} ${JSON.stringify(answer).slice(0, 300)}`);
  }
}

/** Two rows for every page that was answered 202, or the bench measured something else. */
async function checkExposures(db: pg.Client, answers: number): Promise<void> {
  const { rows } = await db.query<{ n: string }>('select count(*) as n from offer_events');
  if (Number(rows[0]?.n) < 2 * answers) {
    throw new Error(`${answers} pages were counted as ${rows[0]?.n} exposures`);
  }
  await db.query('truncate offer_events, offer_stats');
}

async function measure(
  candidate: Candidate,
  server: Running,
  load: PageLoad,
  storePid: number,
  seconds: number,
): Promise<Round> {
  const warm = await closedLoop(load, connections, 2);
  const cpu = cpuMicros(server.pid);
  const store = candidate.usesStore ? cpuMicrosOfFamily(storePid) : 0;
  const result = await closedLoop(load, connections, seconds);
  return {
    answers: result.answers,
    perSecond: result.perSecond,
    serverMicros: (cpuMicros(server.pid) - cpu) / result.answers,
    storeMicros: candidate.usesStore ? (cpuMicrosOfFamily(storePid) - store) / result.answers : 0,
    non2xx: result.non2xx + result.errors + warm.non2xx,
  };
}

function summarise(
  closed: Map<string, Round[]>,
  open: Map<string, OpenLoopResult[]>,
  smallName: string,
  largeName: string,
): boolean {
  const rows: Record<string, Record<string, unknown>> = {};
  const mid = new Map([...closed].map(([name, list]) => [name, medians(list)]));
  for (const [name, m] of mid) {
    rows[name] = {
      'per second': round(m.perSecond),
      'server us': round(m.serverMicros, 1),
      'store us': round(m.storeMicros, 1),
      'not 2xx': m.non2xx,
    };
  }
  const slow = new Map([...open].map(([name, list]) => [name, medians(list)]));
  for (const [name, m] of slow) {
    rows[name] = {
      p50: round(m.p50, 1),
      p99: round(m.p99, 1),
      'p99.9': round(m.p999, 1),
      max: round(m.max),
      'not 2xx': m.bad + m.unanswered,
    };
  }
  const limit = mid.get('JSON echo')!;
  const memory = mid.get('reprise, rules in memory')!;
  const web = mid.get(smallName)!;
  const peer = mid.get('template + Prisma')!;
  const at1000 = slow.get(`${smallName} at 1000/s`)!;
  const at3000 = slow.get(`${smallName} at 3000/s`)!;
  const shown = mid.get(exposures)!;
  const refused = [memory, web, mid.get(largeName)!, shown].reduce((sum, each) => sum + each.non2xx, 0);
  const verdicts: Verdict[] = [
    {
      what: 'server CPU with rules in memory, times that of an echo',
      measured: memory.serverMicros / limit.serverMicros,
      limit: 1.7,
      kind: 'most',
    },
    {
      what: 'server CPU with one indexed read, times that of an echo',
      measured: web.serverMicros / limit.serverMicros,
      limit: 2.8,
      kind: 'most',
    },
    {
      what: 'server CPU of keeping the exposures of one page, us',
      measured: shown.serverMicros,
      limit: 40,
      kind: 'most',
    },
    { what: 'ms at 1,000/s, p99', measured: at1000.p99, limit: 10, kind: 'most' },
    { what: 'ms at 1,000/s, p99.9', measured: at1000.p999, limit: 40, kind: 'most' },
    { what: 'ms at 3,000/s, p99', measured: at3000.p99, limit: 50, kind: 'most' },
    { what: "times the template's rate", measured: web.perSecond / peer.perSecond, limit: 5, kind: 'least' },
    {
      what: 'answers that were not 2xx',
      measured: refused + at1000.bad + at1000.unanswered + at3000.bad + at3000.unanswered,
      limit: 0,
      kind: 'most',
    },
  ];
  return report('decide', rows, verdicts);
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key) ?? [];
  list.push(value);
  map.set(key, list);
}

async function putShop(db: pg.Client): Promise<void> {
  await db.query(
    `insert into shops (id, domain, name, currency, timezone, locale, storefront_url, installed_at)
     values ('shp_bench', $1, 'Bench', 'USD', 'America/Toronto', 'en', 'https://bench.example.com', now())`,
    [shop],
  );
  await db.query(`insert into shop_settings (shop_id, updated_at) values ('shp_bench', now())`);
  // A shop with a history, so that the read has an index to go through.
  await db.query(
    `insert into orders (shop_id, id, name, checkout_token, currency, total_minor, subtotal_minor, processed_at, shop_updated_at)
     select 'shp_bench', (5000000000 + n)::text, '#' || n, md5(n::text), 'USD', 12990, 12990, now(), now()
     from generate_series(1, 50000) n`,
  );
  await db.query('analyze orders');
}

/**
 * In the small shop every third offer suits the order, as merchants' offers mostly do. In the large one only the last two do, and
 * all others fail at their last condition: every rule has to be read to its end.
 */
async function putOffers(db: pg.Client, count: number, conditions: number): Promise<void> {
  await db.query('delete from offers');
  for (let n = 0; n < count; n++) {
    await db.query(
      `insert into offers (id, shop_id, name, status, kind, surfaces, discount_kind, discount_value, deadline_hours, texts, rule,
         position, created_at, updated_at)
       values ($1, 'shp_bench', $1, 'active', 'discount', '{thank-you,order-status}', 'percentage', 1000, 72, $2, $3, $4, now(), now())`,
      [
        `off_${n}`,
        JSON.stringify({
          en: { title: `Offer ${n}`, text: 'For your next order with us.', button: 'Get my code' },
        }),
        JSON.stringify(ruleFor(n, conditions, count > 100 ? n >= count - 2 : n % 3 === 2)),
        n,
      ],
    );
  }
  await db.query(`update shops set offers_version = offers_version + 1`);
}

function ruleFor(n: number, conditions: number, isMet: boolean): Rule {
  const passing: Rule[] = [
    { kind: 'order-total', currency: 'USD', min: '5000' },
    { kind: 'country', in: ['CA', 'US', 'GB'] },
    { kind: 'locale', in: ['en', 'fr'] },
    {
      kind: 'bought-product',
      match: 'none',
      ids: Array.from({ length: 20 }, (_, j) => String(8_000_000 + n * 100 + j)),
    },
    { kind: 'quantity', min: 1 },
  ];
  const rules = Array.from({ length: conditions - 1 }, (_, i) => passing[i % passing.length]!);
  return { kind: 'all', rules: [...rules, { kind: 'quantity', min: isMet ? 1 : 1_000 }] };
}

/** What the thank-you page sends, field by field (extensions/blocks/src/server.ts). */
function page(): string {
  return JSON.stringify({
    surface: 'thank-you',
    orderId: 'gid://shopify/OrderIdentity/5000000001',
    checkoutToken: 'c4ca4238a0b923820dcc509a6f75849b',
    confirmationNumber: 'H2O8B1WZK',
    locale: 'en-CA',
    country: 'CA',
    currency: 'USD',
    total: { amount: '129.9', currency: 'USD' },
    lines: Array.from({ length: 4 }, (_, i) => ({
      productId: `gid://shopify/Product/${9_000_000_000 + i}`,
      variantId: `gid://shopify/ProductVariant/${44_000_000_000 + i}`,
      quantity: 1,
    })),
    isFirstOrder: false,
    discountCodes: [],
    shippingMethod: 'Standard',
    seenOfferIds: [],
    purpose: 'page',
    mayMeasure: true,
  } satisfies OffersRequest);
}

let pages = 0;

/** Another buyer's page each time, from another address: events count once, and an address may send only so many. */
function shownTwice(): { headers: Record<string, string>; body: string } {
  pages++;
  const event = (n: number) => ({
    id: `${String(pages).padStart(8, '0')}-0000-4000-8000-00000000000${n}`,
    type: 'shown' as const,
    offerId: `off_${n}`,
    at: '2026-11-21T10:00:00.000Z',
  });
  const asked: OfferEventsRequest = {
    surface: 'thank-you',
    orderId: `gid://shopify/OrderIdentity/${6_000_000_000 + pages}`,
    checkoutToken: 'c4ca4238a0b923820dcc509a6f75849b',
    decisionId: 'dec_0123456789abcdef01234567',
    events: [event(2), event(5)],
  };
  const address = `10.${(pages >> 16) & 255}.${(pages >> 8) & 255}.${pages & 255}`;
  return { headers: { ...sameHeaders, 'x-forwarded-for': address }, body: JSON.stringify(asked) };
}

function headers(): Record<string, string> {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1_000);
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({
    dest: shop,
    aud: 'bench-api-key',
    exp: now + 3_600,
    nbf: now - 5,
    iat: now,
    jti: 'x',
  })}`;
  return {
    'content-type': 'application/json',
    'user-agent':
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    authorization: `Bearer ${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`,
  };
}

const sameHeaders = headers();

function rawRequest(): Buffer {
  const body = Buffer.from(page());
  const lines = Object.entries(headers()).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /checkout/offers HTTP/1.1\r\nhost: bench\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

function webEnv(databaseUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'production',
    APP_URL: 'https://bench.example.com',
    SHOPIFY_API_KEY: 'bench-api-key',
    SHOPIFY_API_SECRET: secret,
    SHOPIFY_SCOPES: 'read_orders',
    DATABASE_URL: databaseUrl,
    SMTP_URL: 'smtp://127.0.0.1:1',
    MAIL_FROM: 'Bench <bench@example.com>',
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: randomBytes(24).toString('hex'),
    LOG_LEVEL: 'info',
  };
}
