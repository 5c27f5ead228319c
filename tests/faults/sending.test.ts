import { describe, expect, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { auditThanks, openShop, placeOrders, readLedger, settled } from '../support/merchant.ts';

/**
 * What happens to messages when a part breaks while they go out. The mailbox of the sandbox is the auditor: it keeps every
 * message that the mail server took, whatever the app believes. Nobody may be written to twice; a message that nobody can
 * account for must stand in the ledger as `unknown`.
 */
describe('sending when parts break', () => {
  const box = openBox();

  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'a worker ended by %s in the middle of 50 messages',
    async (signal) => {
      const shop = await openShop(box, `Worker ${signal}`);
      const { variant } = await buyable(box, shop);
      await box.post('/faults', { target: 'smtp', mode: 'slow', ms: 300, count: 50 });
      const orders = await placeOrders(box, shop, variant.id, signal.toLowerCase(), 50);
      for (const wanted of [3, 20]) {
        await expect
          .poll(async () => (await box.get<unknown[]>(`/outbox?shop=${shop}`)).length, {
            timeout: 60_000,
            interval: 50,
          })
          .toBeGreaterThanOrEqual(wanted);
        await box.post('/processes/worker/signal', { signal });
      }
      await settled(box);
      await box.delete('/faults');
      await box.post('/clock', { advance: '2m' });
      const unknown = await auditThanks(box, shop, orders);
      // What is in doubt is what lay on the mail server's connections at each death; who is asked to end leaves nothing behind.
      expect(unknown).toBeLessThanOrEqual(signal === 'SIGKILL' ? 2 * 5 : 0);
    },
  );

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
      expect(await auditThanks(box, shop, orders), 'nothing was handed over, so nothing is in doubt').toBe(0);
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
    expect(await auditThanks(box, shop, orders)).toBe(0);
  });

  it.each(['reset', 'accept-then-drop'] as const)(
    'the connection breaks while the message is handed over: %s',
    async (mode) => {
      const shop = await openShop(box, `Mail ${mode}`);
      const { variant } = await buyable(box, shop);
      await box.post('/faults', { target: 'smtp', mode, count: 1 });
      const orders = await placeOrders(box, shop, variant.id, mode.replaceAll('-', ''), 1);
      await expect
        .poll(async () => (await box.get<unknown[]>('/faults')).length, { timeout: 60_000 })
        .toBe(0);
      await settled(box);
      await box.post('/clock', { advance: '1d' });
      const unknown = await auditThanks(box, shop, orders);
      if (mode === 'reset') return; // depends on the moment: nothing of it handed over yet, or the first part
      // It did arrive, which can't be told from here: it is not sent again, and the merchant reads so.
      expect(unknown).toBe(1);
      expect(await mailsTo(box, shop, orders[0]?.email ?? '')).toHaveLength(1);
      const [row] = (await readLedger(box, shop)).filter(({ kind }) => kind === 'thank_you');
      expect(row?.sentence).toMatch(/whether|not known|may have/i);
    },
  );
});
