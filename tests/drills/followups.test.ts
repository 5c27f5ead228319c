import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Box, buyable, type PlacedOrder } from '../support/box.ts';
import { auditThanks, openShop, placeOrders, readLedger, settled } from '../support/merchant.ts';
import { startOwnSandbox } from '../support/own-sandbox.ts';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.ts';

/**
 * `npm run drill -- followups [--seed 7] [--rounds 12]`: a shop lives while its parts are broken, one after the other and in an
 * order that the seed decides. At the end the mailbox is compared with the ledger: nothing early, nothing twice, nothing lost,
 * and what nobody can know stands as `unknown`.
 */
const seed = Number(process.env.DRILL_SEED ?? 1);
const rounds = Number(process.env.DRILL_ROUNDS ?? 12);
const ordersPerRound = 8;
const day = 86_400_000;

/** mulberry32, by Tommy Ettinger (public domain): the same seed, the same drill. */
function dice(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Break = (box: Box, redis: TestRedis | null) => Promise<unknown>;
const signal =
  (name: string, which: string): Break =>
  (box) =>
    box.post(`/processes/${name}/signal`, { signal: which });
const mail =
  (mode: string, ms = 400): Break =>
  (box) =>
    box.post('/faults', { target: 'smtp', mode, ms, count: 3 });

const breaks: Record<string, Break> = {
  'worker, SIGKILL': signal('worker', 'SIGKILL'),
  'worker, SIGTERM': signal('worker', 'SIGTERM'),
  'web, SIGKILL': signal('web', 'SIGKILL'),
  'Postgres, SIGKILL': signal('postgres', 'SIGKILL'),
  'Redis, FLUSHALL': async (_box, redis) => redis?.flush(),
  'mail server refuses': mail('refuse'),
  'mail server throttles': mail('throttle'),
  'mail server errs': mail('server-error'),
  'mail server hangs': mail('timeout'),
  'mail server cuts off': mail('reset'),
  'mail server takes it and says nothing': mail('accept-then-drop'),
  'mail server is slow': mail('slow', 1_500),
  'Admin API throttles': (box) => box.post('/faults', { target: 'admin-api', mode: 'throttle', count: 5 }),
};

describe('follow-ups while everything breaks', () => {
  it(`seed ${seed}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'reprise-drill-'));
    const redis = hasRedis ? await startRedis() : null;
    const sandbox = await startOwnSandbox(folder, ['--port', '0'], redis ? { REDIS_URL: redis.url } : {});
    try {
      await drill(sandbox.box, redis);
    } finally {
      await sandbox.end('SIGTERM');
      await redis?.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

interface Sold {
  email: string;
  order: PlacedOrder;
  deliveredAt: number | null;
}

async function drill(box: Box, redis: TestRedis | null): Promise<void> {
  const roll = dice(seed);
  const shop = await openShop(box, `Drill ${seed}`);
  const { variant } = await buyable(box, shop);
  const sold: Sold[] = [];
  const said: Record<string, string | number>[] = [];
  const names = Object.keys(breaks).filter((name) => redis !== null || !name.startsWith('Redis'));
  // Each once before any twice.
  const bag: string[] = [];
  const draw = () => {
    if (bag.length === 0)
      bag.push(
        ...names
          .map((name) => ({ name, at: roll() }))
          .sort((a, b) => a.at - b.at)
          .map(({ name }) => name),
      );
    return bag.pop() ?? '';
  };
  const now = async () => new Date((await box.get<{ now: string }>('/clock')).now).getTime();
  for (let round = 0; round < rounds; round++) {
    const what = [draw(), draw()];
    const placing = placeOrders(box, shop, variant.id, `r${round}x`, ordersPerRound);
    for (const name of what) {
      await new Promise((next) => setTimeout(next, roll() * 400));
      await breaks[name]?.(box, redis);
    }
    const placed = await placing;
    await settled(box, 180_000);
    await box.delete('/faults');
    for (const each of placed) {
      const path = `/orders/${encodeURIComponent(each.order.orderId)}`;
      let deliveredAt: number | null = null;
      if (roll() < 0.7) {
        await box.post(`${path}/fulfill`, {});
        await box.post(`${path}/deliver`, {});
        deliveredAt = await now();
        if (roll() < 0.2) await box.post(`${path}/refund`, {});
      }
      sold.push({ ...each, deliveredAt });
    }
    await box.post('/clock', { advance: ['2m', '3h', '1d', '3d'][Math.floor(roll() * 4)] });
    said.push({ round: round + 1, broken: what.join('; '), orders: placed.length });
  }
  await settled(box, 180_000);
  // Half of what is due later comes due while parts break, too.
  for (let step = 0; step < 6; step++) {
    await breaks[draw()]?.(box, redis);
    await box.post('/clock', { advance: '2d' });
    await settled(box, 180_000);
    await box.delete('/faults');
  }
  console.table(said);
  await audit(box, shop, sold);
}

async function audit(box: Box, shop: string, sold: Sold[]): Promise<void> {
  const unknown = await auditThanks(box, shop, sold);
  const outbox = await box.get<{ to: string; html: string; at: string }[]>(`/outbox?shop=${shop}`);
  const asked = outbox.filter(({ html }) => html.includes('class="star"'));
  const byPerson = new Map<string, number>();
  for (const { to } of asked) byPerson.set(to, (byPerson.get(to) ?? 0) + 1);
  // One request and one reminder.
  const tooOften = [...byPerson].filter(([, count]) => count > 2);
  expect(tooOften, 'asked for a review more than twice').toEqual([]);
  const early = asked.filter(({ to, at }) => {
    const one = sold.find(({ email }) => email === to);
    return one?.deliveredAt == null || new Date(at).getTime() < one.deliveredAt + 7 * day;
  });
  expect(
    early.map(({ to, at }) => `${to} ${at}`),
    'asked before a week had passed',
  ).toEqual([]);
  const ledger = await readLedger(box, shop);
  const requests = ledger.filter(({ kind }) => kind === 'review_request');
  const silent = requests.filter(({ sentence }) => sentence.trim() === '');
  expect(silent, 'a message without a word about what became of it').toEqual([]);
  const statuses: Record<string, number> = {};
  for (const { kind, status } of ledger)
    statuses[`${kind}: ${status}`] = (statuses[`${kind}: ${status}`] ?? 0) + 1;
  console.table(statuses);
  console.table([
    {
      orders: sold.length,
      mails: outbox.length,
      'ledger rows': ledger.length,
      unknown,
      twice: 0,
      early: 0,
      lost: 0,
    },
  ]);
}
