import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sandbox } from '../start.ts';
import { startSandbox } from '../start.ts';
import type { SurfaceData } from './surface-data.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-pages-'));
let sandbox: Sandbox;
let order: { orderId: string; id: string };

async function call(path: string, body?: unknown): Promise<Record<string, string>> {
  const answer = await fetch(`${sandbox.sandboxUrl}/control${path}`, {
    headers: { 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, string>;
}

const get = (path: string) => fetch(`${sandbox.sandboxUrl}${path}`, { redirect: 'manual' });

/** What the frame of an extension was given. */
async function given(surface: string, query: string): Promise<SurfaceData> {
  const page = await (await get(`/extensions/${surface}/${order.id}/frame${query}`)).text();
  const json = /<script type="application\/json" id="given">(.*?)<\/script>/s.exec(page)?.[1] ?? '{}';
  return (JSON.parse(json) as { data: SurfaceData }).data;
}

beforeAll(async () => {
  sandbox = await startSandbox(
    { json: true, port: 0, dataDir, fresh: false, withoutApp: true, appUrl: null },
    join(import.meta.dirname, '../..'),
    () => undefined,
  );
  const shops = (await call('/shops')) as unknown as { shop: string }[];
  const made = (await call('/orders', {
    shop: shops[0]?.shop ?? '',
    email: 'first@example.com',
    lines: [{ title: 'A thing of its own', price: '12.00', quantity: 2 }],
    locale: 'de',
    shippingAddress: { firstName: 'Ada', countryCode: 'DE', city: 'Berlin', zip: '10115', address1: 'Weg 1' },
  })) as { orderId: string };
  order = { orderId: made.orderId, id: made.orderId.split('/').at(-1) ?? '' };
}, 30_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('what an extension is told', () => {
  test('a guest on the thank-you page, who allows everything, in the language of the order', async () => {
    expect(await given('thank-you', '')).toMatchObject({ isSignedIn: false, privacy: 'all', locale: 'de' });
  });

  test('the address of the page says who looks at it', async () => {
    expect(await given('thank-you', '?auth=full&privacy=analytics&locale=fr')).toMatchObject({
      isSignedIn: true,
      privacy: 'analytics',
      locale: 'fr',
    });
    expect(await given('order-status', '?privacy=nonsense&auth=nobody')).toMatchObject({
      isSignedIn: false,
      privacy: 'all',
    });
  });
});

describe('pages after payment', () => {
  test('the thank-you page is shown once, and again for another view of it', async () => {
    const path = `/thank-you/${order.id}`;
    expect((await get(path)).status).toBe(200);
    expect((await get(path)).headers.get('location')).toBe(`/orders/${order.id}`);
    const shown = await fetch(`${sandbox.sandboxUrl}/orders/${order.id}/view`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        surface: 'thank-you',
        auth: 'full',
        privacy: 'none',
        locale: '',
        phone: '1',
      }),
    });
    const target = `${path}?auth=full&privacy=none`;
    expect(shown.headers.get('location')).toBe(`/phone?path=${encodeURIComponent(target)}`);
    const page = await (await get(target)).text();
    expect(page).toContain(`data-src="/extensions/thank-you/${order.id}/frame?auth=full&amp;privacy=none"`);
  });

  test('at phone width only pages of the sandbox are framed', async () => {
    const page = await (await get(`/phone?path=${encodeURIComponent('//elsewhere.example/x')}`)).text();
    expect(page).toContain('<iframe src="/"');
  });
});

describe('the page where the rest is paid', () => {
  test('opens by its key only, can be declined, and makes the order whole', async () => {
    const shops = (await call('/shops')) as unknown as { shop: string }[];
    const shop = shops[0]?.shop ?? '';
    const catalog = (await call(`/shops/${shop}/catalog`)) as unknown as {
      products: { variants: { id: string }[] }[];
    };
    const variantId = catalog.products[0]?.variants[0]?.id;
    await call(`/orders/${order.id}/edit`, { add: [{ variantId, quantity: 1 }] });
    const path = `/orders/${order.id}/pay`;
    expect((await get(path)).status).toBe(404);
    expect((await get(`${path}?key=guessed`)).status).toBe(404);
    const orderPage = await (await get(`/orders/${order.id}`)).text();
    const link = /href="(\/orders\/\d+\/pay\?key=\w+)"/.exec(orderPage)?.[1] ?? '';
    const pay = (outcome: string) =>
      fetch(`${sandbox.sandboxUrl}${link}`, { method: 'POST', body: new URLSearchParams({ outcome }) });
    expect(await (await pay('declined')).text()).toContain('role="alert"');
    const status = async () => (await call(`/orders/${order.id}`)).displayFinancialStatus;
    expect(await status()).toMatch(/partially_paid/i);
    expect(await (await pay('paid')).text()).toContain('nichts mehr offen');
    expect(await status()).toMatch(/^paid$/i);
  });
});
