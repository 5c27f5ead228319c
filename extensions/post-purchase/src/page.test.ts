import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runPage } from './page.ts';
import { sequence } from './sequence.ts';
import type { PageOffer } from './server.ts';

interface Node {
  type: string;
  props: Record<string, unknown>;
  children: (Node | string)[];
}

const offer = (id: string, amount: string): PageOffer => ({
  offerId: id,
  title: `Title ${id}`,
  text: 'Goes well with it.',
  button: 'Add',
  productTitle: `Product ${id}`,
  imageUrl: 'https://cdn.example/a.png',
  badge: '20 % off',
  price: { amount: '40.00', currency: 'EUR' },
  discounted: { amount, currency: 'EUR' },
  changes: [{ type: 'add_variant', variantId: 71, quantity: 1 }],
});

/** Shopify's remote root, as far as the page uses it. */
function fakeRoot() {
  const shown: Node[] = [];
  return {
    shown,
    createComponent: (type: string, props: Record<string, unknown> | null, children: (Node | string)[]) => ({
      type: String(type),
      props: props ?? {},
      children: children ?? [],
    }),
    createText: (text: string) => text,
    appendChild: (node: Node) => void shown.push(node),
    removeChild: (node: Node) => void shown.splice(shown.indexOf(node), 1),
    mount: vi.fn(async () => {}),
  };
}

function texts(node: Node | string | undefined): string[] {
  if (node === undefined) return [];
  return typeof node === 'string' ? [node] : node.children.flatMap(texts);
}
function buttons(node: Node | string | undefined): Node[] {
  if (node === undefined || typeof node === 'string') return [];
  return [...(node.type === 'Button' ? [node] : []), ...node.children.flatMap(buttons)];
}

const money = (amount: string) => ({
  shopMoney: { amount, currencyCode: 'EUR' },
  presentmentMoney: { amount, currencyCode: 'EUR' },
});

function fakeApi(change: Record<string, unknown> = {}) {
  return {
    inputData: { locale: 'de-DE', token: 'tok', initialPurchase: { referenceId: 'ref' } },
    storage: { initialData: null, update: async () => {} },
    calculateChangeset: vi.fn(async () => ({
      status: 'processed',
      errors: [],
      calculatedPurchase: {
        addedShippingLines: [],
        addedTaxLines: [{ priceSet: money('5.11') }],
        totalOutstandingSet: money('32.00'),
      },
    })),
    applyChangeset: vi.fn(async () => ({
      status: 'processed',
      errors: [],
      changesetApplicationsRemaining: 2,
    })),
    done: vi.fn(async () => {}),
    ...change,
  };
}

let answers: Record<string, unknown>;
let asked: { path: string; body: Record<string, unknown> }[];
beforeEach(() => {
  answers = { '/checkout/post-purchase/sign': { kind: 'signed', token: 'signed-jwt' } };
  asked = [];
  vi.stubEnv('APP_URL', 'https://app.example/');
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const { pathname } = new URL(url);
    asked.push({ path: pathname, body: JSON.parse(String(init.body)) });
    return new Response(JSON.stringify(answers[pathname] ?? {}), { status: 200 });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

const start = async (offers: PageOffer[], api = fakeApi()) => {
  const root = fakeRoot();
  await runPage(root as never, api as never, offers);
  const press = (index: number) => {
    const button = buttons(root.shown[0])[index];
    if (!button) throw new Error(`no button ${index}`);
    (button.props.onPress as () => void)();
  };
  return { root, api, press };
};

describe('the page', () => {
  test('shows what it will cost in the end, and a no beside the yes', async () => {
    const { root } = await start([offer('a', '32.00')]);
    const said = texts(root.shown[0]).join(' | ').replaceAll('\u00a0', ' ');
    expect(said).toContain('Product a');
    expect(said).toContain('Für 32,00 € hinzufügen');
    expect(said).toContain('Nein, danke');
    expect(said).toContain('5,11 €');
    expect(said).toContain('frei');
    expect(root.mount).toHaveBeenCalledTimes(1);
  });

  test('yes: signed by our server, applied by Shopify, then the end', async () => {
    const { api, press } = await start([offer('a', '32.00')]);
    press(0);
    await vi.waitFor(() => expect(api.done).toHaveBeenCalledTimes(1));
    expect(asked[0]).toEqual({
      path: '/checkout/post-purchase/sign',
      body: { referenceId: 'ref', offerId: 'a' },
    });
    expect(api.applyChangeset).toHaveBeenCalledWith('signed-jwt');
    expect(asked.at(-1)?.body).toMatchObject({ offerId: 'a', result: 'accepted' });
  });

  test('no: the next cheaper one, then the end', async () => {
    const { root, api, press } = await start([offer('a', '32.00'), offer('b', '38.00'), offer('c', '20.00')]);
    press(1);
    await vi.waitFor(() => expect(texts(root.shown[0])).toContain('Product c'));
    press(1);
    await vi.waitFor(() => expect(api.done).toHaveBeenCalledTimes(1));
    expect(asked.map(({ body }) => body.result)).toEqual(['declined', 'declined']);
  });

  test('a payment that fails says so and leads on', async () => {
    const failing = fakeApi({
      applyChangeset: vi.fn(async () => ({ status: 'unprocessed', errors: [{ code: 'payment_required' }] })),
    });
    const { root, api, press } = await start([offer('a', '32.00')], failing);
    press(0);
    await vi.waitFor(() => expect(buttons(root.shown[0])).toHaveLength(1));
    expect(asked.at(-1)?.body).toMatchObject({ result: 'failed', code: 'payment_required' });
    press(0);
    await vi.waitFor(() => expect(api.done).toHaveBeenCalledTimes(1));
  });

  test('what Shopify cannot add is not shown; nothing to show is the end', async () => {
    const api = fakeApi({ calculateChangeset: vi.fn(async () => ({ status: 'unprocessed', errors: [] })) });
    const { root } = await start([offer('a', '32.00')], api);
    expect(root.shown).toEqual([]);
    expect(api.done).toHaveBeenCalledTimes(1);
  });

  test('our server is away: nothing is added', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    const { root, api, press } = await start([offer('a', '32.00')]);
    press(0);
    await vi.waitFor(() => expect(buttons(root.shown[0])).toHaveLength(1));
    expect(api.applyChangeset).not.toHaveBeenCalled();
  });
});

describe('the sequence', () => {
  const ids = (now: ReturnType<typeof sequence>) => now.current?.offerId ?? null;
  const offers = ['a', 'b', 'c', 'd'].map((id, i) => offer(id, String(40 - i)));

  test('ends after three yeses', () => {
    const after = sequence(offers).accepted().accepted();
    expect(ids(after)).toBe('c');
    expect(ids(after.accepted())).toBeNull();
  });

  test('ends after two noes in a row, not after two in all', () => {
    expect(ids(sequence(offers).declined().declined())).toBeNull();
    expect(ids(sequence(offers).declined().accepted().declined())).toBe('d');
  });
});
