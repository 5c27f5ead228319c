import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buyable } from '../support/box.ts';
import { auditThanks, openShop, placeOrders, readLedger, settled } from '../support/merchant.ts';
import { type OwnSandbox, startOwnSandbox } from '../support/own-sandbox.ts';
import { hasRedis, startRedis } from '../support/redis.ts';

/** Two more web and two more worker processes beside the sandbox's own, on one database: everything is still done once. */
describe.each([['Postgres'], ...(hasRedis ? [['Redis']] : [])])('many processes, jobs on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-many-'));
  const closers: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const close of closers.toReversed()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    return port;
  }

  /** The environment of the sandbox's own worker, as the operator of a second host would copy it. */
  async function environment(sandbox: OwnSandbox): Promise<NodeJS.ProcessEnv> {
    const all = await sandbox.box.get<{ name: string; pid: number }[]>('/processes');
    const pid = all.find(({ name }) => name === 'worker')?.pid;
    const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').filter(Boolean);
    return {
      ...process.env,
      ...Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2))),
    };
  }

  function start(part: 'web' | 'worker', env: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(process.execPath, [`build/server/${part}.js`], { env, stdio: 'ignore' });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    closers.push(async () => {
      child.kill('SIGTERM');
      await gone;
    });
    return child;
  }

  it.runIf(existsSync('/proc/self/environ'))(
    'a hundred orders, and fifty webhooks that all webs get',
    async () => {
      const redis = engine === 'Redis' ? await startRedis() : null;
      if (redis) closers.push(() => redis.stop());
      const sandbox = await startOwnSandbox(folder, ['--port', '0'], redis ? { REDIS_URL: redis.url } : {});
      closers.push(() => sandbox.end('SIGTERM'));
      const { box } = sandbox;
      const env = await environment(sandbox);
      expect(env.REDIS_URL ?? '').toBe(redis?.url ?? '');
      const ports = [await freePort(), await freePort()];
      for (const port of ports) start('web', { ...env, PORT: String(port) });
      const doomed = start('worker', env);
      start('worker', env);
      for (const port of ports) {
        await expect
          .poll(
            () =>
              fetch(`http://127.0.0.1:${port}/ready`).then(
                ({ ok }) => ok,
                () => false,
              ),
            { timeout: 60_000 },
          )
          .toBe(true);
      }

      const shop = await openShop(box, 'Many Hands');
      const { variant } = await buyable(box, shop);
      const orders = await placeOrders(box, shop, variant.id, 'many', 100);
      await settled(box);
      await box.post('/clock', { advance: '1m' });
      expect(await auditThanks(box, shop, orders)).toBe(0);

      // The same event at three doors at once, while a worker dies and Redis forgets everything.
      const other = await openShop(box, 'Three Doors');
      const { now } = await box.get<{ now: string }>('/clock');
      const doors = [sandbox.app, ...ports.map((port) => `http://127.0.0.1:${port}`)];
      const people = Array.from({ length: 50 }, (_, n) => ({
        email: `door${n}@example.com`,
        order: { orderNumber: String(5_000 + n) },
      }));
      const send = async ({ email, order }: (typeof people)[number]) => {
        const body = JSON.stringify({
          id: 7_000_000_000_000 + Number(order.orderNumber),
          name: `#${order.orderNumber}`,
          email,
          currency: 'USD',
          total_price: '20.00',
          financial_status: 'paid',
          customer_locale: 'en-US',
          created_at: now,
          processed_at: now,
          updated_at: now,
          line_items: [{ id: 1, title: 'Enamel mug', quantity: 1, price: '20.00' }],
        });
        const headers = {
          'content-type': 'application/json',
          'x-shopify-hmac-sha256': createHmac('sha256', env.SHOPIFY_API_SECRET ?? '')
            .update(body)
            .digest('base64'),
          'x-shopify-topic': 'orders/paid',
          'x-shopify-shop-domain': other,
          'x-shopify-webhook-id': randomUUID(),
          'x-shopify-event-id': `door-${order.orderNumber}`,
          'x-shopify-triggered-at': now,
          'x-shopify-api-version': '2026-07',
        };
        const answers = await Promise.all(
          doors.map((door) => fetch(`${door}/webhooks/orders`, { method: 'POST', headers, body })),
        );
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      };
      const sending = Promise.all(people.map(send));
      doomed.kill('SIGKILL');
      await redis?.flush();
      await sending;
      await settled(box);
      await box.post('/clock', { advance: '2m' });
      await auditThanks(box, other, people);
      expect(await readLedger(box, other)).toHaveLength(people.length);
    },
  );
});
