import type { Box } from './box.ts';
import { mailsTo, type PlacedOrder } from './box.ts';

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
      `${app}/app/messages/ledger?_data=${route}${query}${before && `&before=${encodeURIComponent(before)}`}`,
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

/** How often each of these people was thanked, by what arrived at the mail server. */
export async function thanksTo(box: Box, shop: string, emails: string[]): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const email of emails) counts.set(email, (await mailsTo(box, shop, email)).length);
  return counts;
}
