import type { OfferCard, PageOffer, PageOffers } from '@reprise/rules';
import { getExtension } from '@shopify/ui-extensions-tester';
import { createStorage } from '@shopify/ui-extensions-tester/checkout';
import { render } from 'preact';
import { afterEach, beforeEach, vi } from 'vitest';
import {
  APP_URL,
  answer,
  CARDS,
  card,
  createFakeServer,
  draw,
  type FakeServer,
  json,
  pass,
} from '../../blocks/src/testing.ts';

// Shopify's element has this property, and by it Preact knows that the event's name is in small letters.
customElements.define(
  's-clipboard-item',
  class extends HTMLElement {
    oncopyerror = null;
  },
);

/** The extension under test. */
export const extension = getExtension('purchase.thank-you.block.render');
/** The app, played in memory; new for each test. */
export let server: FakeServer;
/** What the extension has stored; new for each test. */
export let stored: Map<string, unknown>;

/** Sets the scene before each test of the file that calls it, and clears it afterwards. */
export function setTheScene(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      now: new Date('2026-11-21T18:00:00Z'),
      toFake: ['setTimeout', 'clearTimeout', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'],
    });
    vi.stubEnv('APP_URL', APP_URL);
    extension.setUp();
    server = createFakeServer();
    extension.fetch = server.fetch;
    stored = new Map();
    const { shopify } = extension;
    // The tester's mock lacks it, and reading what it lacks throws; Shopify gives undefined outside the editor.
    Object.defineProperty(shopify.extension, 'editor', { value: undefined, configurable: true });
    shopify.storage = createStorage();
    shopify.storage.read = (async (key: string) => stored.get(key) ?? null) as typeof shopify.storage.read;
    shopify.storage.write = async (key: string, data: unknown) => void stored.set(key, data);
    shopify.sessionToken.get = async () => 'token-1';
    shopify.orderConfirmation.value = {
      order: { id: 'gid://shopify/OrderIdentity/9007199254740995' },
      number: 'ABC123',
      isFirstOrder: true,
    };
    shopify.checkoutToken.value = 'chk_1';
    shopify.cost.totalAmount.value = { amount: 0.1 + 0.2 + 49, currencyCode: 'EUR' };
    shopify.i18n.translate = ((key: string, params?: Record<string, string>) =>
      params ? `${key}(${Object.values(params).join(',')})` : key) as typeof shopify.i18n.translate;
  });

  afterEach(async () => {
    // Preact keeps its tree and its waiting effects beyond the tester's tearDown: end both, or the next test
    // meets them.
    await pass(200);
    render(null, document.body);
    await pass(200);
    extension.tearDown();
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
}

/** The page, seen for the first time. */
export const open = () => draw(extension);

/** The same page, seen again. */
export async function openAgain(): Promise<void> {
  render(null, document.body);
  await open();
}

/** Opens the page with these cards on it. */
export async function show(...offers: OfferCard[]): Promise<void> {
  server.offers = () => json(answer({ offers }));
  await open();
}

/** What was accepted, in order. */
export const accepts = () =>
  server.sent.filter(({ path }) => path.endsWith('/accept')).map(({ body }) => body);

/** An answer that ends a card without a code. */
export const done =
  (message = '') =>
  () =>
    json({ kind: 'done', message });

/** An offer as the metafield holds it. */
export function offer(id: string, over: Partial<PageOffer> = {}, words: Partial<OfferCard> = {}): PageOffer {
  const one = card({ ...CARDS.discount, id, title: id, deadlineAt: null, ...words });
  return { id, surfaces: ['thank-you'], rule: null, cards: { '': { en: one } }, ...over };
}

/** A shop's offers as the app leaves them beside the page. */
export function page(offers: readonly PageOffer[], over: Partial<PageOffers> = {}): PageOffers {
  return {
    v: 1,
    version: 7,
    mode: 'page',
    limit: 3,
    outline: [],
    shop: { currency: 'EUR', locale: 'en', timezone: 'Europe/Berlin' },
    offers,
    goodUntil: '2026-11-21T20:00:00.000Z',
    ...over,
  };
}

/** Puts the app's metafield beside the page, as Shopify hands it over. */
export function beside(value: unknown): void {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  extension.shopify.appMetafields.value = [
    {
      target: { type: 'shop', id: 'gid://shopify/Shop/1' },
      metafield: { namespace: '$app', key: 'offers', type: 'json', valueType: 'json_string', value: text },
    },
  ];
}

/** The titles of the cards, in order. */
export const titles = () => [...document.body.querySelectorAll('s-heading')].map((one) => one.textContent);
