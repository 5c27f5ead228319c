/**
 * `npm run screenshots`: starts a sandbox of its own, walks to the pages that the README shows and photographs them into
 * docs/images (1280 px wide; the thank-you page also at 390).
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { chromium } from 'playwright-core';

const folder = mkdtempSync(join(tmpdir(), 'reprise-screenshots-'));
const target = 'docs/images';
mkdirSync(target, { recursive: true });

const box = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', 'sandbox/main.ts', '--json', '--port', '0', '--data-dir', folder],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const { sandbox } = await new Promise<{ sandbox: string }>((resolve, reject) => {
  box.stdout.once('data', (line: Buffer) => resolve(JSON.parse(line.toString()) as { sandbox: string }));
  box.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
});

async function control<T>(path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${sandbox}/control${path}`, {
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as T;
}

interface Placed {
  orderId: string;
  thankYouUrl: string;
}
const names = [
  ['Olivia', 'Hart'],
  ['Noah', 'Reyes'],
  ['Emma', 'Voss'],
  ['Liam', 'Okafor'],
] as const;
const { shop } = await control<{ shop: string }>('/shops', {
  name: 'Pine & Pass',
  currency: 'USD',
  locale: 'en',
  country: 'US',
  timezone: 'America/Denver',
  catalog: 'us-usd',
  activateDefaults: true,
});
const { products } = await control<{ products: { variants: { id: string; stock: number }[] }[] }>(
  `/shops/${shop}/catalog`,
);
const variants = products.flatMap((product) =>
  product.variants.filter((variant) => variant.stock > 5).slice(0, 1),
);
async function order(index: number): Promise<Placed> {
  const [firstName, lastName] = names[index % names.length] ?? names[0];
  return control<Placed>('/orders', {
    shop,
    lines: [{ variantId: variants[index * 2]?.id, quantity: 1 }],
    email: `${firstName.toLowerCase()}@example.com`,
    locale: 'en',
    acceptsMarketing: true,
    shippingAddress: {
      firstName,
      lastName,
      address1: '12 Ridge Rd',
      city: 'Denver',
      province: 'CO',
      zip: '80202',
      country: 'US',
    },
  });
}
for (let index = 0; index < names.length; index++) {
  const { orderId } = await order(index);
  await control(`/orders/${encodeURIComponent(orderId)}/fulfill`, {});
  await control(`/orders/${encodeURIComponent(orderId)}/deliver`, {});
}
await control('/clock', { advance: '8d' });
const latest = await order(1);
await control('/clock', { advance: '2m' });

const installed = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const browser = await chromium.launch({
  executablePath: installed ?? (await packaged.executablePath()),
  args: installed ? ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] : packaged.args,
});
const userAgent =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';
async function shoot(
  name: string,
  address: string,
  ready: (page: import('playwright-core').Page) => Promise<unknown>,
  width = 1280,
) {
  const context = await browser.newContext({
    viewport: { width, height: width > 600 ? 860 : 844 },
    userAgent,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(address);
  await ready(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(target, `${name}.png`) });
  await context.close();
  process.stderr.write(`${name}.png\n`);
}
const admin = (place: string) => `${sandbox}/admin/${shop}/apps/reprise${place}`;
const inFrame = (text: string | RegExp) => (page: import('playwright-core').Page) =>
  page.frameLocator('iframe').first().getByText(text).first().waitFor();
await shoot('thank-you', latest.thankYouUrl, inFrame(/10% off/));
await shoot('home', admin(''), inFrame('The last 7 days'));
await shoot('offer-editor', admin('/offers/new?template=next-order'), inFrame('Preview'));
await shoot('messages', admin('/messages'), inFrame('Thank-you message'));
await shoot('order-status-phone', latest.thankYouUrl, inFrame(/10% off/), 390);

await browser.close();
const ended = new Promise((resolve) => box.once('exit', resolve));
box.kill('SIGTERM');
await ended;
rmSync(folder, { recursive: true, force: true });
