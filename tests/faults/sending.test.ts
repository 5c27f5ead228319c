import { describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { openShop, placeOrders, readLedger, settled, thanksTo } from '../support/merchant.ts';

/**
 * What happens to messages when a part breaks while they go out. The mailbox of the sandbox is the auditor: it keeps every
 * message that the mail server took, whatever the app believes. Nobody may be written to twice; a message that nobody can
 * account for must stand in the ledger as `unknown`.
 */
describe('sending when parts break', () => {
  const box = openBox();

  /** One mail each, or none and a ledger row that says why; never two. @returns how many are `unknown` */
  async function audit(
    shop: string,
    orders: { email: string; order: { orderNumber: string } }[],
  ): Promise<number> {
    const counts = await thanksTo(
      box,
      shop,
      orders.map(({ email }) => email),
    );
    const ledger = (await readLedger(box, shop)).filter(({ kind }) => kind === 'thank_you');
    expect(ledger).toHaveLength(orders.length);
    const twice = [...counts].filter(([, count]) => count > 1);
    expect(twice, 'written to more than once').toEqual([]);
    const unknown = ledger.filter(({ status }) => status === 'unknown');
    const open = ledger.filter(({ status }) => status !== 'sent' && status !== 'unknown');
    expect(open, 'neither sent nor unknown').toEqual([]);
    const silent = orders.filter(({ email }) => counts.get(email) === 0);
    expect(silent.length, 'no mail and no word about it').toBeLessThanOrEqual(unknown.length);
    return unknown.length;
  }

  it('a worker killed in the middle of 50 thank-you messages', async () => {
    const shop = await openShop(box, 'Killed worker');
    const { variant } = await buyable(box, shop);
    await box.post('/faults', { target: 'smtp', mode: 'slow', ms: 400, count: 30 });
    const orders = await placeOrders(box, shop, variant.id, 'kill', 50);
    for (const wanted of [3, 15]) {
      await expect
        .poll(async () => (await box.get<unknown[]>(`/outbox?shop=${shop}`)).length, {
          timeout: 60_000,
          interval: 50,
        })
        .toBeGreaterThanOrEqual(wanted);
      await box.post('/processes/worker/signal', { signal: 'SIGKILL' });
    }
    await settled(box);
    await box.post('/clock', { advance: '2m' });
    const unknown = await audit(shop, orders);
    // At most what was in hand at each death can be in doubt.
    expect(unknown).toBeLessThanOrEqual(2 * 25);
    expect(unknown).toBeLessThan(orders.length);
    await box.delete('/faults');
  });

  it.each(['refuse', 'throttle', 'server-error', 'timeout'] as const)(
    'the mail server fails before it has the message: %s',
    async (mode) => {
      const shop = await openShop(box, `Mail ${mode}`);
      const { variant } = await buyable(box, shop);
      await box.post('/faults', { target: 'smtp', mode, count: 2, ms: 500 });
      const orders = await placeOrders(box, shop, variant.id, mode.replace('-', ''), 2);
      await expect
        .poll(async () => (await box.get<unknown[]>('/faults')).length, { timeout: 60_000 })
        .toBe(0);
      await settled(box);
      await box.post('/clock', { advance: '30m' });
      expect(await audit(shop, orders), 'nothing was handed over, so nothing is in doubt').toBe(0);
      for (const { email } of orders) expect(await mailsTo(box, shop, email)).toHaveLength(1);
    },
  );

  it('a slow mail server is waited for', async () => {
    const shop = await openShop(box, 'Mail slow');
    const { variant } = await buyable(box, shop);
    await box.post('/faults', { target: 'smtp', mode: 'slow', count: 1, ms: 12_000 });
    const orders = await placeOrders(box, shop, variant.id, 'slow', 1);
    await expect
      .poll(async () => (await box.get<unknown[]>(`/outbox?shop=${shop}`)).length, { timeout: 60_000 })
      .toBe(1);
    await settled(box);
    expect(await audit(shop, orders)).toBe(0);
  });

  it.each([
    ['reset', 0],
    ['accept-then-drop', 1],
  ] as const)('the connection breaks while the message is handed over: %s', async (mode, arrives) => {
    const shop = await openShop(box, `Mail ${mode}`);
    const { variant } = await buyable(box, shop);
    await box.post('/faults', { target: 'smtp', mode, count: 1 });
    const orders = await placeOrders(box, shop, variant.id, mode.replaceAll('-', ''), 1);
    await expect.poll(async () => (await box.get<unknown[]>('/faults')).length, { timeout: 60_000 }).toBe(0);
    await settled(box);
    await box.post('/clock', { advance: '1d' });
    // Whether it arrived can't be told from here: not again, and the merchant reads so.
    const [row] = (await readLedger(box, shop)).filter(({ kind }) => kind === 'thank_you');
    expect(row?.status).toBe('unknown');
    expect(row?.sentence).toMatch(/./);
    expect(await mailsTo(box, shop, orders[0]?.email ?? '')).toHaveLength(arrives);
  });
});
