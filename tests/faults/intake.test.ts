import { describe, expect, inject, it } from 'vitest';
import { buyable, mailsTo, openBox } from '../support/box.ts';
import { appOf, auditThanks, openShop, placeOrders, readLedger, settled } from '../support/merchant.ts';

/** What was acknowledged is kept, what was not is sent again by Shopify, and nothing is done twice. */
describe('webhooks when parts break', () => {
  const box = openBox();

  it.each(['web', 'worker', 'postgres'])('%s killed while 60 orders arrive', async (name) => {
    const shop = await openShop(box, `Killed ${name}`);
    const { variant } = await buyable(box, shop);
    const before = placeOrders(box, shop, variant.id, `${name}a`, 30);
    await box.post(`/processes/${name}/signal`, { signal: 'SIGKILL' });
    const after = placeOrders(box, shop, variant.id, `${name}b`, 30);
    const orders = [...(await before), ...(await after)];
    await settled(box);
    // The retries of four hours, on the sandbox's clock.
    await box.post('/clock', { advance: '5h' });
    await settled(box);
    const unknown = await auditThanks(box, shop, orders);
    if (name === 'web') expect(unknown).toBe(0);
    const state = (await box.get<{ name: string; state: string; restarts: number }[]>('/processes')).find(
      (one) => one.name === name,
    );
    expect(state).toMatchObject({ state: 'running' });
    expect(state?.restarts).toBeGreaterThan(0);
  });

  it.each(['refuse', 'timeout', 'reset', 'server-error', 'accept-then-drop'] as const)(
    'the network between Shopify and us fails: %s',
    async (mode) => {
      const shop = await openShop(box, `Network ${mode}`);
      const { variant } = await buyable(box, shop);
      await settled(box);
      await box.post('/faults', { target: 'webhook-network', mode, count: 4, ms: 300 });
      const orders = await placeOrders(box, shop, variant.id, `net${mode.replaceAll('-', '')}`, 3);
      await settled(box);
      await box.delete('/faults');
      await box.post('/clock', { advance: '5h' });
      expect(await auditThanks(box, shop, orders)).toBe(0);
    },
  );

  /** An order that only its webhook knows; its id is beyond what a double can hold. */
  function orderBody(id: string, email: string, updatedAt: string): string {
    const body = {
      id: 0,
      name: `#${id.slice(-5)}`,
      email,
      currency: 'USD',
      total_price: '20.00',
      subtotal_price: '20.00',
      financial_status: 'paid',
      customer_locale: 'en-US',
      created_at: updatedAt,
      processed_at: updatedAt,
      updated_at: updatedAt,
      line_items: [{ id: 1, title: 'Enamel mug', quantity: 1, price: '20.00' }],
    };
    return JSON.stringify(body).replace('"id":0', `"id":${id}`);
  }

  it('a bad signature is refused, a duplicate does nothing, an id beyond 2^53 stays exact', async () => {
    const shop = await openShop(box, 'Signatures');
    const { now } = await box.get<{ now: string }>('/clock');
    const send = (id: string, email: string, more: object) =>
      box.post<{ deliveries: { status: number }[] }>('/webhooks', {
        shop,
        topic: 'orders/paid',
        raw: orderBody(id, email, now),
        ...more,
      });
    const forged = await send('9007199254791111', 'forged@example.com', { badSignature: true });
    expect(forged.deliveries.map(({ status }) => status)).toEqual([401]);

    // Two neighbours that become one number as soon as anybody calculates with them.
    const even = await send('9007199254792222', 'even@example.com', { eventId: 'even', repeat: 3 });
    const odd = await send('9007199254792223', 'odd@example.com', { eventId: 'odd', repeat: 3 });
    expect([...even.deliveries, ...odd.deliveries].map(({ status }) => status)).toEqual(Array(6).fill(200));
    // The same again, hours later, with another delivery id.
    await settled(box);
    await box.post('/clock', { advance: '2h' });
    await send('9007199254792222', 'even@example.com', { eventId: 'even' });
    await settled(box);
    await box.post('/clock', { advance: '5m' });

    expect(await mailsTo(box, shop, 'forged@example.com')).toEqual([]);
    for (const who of ['even', 'odd']) expect(await mailsTo(box, shop, `${who}@example.com`)).toHaveLength(1);
    const names = (await readLedger(box, shop)).map(({ orderName }) => orderName).toSorted();
    expect(names).toEqual(['#92222', '#92223']);
  });

  it('a body that is no JSON is taken, shown to the operator, and can be replayed', async () => {
    const shop = await openShop(box, 'Quarantine');
    const app = await appOf(box);
    const operator = (path: string, init: RequestInit = {}) =>
      fetch(`${app}${path}`, {
        redirect: 'manual',
        ...init,
        headers: { authorization: `Bearer ${inject('operatorToken')}`, ...init.headers },
      });
    const bodies = ['{"id": 12', '[]', '"text"', '\u0000', '{"id":"x"}', `{"id":1,"a":${'['.repeat(3000)}`];
    for (const raw of bodies) {
      const { deliveries } = await box.post<{ deliveries: { status: number }[] }>('/webhooks', {
        shop,
        topic: 'orders/create',
        raw,
      });
      expect(deliveries[0]?.status, raw.slice(0, 20)).toBe(200);
    }
    await settled(box);
    const rows = async () =>
      [...(await (await operator('/operator')).text()).matchAll(/<tr>.*?<\/tr>/gs)]
        .map(([row]) => row)
        .filter((row) => row.includes(shop));
    expect(await rows()).toHaveLength(bodies.length);
    const id = /\/operator\/receipts\/(\d+)/.exec((await rows())[0] ?? '')?.[1] ?? '';
    const page = await (await operator(`/operator/receipts/${id}`)).text();
    expect(page).toContain(shop);

    const replayed = await operator('/operator', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `replay=${id}`,
    });
    expect(replayed.headers.get('location')).toMatch(/replayed=1$/);
    await settled(box);
    // It still can't be read, so it is still there, and nothing else was harmed.
    expect(await rows()).toHaveLength(bodies.length);
    const [stranger] = [await fetch(`${app}/operator`, { redirect: 'manual' })];
    expect([302, 303, 401, 403]).toContain(stranger?.status);
  });
});
