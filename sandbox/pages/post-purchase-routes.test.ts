import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../start.ts';
import { startSandbox } from '../start.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-after-pay-'));
const bundle = join(dataDir, 'extensions', 'post-purchase.js');
let sandbox: Sandbox;
let shop = '';
let variantId = '';

type Answer = Record<string, never>;
async function send(path: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${sandbox.sandboxUrl}${path}`, {
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Answer;
}
const get = (path: string, init: RequestInit = {}) =>
  fetch(`${sandbox.sandboxUrl}${path}`, { redirect: 'manual', ...init });

async function buy(more: object = {}): Promise<string> {
  const { orderId } = await send('/control/orders', {
    shop,
    email: 'first@example.com',
    lines: [{ variantId, quantity: 1 }],
    shippingAddress: { firstName: 'Ada', countryCode: 'DE', city: 'Berlin', zip: '10115', address1: 'Weg 1' },
    ...more,
  });
  return String(orderId).split('/').at(-1) ?? '';
}
const outcome = async (id: string): Promise<{ reason: string | null; wasShown: boolean } | null> =>
  (await send(`/control/orders/${id}`)).postPurchase ?? null;

beforeAll(async () => {
  sandbox = await startSandbox(
    { json: true, port: 0, dataDir, fresh: false, withoutApp: true, appUrl: null },
    join(import.meta.dirname, '../..'),
    () => undefined,
  );
  const made = await send('/control/shops', {
    name: 'After pay',
    currency: 'EUR',
    country: 'DE',
    locale: 'de',
  });
  shop = String(made.shop);
  const { products } = (await send(`/control/shops/${shop}/catalog`)) as unknown as {
    products: { variants: { id: string }[] }[];
  };
  variantId = products[0]?.variants[0]?.id ?? '';
}, 30_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the page between payment and thank-you', () => {
  test('does not come in a shop that has not chosen it', async () => {
    const id = await buy();
    const answer = await get(`/post-purchase/${id}`);
    expect(answer.headers.get('location')).toBe(`/thank-you/${id}`);
    expect(await outcome(id)).toBeNull();
  });

  test('does not come while the extension is not built', async () => {
    await send(`/control/shops/${shop}/post-purchase`, { enabled: true });
    const id = await buy();
    expect((await get(`/post-purchase/${id}`)).headers.get('location')).toBe(`/thank-you/${id}`);
    expect((await outcome(id))?.reason).toBe('the extension is not built');
  });

  test('comes with the purchase for the extension, and ends when the extension or the buyer says so', async () => {
    mkdirSync(join(dataDir, 'extensions'), { recursive: true });
    writeFileSync(bundle, '');
    const id = await buy();
    const page = await (await get(`/post-purchase/${id}`)).text();
    expect(page).toContain('Ihre Bestellung ist bezahlt');
    const frame = await (await get(`/extensions/post-purchase/${id}/frame`)).text();
    const json = /<script type="application\/json" id="given">(.*?)<\/script>/s.exec(frame)?.[1] ?? '{}';
    const { inputData } = JSON.parse(json);
    expect(inputData).toMatchObject({
      locale: 'de',
      shop: { domain: shop },
      initialPurchase: { lineItems: [{}] },
    });
    expect((await get('/extensions/post-purchase.js')).status).toBe(200);

    const path = `/extensions/post-purchase/${id}`;
    const changes = [{ type: 'add_variant', variantId: variantId.split('/').at(-1), quantity: 1 }];
    expect(await send(`${path}/calculate`, { changeset: { changes } })).toMatchObject({
      status: 'processed',
    });
    // Without the app's signature nothing is changed.
    expect(await send(`${path}/apply`, { changeset: { changes } })).toMatchObject({ status: 'unprocessed' });
    expect(await send(`${path}/apply`, { changeset: 'e30.e30.x' })).toMatchObject({ status: 'unprocessed' });
    expect(await send(`${path}/done`, {})).toEqual({ next: `/thank-you/${id}` });
    expect(await outcome(id)).toMatchObject({ wasShown: true, reason: null });
    expect((await get(`/post-purchase/${id}`)).headers.get('location')).toBe(`/thank-you/${id}`);

    const left = await buy();
    await get(`/post-purchase/${left}`);
    await get(`/post-purchase/${left}/leave`, { method: 'POST' });
    expect(await outcome(left)).toMatchObject({ wasShown: true });
  });

  test('is passed over for what Shopify passes over, and when the extension has nothing', async () => {
    const abroad = await buy({ currency: 'USD' });
    expect((await get(`/post-purchase/${abroad}`)).headers.get('location')).toBe(`/thank-you/${abroad}`);
    expect((await outcome(abroad))?.reason).toBe("another currency than the shop's");
    const id = await buy();
    await get(`/post-purchase/${id}`);
    await send(`/extensions/post-purchase/${id}/done`, { reason: 'the extension had nothing to show' });
    expect(await outcome(id)).toMatchObject({ wasShown: false, reason: 'the extension had nothing to show' });
    expect((await get('/post-purchase/1')).status).toBe(404);
  });
});
