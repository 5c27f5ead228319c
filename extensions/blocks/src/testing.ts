import type { OfferCard, OfferEvent, OfferKind, OffersResponse, ReferralCard } from '@reprise/rules';
import { vi } from 'vitest';

/** One request that the extension made. */
export interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely
  readonly body: any;
}

export type Answer = (body: unknown) => Promise<Response> | Response;

/** The app's calls, played in memory; each can be replaced by a test. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  readonly sent: Sent[];
  offers: Answer;
  quote: Answer;
  accept: Answer;
  events: Answer;
  /** The events of all hand-ins, in order. */
  readonly allEvents: () => OfferEvent[];
  readonly to: (path: string) => Sent[];
}

/** A 200 with JSON. */
export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status });
}

/** Never answers. */
export function silence(): Promise<Response> {
  return new Promise(() => {});
}

export const APP_URL = 'https://app.example';

/** A server that shows one offer, accepts it, and takes all events. */
export function createFakeServer(): FakeServer {
  const sent: Sent[] = [];
  const server: FakeServer = {
    sent,
    offers: () => json(answer()),
    accept: () =>
      json({
        kind: 'accepted',
        code: 'THX-7K2M',
        url: 'https://shop.example/cart/42:1',
        deadlineAt: DEADLINE,
      }),
    quote: () => json({ kind: 'unavailable' }),
    events: () => new Response('', { status: 202 }),
    fetch: async (input, init) => {
      const path = String(input).replace(APP_URL, '');
      const body = JSON.parse(String(init?.body));
      sent.push({ path, headers: init?.headers as Record<string, string>, body });
      if (path === '/checkout/offers') return server.offers(body);
      if (path === '/checkout/offer-events') return server.events(body);
      if (/^\/checkout\/offers\/[^/]+\/accept$/.test(path)) return server.accept(body);
      if (/^\/checkout\/offers\/[^/]+\/quote$/.test(path)) return server.quote(body);
      throw new Error(`no such path: ${path}`);
    },
    allEvents: () => server.to('/checkout/offer-events').flatMap((one) => one.body.events),
    to: (path) => sent.filter((one) => one.path === path),
  };
  return server;
}

export const DEADLINE = '2026-11-24T18:00:00.000Z';

/** A product offer at 15 % off. */
export function card(over: Partial<OfferCard> = {}): OfferCard {
  return {
    id: 'off_1',
    kind: 'product',
    title: 'Goes with your kettle',
    text: 'Only for this order.',
    button: 'Take it',
    product: {
      productId: 'gid://shopify/Product/9007199254740993',
      variantId: 'gid://shopify/ProductVariant/42',
      title: 'Tea box',
      variantTitle: 'Green',
      imageUrl: 'https://cdn.example/tea.png',
      price: { amount: '20.00', currency: 'EUR' },
      discountedPrice: { amount: '17.00', currency: 'EUR' },
    },
    discount: { kind: 'percentage', value: '15', label: '−15 %' },
    deadlineAt: DEADLINE,
    accepted: null,
    smallPrint: 'One per order.',
    ...over,
  };
}

const none = { kind: 'none', value: '0', label: '' } as const;
const words = { product: null, discount: none, deadlineAt: null, smallPrint: null };

/** A card of each kind with all that it needs. */
export const CARDS: Readonly<Record<OfferKind, OfferCard>> = {
  product: card(),
  'add-to-order': card({ kind: 'add-to-order', button: 'Add to this order' }),
  'buy-again': card({ kind: 'buy-again', button: 'Buy again', deadlineAt: null }),
  discount: card({ kind: 'discount', product: null }),
  vip: card({
    ...words,
    kind: 'vip',
    button: 'Join',
    vip: { consent: 'Yes, write to me about new teas.', needsEmail: true, isDoubleOptIn: true },
  }),
  question: card({
    ...words,
    kind: 'question',
    title: 'How did you hear of us?',
    button: 'Send',
    question: {
      type: 'source',
      options: [
        { id: 'friend', label: 'A friend' },
        { id: 'search', label: 'Search' },
        { id: 'other', label: 'Other' },
      ],
      otherId: 'other',
      thanks: 'Good to know.',
    },
  }),
  birthday: card({
    ...words,
    kind: 'birthday',
    button: 'Remember it',
    birthday: { consent: 'Yes, write to me on my birthday.' },
  }),
  review: card({
    ...words,
    kind: 'review',
    button: 'Write a review',
    review: { url: 'https://app.example/review/t0k3n?product=1', productTitle: 'Tea box' },
  }),
  referral: card({ ...words, kind: 'referral', button: '', referral: referral() }),
  parcel: card({
    ...words,
    kind: 'parcel',
    button: '',
    parcel: {
      state: 'shipped',
      steps: [
        { key: 'placed', at: '2026-11-20T10:00:00Z' },
        { key: 'shipped', at: '2026-11-21T10:00:00Z' },
        { key: 'out-for-delivery', at: null },
        { key: 'delivered', at: null },
      ],
      trackingUrl: 'https://carrier.example/123',
      carrier: 'DHL',
    },
  }),
  message: card({
    ...words,
    kind: 'message',
    button: 'Read more',
    link: 'https://shop.example/story',
    picture: { url: 'https://cdn.example/story.png', alt: 'Tea fields at dawn' },
  }),
};

/** A referral card with its link. */
export function referral(over: Partial<ReferralCard> = {}): ReferralCard {
  return {
    state: 'ready',
    link: 'https://app.example/r/ANNA-7K2M',
    code: 'ANNA-7K2M',
    headline: 'Tell a friend',
    text: 'You both win.',
    friendReward: '10 % off',
    advocateReward: '10 € credit',
    smallPrint: null,
    ...over,
  };
}

/** An answer to the offers request. */
export function answer(over: Partial<OffersResponse> = {}): OffersResponse {
  return {
    decisionId: 'dec_1',
    offers: [card()],
    referral: null,
    serverTime: '2026-11-21T18:00:00.000Z',
    ...over,
  };
}

/** The words on the page, in reading order. */
export function pageText(): string {
  return (document.body.textContent ?? '').replace(/\s+/g, ' ').trim();
}

/** The button with this label; throws when there is none. */
export function button(label: string): HTMLElement {
  const found = [...document.body.querySelectorAll<HTMLElement>('s-button')].find(
    (each) => each.textContent?.trim() === label,
  );
  if (!found) throw new Error(`no button "${label}" in: ${pageText()}`);
  return found;
}

/** The n-th element with this tag; throws when there is none. */
export function element(tag: string, n = 0): HTMLElement {
  const found = document.body.querySelectorAll<HTMLElement>(tag)[n];
  if (!found) throw new Error(`no ${tag} ${n} on the page: ${document.body.innerHTML}`);
  return found;
}

/** Gives a field what a shopper would, and tells so as Shopify's element does. */
export function give(tag: string, properties: Record<string, unknown>, n = 0): void {
  const field = element(tag, n);
  Object.assign(field, properties);
  field.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Sends the form, as its button or Enter does in Shopify's element. */
export async function submit(n = 0): Promise<void> {
  await pass(5);
  element('s-form', n).dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  await pass(20);
}

/** Lets timers, answers and renders of so many milliseconds happen. */
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Runs an extension until it has drawn, whatever it waits for meanwhile. Timers are the tests'. */
export async function draw(extension: { readonly render: () => Promise<unknown> }): Promise<void> {
  let isDrawn = false;
  const drawn = extension.render().finally(() => {
    isDrawn = true;
  });
  while (!isDrawn) {
    await pass(10);
    // The module is loaded in real time.
    await vi.dynamicImportSettled();
  }
  await drawn;
  await pass(20);
}
