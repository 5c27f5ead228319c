import { expect } from 'vitest';
import { emptyInput, type OfferInput } from '../../app/features/offers/index.ts';
import type { Box, PlacedOrder } from './box.ts';

const userAgent =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** Base address of the app behind a sandbox. */
export async function appOf(box: Box): Promise<string> {
  const [first] = await box.get<{ appUrl: string }[]>('/shops');
  if (!first) throw new Error('the sandbox has no shop');
  return new URL(first.appUrl).origin;
}

/** A shop of a test's own. A first name is taken from `name`; the domain is the sandbox's business. */
export async function openShop(box: Box, name: string, more: object = {}): Promise<string> {
  const { shop } = await box.post<{ shop: string }>('/shops', {
    name,
    currency: 'USD',
    locale: 'en',
    country: 'US',
    timezone: 'America/New_York',
    catalog: 'us-usd',
    activateDefaults: true,
    ...more,
  });
  return shop;
}

export const newYork = (firstName: string, lastName = 'Park') => ({
  firstName,
  lastName,
  address1: '9 Elm St',
  city: 'New York',
  province: 'NY',
  zip: '10001',
  country: 'US',
});

/** Places `count` orders at once, each by a person of its own (`{prefix}{n}@example.com`). */
export async function placeOrders(
  box: Box,
  shop: string,
  variantId: string,
  prefix: string,
  count: number,
): Promise<{ email: string; order: PlacedOrder }[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const email = `${prefix}${n}@example.com`;
      const order = await box.post<PlacedOrder>('/orders', {
        shop,
        lines: [{ variantId, quantity: 1 }],
        email,
        locale: 'en-US',
        // streets of their own, so that nobody is taken for somebody else
        shippingAddress: { ...newYork(`Kim${n}`, `Of${prefix}${n}`), address1: `${n + 1} ${prefix} St` },
      });
      return { email, order };
    }),
  );
}

/**
 * Saves an offer as the merchant's editor does, with a session token of the admin. What is not given is as in a new offer;
 * nobody is kept back, or one test in twenty would see nothing. Resolves when the pages know of it.
 * @returns its id and version
 */
export async function saveOfferAs(
  box: Box,
  shop: string,
  input: Partial<OfferInput>,
  known?: { id: string; version: number },
): Promise<{ id: string; version: number }> {
  const app = await appOf(box);
  const { token } = await box.get<{ token: string }>(`/session-token?shop=${shop}&target=admin`);
  const route = encodeURIComponent(`routes/admin/offers.${known ? 'edit' : 'new'}`);
  const response = await fetch(`${app}/app/offers/${known?.id ?? 'new'}?_data=${route}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'user-agent': userAgent,
    },
    body: JSON.stringify({
      action: 'save',
      version: known?.version ?? 0,
      input: { ...emptyInput(), name: 'Test', holdOutPercent: '0', ...input },
    }),
  });
  const answer = (await response.json()) as { outcome?: { kind: string; id: string; version: number } };
  if (answer.outcome?.kind !== 'saved') throw new Error(`not saved: ${JSON.stringify(answer)}`);
  // What lies beside the page is written a few seconds after the last change.
  await box.post('/clock', { advance: '5s' });
  await settled(box);
  return { id: answer.outcome.id, version: answer.outcome.version };
}

export interface LedgerRow {
  id: string;
  kind: string;
  status: string;
  sentence: string;
  orderName: string | null;
}

/** The shop's ledger of messages as its merchant's page reads it, all pages; `query` is that page's own filter. */
export async function readLedger(box: Box, shop: string, query = ''): Promise<LedgerRow[]> {
  const app = await appOf(box);
  const rows: LedgerRow[] = [];
  let before = '';
  for (;;) {
    const { token } = await box.get<{ token: string }>(`/session-token?shop=${shop}&target=admin`);
    const route = encodeURIComponent('routes/admin/messages.ledger');
    const response = await fetch(
      `${app}/app/messages/ledger?_data=${route}&days=all${query}${before && `&before=${encodeURIComponent(before)}`}`,
      { headers: { authorization: `Bearer ${token}`, 'user-agent': userAgent } },
    );
    if (!response.ok) throw new Error(`ledger: ${response.status} ${await response.text()}`);
    const page = (await response.json()) as { rows: LedgerRow[]; older: string | null };
    rows.push(...page.rows);
    if (!page.older) return rows;
    before = page.older;
  }
}

/** Resolves when nothing is left to be done by now. Throws with what is left after `ms`. */
export async function settled(box: Box, ms = 90_000): Promise<void> {
  const end = Date.now() + ms;
  let quiet = 0;
  let last = '';
  while (quiet < 3) {
    if (Date.now() > end) throw new Error(`the sandbox does not come to rest: ${last}`);
    const health = await box.get<{ ready: boolean; pending: number | null }>('/health');
    last = JSON.stringify(health);
    quiet = health.ready && health.pending === 0 ? quiet + 1 : 0;
  }
}

/**
 * Compares what arrived at the mail server with the ledger: one thank-you message each, or none and a ledger row that says
 * `unknown`; never two, never silence.
 * @returns how many are `unknown`
 */
export async function auditThanks(
  box: Box,
  shop: string,
  orders: { email: string; order: { orderNumber: string } }[],
): Promise<number> {
  const outbox = await box.get<{ to: string; subject: string }[]>(`/outbox?shop=${shop}`);
  const counts = new Map<string, number>();
  for (const { to, subject } of outbox)
    if (/thank you|danke/i.test(subject)) counts.set(to, (counts.get(to) ?? 0) + 1);
  const ledger = (await readLedger(box, shop)).filter(({ kind }) => kind === 'thank_you');
  const twice = orders.filter(({ email }) => (counts.get(email) ?? 0) > 1);
  expect(twice, 'written to more than once').toEqual([]);
  expect(ledger, 'ledger rows').toHaveLength(orders.length);
  const open = ledger.filter(({ status }) => status !== 'sent' && status !== 'unknown');
  expect(open, 'neither sent nor unknown').toEqual([]);
  const doubtful = new Set(
    ledger.filter(({ status }) => status === 'unknown').map(({ orderName }) => orderName),
  );
  const silent = orders.filter(
    ({ email, order }) => !counts.has(email) && !doubtful.has(`#${order.orderNumber}`),
  );
  expect(silent, 'no mail and no word about it').toEqual([]);
  return doubtful.size;
}
