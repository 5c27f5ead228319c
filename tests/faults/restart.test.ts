import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { auditThanks, openShop, placeOrders, settled } from '../support/merchant.ts';
import { type OwnSandbox, startOwnSandbox } from '../support/own-sandbox.ts';

/** A sandbox ends when asked, and the next start goes on where it stopped, however the last one ended. */
describe('ending and starting again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-restart-'));
  let running: OwnSandbox | undefined;
  afterAll(async () => {
    await running?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('SIGTERM in the middle of work, kill -9, a taken port: timers and messages survive', async () => {
    const first = await startOwnSandbox(folder);
    running = first;
    expect(first.box.url).not.toBe(openBox().url);
    const shop = await openShop(first.box, 'Phoenix');
    const { variant } = await buyable(first.box, shop);
    const [parcel] = await placeOrders(first.box, shop, variant.id, 'parcel', 1);
    const path = `/orders/${encodeURIComponent(parcel?.order.orderId ?? '')}`;
    await first.box.post(`${path}/fulfill`);
    await first.box.post('/clock', { advance: '2d' });
    await first.box.post(`${path}/deliver`);
    await settled(first.box);
    const { now } = await first.box.get<{ now: string }>('/clock');

    // In the middle of twenty messages that take their time.
    await first.box.post('/faults', { target: 'smtp', mode: 'slow', ms: 700, count: 20 });
    const orders = await placeOrders(first.box, shop, variant.id, 'term', 20);
    const calm = await first.end('SIGTERM');
    expect(calm.ms, 'ms until it had ended').toBeLessThan(5_000);
    expect(calm.code).toBe(0);

    const second = await startOwnSandbox(folder);
    running = second;
    const clock = await second.box.get<{ now: string }>('/clock');
    expect(new Date(clock.now).getTime()).toBeGreaterThanOrEqual(new Date(now).getTime());
    await settled(second.box);
    await second.box.post('/clock', { advance: '10m' });
    await auditThanks(second.box, shop, [...orders, ...(parcel ? [parcel] : [])]);

    // No farewell at all: what it left behind must not be in the way, nor work on by itself.
    await second.end('SIGKILL');
    const blocker = createServer().listen(4400, '127.0.0.1');
    await new Promise((resolve) => {
      blocker.once('listening', resolve);
      blocker.once('error', resolve); // somebody else has it: as good
    });
    const third = await startOwnSandbox(folder, []);
    running = third;
    expect(third.box.url).not.toMatch(/:4400$/);
    blocker.close();
    await settled(third.box);
    const mails = () => mailsTo(third.box, shop, parcel?.email ?? '');
    expect(await mails()).toHaveLength(1);
    await third.box.post('/clock', { advance: '6d' });
    await third.box.post('/clock', { advance: '2d' });
    expect(
      (await mails()).filter(({ html }) => html.includes('class="star"')),
      'the review request',
    ).toHaveLength(1);
    expect(await mails()).toHaveLength(2);
    const last = await third.end('SIGINT');
    running = undefined;
    expect(last).toMatchObject({ code: 0 });
    expect(last.ms).toBeLessThan(5_000);
  });

  it('says in one sentence that a port given by hand is taken', async () => {
    const taken = new URL(openBox().url).port;
    const other = mkdtempSync(join(tmpdir(), 'reprise-taken-'));
    await expect(startOwnSandbox(other, ['--port', taken])).rejects.toThrow(`port ${taken} is taken`);
    rmSync(other, { recursive: true, force: true });
  });
});
