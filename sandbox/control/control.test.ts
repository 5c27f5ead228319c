import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../start.ts';
import { startSandbox } from '../start.ts';
import type { Received } from '../testing.ts';

/** A stand-in for the app: opens for the merchant, takes webhooks, has no work. */
const got: Received[] = [];
const app = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    got.push({ headers: request.headers, body: Buffer.concat(chunks), url: request.url ?? '' });
    response.setHeader('Content-Type', 'application/json');
    response.end(
      request.url === '/operator/work' ? '{"webhooks":0,"jobs":0,"dueRows":0,"nextDueAt":null}' : '{}',
    );
  });
});

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-control-'));
let sandbox: Sandbox;

const start = async () => {
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  sandbox = await startSandbox(
    { json: true, port: 0, dataDir, fresh: false, withoutApp: true, appUrl },
    root,
    () => undefined,
  );
};

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  await start();
}, 30_000);

afterAll(async () => {
  await sandbox.stop();
  app.closeAllConnections();
  app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Answer = { status: number; body: { error?: string; token?: string; now?: string } };

async function call(method: string, path: string, body?: unknown): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(`${sandbox.sandboxUrl}/control${path}`, {
    method,
    // No kept connection: one test stops the server and starts it again on the same port.
    headers: { 'Content-Type': 'application/json', Connection: 'close' },
    ...(text === undefined ? {} : { body: text }),
  });
  return { status: answer.status, body: await answer.json() };
}

const SHOP = 'kaffee-kuche';
const variants = async () =>
  (
    (await call('GET', `/shops/${SHOP}/catalog`)).body as unknown as {
      variants: { id: string; sku: string; price: string; stock: number }[];
    }
  ).variants;

describe('what is wrong is answered 400 with the field', () => {
  test.each([
    ['POST', '/shops', { title: 'x' }, 'title'],
    ['POST', '/shops', {}, 'name'],
    ['POST', '/shops', { name: 'x', currency: 'XXX' }, 'currency'],
    ['POST', '/shops', { name: 'x', timezone: 'Mars/Base' }, 'timezone'],
    ['POST', '/shops', { name: 'x', catalog: 'fr-eur' }, 'catalog'],
    ['POST', '/shops', { name: 'x', activateDefaults: 'yes' }, 'activateDefaults'],
    ['POST', '/checkouts', { shop: SHOP, lines: [] }, 'lines'],
    ['POST', '/checkouts', { shop: SHOP, lines: [{ sku: 'none', quantity: 1 }] }, 'lines[0].sku'],
    [
      'POST',
      '/checkouts',
      { shop: SHOP, lines: [{ sku: 'x', quantity: 1, colour: 'red' }] },
      'lines[0].colour',
    ],
    ['POST', '/orders', { shop: SHOP }, 'lines'],
    ['POST', '/orders', { shop: SHOP, checkoutToken: 'none' }, 'checkoutToken'],
    [
      'POST',
      '/orders',
      { shop: SHOP, lines: [{ sku: 'x', quantity: 1 }], financialStatus: 'rich' },
      'financialStatus',
    ],
    [
      'POST',
      '/consent',
      { shop: SHOP, email: 'a@example.com', channel: 'fax', state: 'subscribed' },
      'channel',
    ],
    ['POST', '/consent', { shop: SHOP, email: 'a@example.com', channel: 'email', state: 'maybe' }, 'state'],
    ['POST', '/clock', {}, 'advance'],
    ['POST', '/clock', { advance: 'soon' }, 'advance'],
    ['POST', '/clock', { set: '2020-01-01T00:00:00Z' }, 'set'],
    ['POST', '/faults', { target: 'fax', mode: 'refuse' }, 'target'],
    ['POST', '/faults', { target: 'smtp', mode: 'explode' }, 'mode'],
    ['POST', '/webhooks', { shop: SHOP, topic: 'orders/create' }, 'payload'],
    ['POST', '/orders', '{"shop":', 'body'],
    ['GET', '/outbox?colour=red', undefined, 'colour'],
    ['GET', '/session-token?shop=kaffee-kuche', undefined, 'target'],
  ])('%s %s %j names %s', async (method, path, body, field) => {
    const answer = await call(method, path, body);
    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatch(new RegExp(`^${field.replace(/[[\]]/g, '\\$&')}: `));
  });

  test('what is not there is 404', async () => {
    for (const path of [
      '/orders/1',
      '/customers/1',
      '/shops/none/catalog',
      '/discounts?shop=none',
      '/nothing',
    ]) {
      expect((await call('GET', path)).status).toBe(404);
    }
  });
});

describe('a shop’s day', () => {
  test('opens, sells, sends, is paid back', async () => {
    const opened = await call('POST', '/shops', {
      name: 'Yen & Co',
      currency: 'JPY',
      activateDefaults: true,
    });
    expect(opened.status).toBe(201);
    expect(opened.body).toEqual({
      shop: 'yen-co.myshopify.com',
      appUrl: sandbox.appUrl,
      adminUrl: `${sandbox.sandboxUrl}/admin/yen-co`,
      storefrontUrl: `${sandbox.sandboxUrl}/store/yen-co`,
    });
    const setup = got.find((one) => one.url === '/api/setup');
    expect(setup?.body.toString()).toBe('{"activate":"defaults"}');
    expect(setup?.headers.authorization).toMatch(/^Bearer /);
    const [variant] = await variants();
    const checkout = await call('POST', '/checkouts', {
      shop: SHOP,
      lines: [{ variantId: variant?.id, quantity: 1 }],
      email: 'b@example.com',
    });
    expect(checkout.body).toEqual({
      token: expect.any(String),
      recoveryUrl: expect.stringContaining(`/store/${SHOP}/checkouts/`),
    });
    const patched = await call('PATCH', `/checkouts/${checkout.body.token}`, {
      lines: [{ sku: variant?.sku, quantity: 2 }],
    });
    expect(patched.status).toBe(200);
    const placed = await call('POST', '/orders', {
      shop: SHOP,
      checkoutToken: checkout.body.token,
    });
    expect(placed.status).toBe(200);
    const { orderId } = placed.body as unknown as { orderId: string };
    expect(orderId).toMatch(/^gid:\/\/shopify\/Order\/\d+$/);
    const encoded = encodeURIComponent(orderId);
    const number = orderId.split('/').pop();
    expect((await call('POST', `/orders/${encoded}/fulfill`, { trackingNumber: '1' })).status).toBe(200);
    expect((await call('POST', `/orders/${number}/tracking`, { status: 'in_transit' })).status).toBe(200);
    expect((await call('POST', `/orders/${number}/deliver`, {})).status).toBe(200);
    expect(
      (await call('POST', `/orders/${number}/refund`, { lines: [{ sku: variant?.sku, quantity: 1 }] }))
        .status,
    ).toBe(200);
    expect((await call('GET', `/orders/${encoded}`)).body).toMatchObject({
      id: orderId,
      displayFinancialStatus: 'PARTIALLY_REFUNDED',
      displayFulfillmentStatus: 'FULFILLED',
      lines: [{ quantity: 2, currentQuantity: 1 }],
    });
  });

  test('a webhook’s body is passed on digit by digit, raw or as JSON', async () => {
    got.length = 0;
    await call(
      'POST',
      '/webhooks',
      `{"shop":"${SHOP}","topic":"orders/create","payload":{"id":820982911946154508,"price":"1.00"},"eventId":"e1","repeat":2}`,
    );
    await call('POST', '/webhooks', {
      shop: SHOP,
      topic: 'orders/create',
      raw: '{"id" : 1 }\n',
      badSignature: true,
    });
    expect(got.map((one) => one.body.toString())).toEqual([
      '{"id":820982911946154508,"price":"1.00"}',
      '{"id":820982911946154508,"price":"1.00"}',
      '{"id" : 1 }\n',
    ]);
    expect(got.map((one) => one.headers['x-shopify-event-id']).slice(0, 2)).toEqual(['e1', 'e1']);
    expect(got[0]?.url).toBe('/webhooks/orders');
  });

  test('mail arrives in the outbox, unless the mail end has a fault', async () => {
    const { smtp } = JSON.parse(
      (await import('node:fs')).readFileSync(join(dataDir, 'ports.json'), 'utf8'),
    ) as { smtp: number };
    const transport = createTransport({ host: '127.0.0.1', port: smtp, secure: false });
    const send = (to: string) =>
      transport.sendMail({
        from: '"Kaffee & Küche" <shop@example.com>',
        to,
        subject: 'Grüße ☕',
        html: '<p>Hallo</p>',
        text: 'Hallo',
        headers: { 'List-Unsubscribe': '<https://example.com/u>' },
      });
    await send('c@example.com');
    expect((await call('GET', '/outbox?to=C@example.com&shop=kaffee-kuche')).body).toMatchObject([
      {
        channel: 'email',
        to: 'c@example.com',
        subject: 'Grüße ☕',
        html: expect.stringContaining('Hallo'),
        headers: { 'List-Unsubscribe': '<https://example.com/u>' },
      },
    ]);
    await call('POST', '/faults', { target: 'smtp', mode: 'server-error' });
    await expect(send('d@example.com')).rejects.toMatchObject({ responseCode: 451 });
    await call('POST', '/faults', { target: 'smtp', mode: 'accept-then-drop' });
    await expect(send('e@example.com')).rejects.toThrow();
    await send('f@example.com');
    expect((await call('GET', '/outbox?channel=email')).body).toMatchObject([
      { to: 'c@example.com' },
      { to: 'e@example.com' },
      { to: 'f@example.com' },
    ]);
    transport.close();
  });

  test('text messages arrive too', async () => {
    const answer = await fetch(`${sandbox.sandboxUrl}/sms/2010-04-01/Accounts/AC1/Messages.json`, {
      method: 'POST',
      body: new URLSearchParams({ To: '+491701234567', From: '+4930', Body: 'Hallo' }),
    });
    expect(answer.status).toBe(201);
    const whatsapp = await fetch(`${sandbox.sandboxUrl}/whatsapp/v21.0/1/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: '491701234567',
        type: 'text',
        text: { body: 'Hi' },
      }),
    });
    expect(whatsapp.status).toBe(200);
    expect((await call('GET', `/outbox?to=${encodeURIComponent('+491701234567')}`)).body).toMatchObject([
      { channel: 'sms', text: 'Hallo' },
      { channel: 'whatsapp', text: 'Hi' },
    ]);
  });

  test('uninstalled: tokens end, the shop is redacted 48 hours later; reinstalled: it starts again', async () => {
    got.length = 0;
    expect((await call('POST', `/shops/${SHOP}/uninstall`)).status).toBe(200);
    expect((await call('POST', `/shops/${SHOP}/uninstall`)).status).toBe(409);
    await call('POST', '/clock', { advance: '49h' });
    const topics = got.map((one) => one.headers['x-shopify-topic']).filter(Boolean);
    expect(topics).toEqual(['app/uninstalled', 'shop/redact']);
    expect((await call('POST', `/shops/${SHOP}/reinstall`)).body).toMatchObject({ isInstalled: true });
  });

  test('the next start goes on where it stopped', async () => {
    const before = (await call('GET', `/orders?shop=${SHOP}`)).body as unknown as unknown[];
    const { now } = (await call('GET', '/clock')).body;
    await sandbox.stop();
    await start();
    expect((await call('GET', `/orders?shop=${SHOP}`)).body).toHaveLength(before.length);
    expect(Date.parse((await call('GET', '/clock')).body.now ?? '')).toBeGreaterThanOrEqual(
      Date.parse(now ?? ''),
    );
    expect((await call('GET', '/health')).body).toMatchObject({ ready: true, pending: 0 });
  });
});
