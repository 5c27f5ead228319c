import type { OfferCard, OfferEvent, OffersResponse, ReferralCard } from '@reprise/rules';

/** One request that the extension made. */
export interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies freely
  readonly body: any;
}

export type Answer = (body: unknown) => Promise<Response> | Response;

/** The app's three calls, played in memory; each can be replaced by a test. */
export interface FakeServer {
  readonly fetch: typeof fetch;
  readonly sent: Sent[];
  offers: Answer;
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
    events: () => new Response('', { status: 202 }),
    fetch: async (input, init) => {
      const path = String(input).replace(APP_URL, '');
      const body = JSON.parse(String(init?.body));
      sent.push({ path, headers: init?.headers as Record<string, string>, body });
      if (path === '/checkout/offers') return server.offers(body);
      if (path === '/checkout/offer-events') return server.events(body);
      if (/^\/checkout\/offers\/[^/]+\/accept$/.test(path)) return server.accept(body);
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
