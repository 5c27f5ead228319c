import {
  type AcceptRequest,
  type AcceptResponse,
  acceptPath,
  OFFER_EVENTS_PATH,
  OFFERS_PATH,
  type OfferCard,
  type OfferEvent,
  type OfferEventsRequest,
  type OffersRequest,
  type OffersResponse,
  type QuoteResponse,
  quotePath,
  type ReferralCard,
  readAcceptResponse,
  readOffersResponse,
  readQuoteResponse,
} from '@reprise/rules';
import type { Host, PageOrder } from './host.ts';
import type { Wish } from './offer-flow.ts';

/**
 * How long the page waits for what it shows. After that it stays as it is: a block that comes in late would
 * push down what the buyer is reading.
 */
export const SHOW_WITHIN_MS = 1500;
/** An accept is the buyer's own wish, so it may take longer: a code is made in the shop meanwhile. */
export const ACCEPT_WITHIN_MS = 10_000;
const SEND_WITHIN_MS = 5000;

/** The storage is beside the page; what takes longer is broken. */
const STORAGE_WITHIN_MS = 200;
const DISMISSED_KEY = 'reprise.dismissed';
/** The storage is per checkout; more than this is not one buyer closing offers. */
const DISMISSED_MAX = 50;

type Reply = { readonly kind: 'answered'; readonly body: unknown } | { readonly kind: 'failed' };

const FAILED: Reply = { kind: 'failed' };

/** Sends JSON with a fresh session token. Never throws; everything that is not a 2xx answer in time has failed. */
async function post(
  host: Host,
  path: string,
  body: unknown,
  withinMs: number,
  options: { readonly keepalive?: boolean } = {},
): Promise<Reply> {
  const controller = new AbortController();
  const send = async (): Promise<Reply> => {
    const token = await host.sessionToken();
    const response = await fetch(host.appUrl + path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: controller.signal,
      ...options,
    });
    if (!response.ok) return FAILED;
    const text = await response.text();
    return { kind: 'answered', body: text === '' ? null : JSON.parse(text) };
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<Reply>((resolve) => {
    timer = setTimeout(() => {
      resolve(FAILED);
      controller.abort();
    }, withinMs);
  });
  try {
    return await Promise.race([send().catch(() => FAILED), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/** The offers that were closed on this device during this checkout; none when the storage does not answer in time. */
export async function dismissedOffers(host: Host): Promise<readonly string[]> {
  const late = new Promise<null>((resolve) => setTimeout(resolve, STORAGE_WITHIN_MS, null));
  try {
    const stored = await Promise.race([host.storage.read(DISMISSED_KEY), late]);
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

/** Remembers that an offer was closed. A storage that fails is no reason to bother the buyer. */
export async function rememberDismissed(host: Host, offerId: string): Promise<void> {
  try {
    const known = (await dismissedOffers(host)).filter((id) => id !== offerId);
    await host.storage.write(DISMISSED_KEY, [...known, offerId].slice(-DISMISSED_MAX));
  } catch {
    // Then it may be offered again on this device; the server knows it too unless the buyer denied measuring.
  }
}

function offersRequest(
  host: Host,
  order: PageOrder,
  seenOfferIds: readonly string[],
  purpose: OffersRequest['purpose'],
): OffersRequest {
  return {
    surface: host.surface,
    orderId: order.orderId,
    checkoutToken: order.checkoutToken,
    confirmationNumber: order.confirmationNumber,
    locale: order.locale,
    country: order.country,
    currency: order.total.currency,
    total: order.total,
    lines: order.lines,
    isFirstOrder: order.isFirstOrder,
    discountCodes: order.discountCodes,
    shippingMethod: order.shippingMethod,
    seenOfferIds,
    purpose,
    mayMeasure: host.mayMeasure(),
  };
}

/**
 * What this page shows, or null: the server was slow, down, or said nothing that can be read.
 * @param withinMs how long from now it may take
 */
export async function loadOffers(
  host: Host,
  order: PageOrder,
  withinMs: number,
): Promise<OffersResponse | null> {
  const startedAt = Date.now();
  const seen = await dismissedOffers(host);
  const left = withinMs - (Date.now() - startedAt);
  const reply = await post(host, OFFERS_PATH, offersRequest(host, order, seen, 'page'), left);
  if (reply.kind === 'failed') return null;
  const answer = readOffersResponse(reply.body);
  if (!answer) return null;
  return { ...answer, offers: answer.offers.filter((offer) => !seen.includes(offer.id)) };
}

/** Asks again for the referral card alone; null when there is no usable answer. */
export async function loadReferral(host: Host, order: PageOrder): Promise<ReferralCard | null> {
  const reply = await post(host, OFFERS_PATH, offersRequest(host, order, [], 'referral'), SHOW_WITHIN_MS);
  return reply.kind === 'failed' ? null : (readOffersResponse(reply.body)?.referral ?? null);
}

/** One wish about one offer. */
export interface Asked {
  readonly offer: OfferCard;
  readonly decisionId: string;
  /** Repeating a request with the same id is the same request. */
  readonly eventId: string;
  readonly wish: Wish;
}

function acceptRequest(host: Host, order: PageOrder, asked: Asked): AcceptRequest {
  return {
    surface: host.surface,
    orderId: order.orderId,
    checkoutToken: order.checkoutToken,
    confirmationNumber: order.confirmationNumber,
    locale: order.locale,
    decisionId: asked.decisionId || undefined,
    eventId: asked.eventId,
    arm: asked.offer.arm,
    ...asked.wish,
  };
}

/** Accepts an offer. */
export async function acceptOffer(host: Host, order: PageOrder, asked: Asked): Promise<AcceptResponse> {
  const path = acceptPath(asked.offer.id);
  const reply = await post(host, path, acceptRequest(host, order, asked), ACCEPT_WITHIN_MS);
  return reply.kind === 'failed' ? { kind: 'unavailable' } : readAcceptResponse(reply.body);
}

/** What would adding it to the order cost? Nothing is changed by asking. */
export async function quoteOffer(host: Host, order: PageOrder, asked: Asked): Promise<QuoteResponse> {
  const path = quotePath(asked.offer.id);
  const reply = await post(host, path, acceptRequest(host, order, asked), ACCEPT_WITHIN_MS);
  return reply.kind === 'failed' ? { kind: 'unavailable' } : readQuoteResponse(reply.body);
}

/** Hands in events; says whether the server took them. */
export async function sendEvents(
  host: Host,
  order: PageOrder,
  decisionId: string,
  events: readonly OfferEvent[],
): Promise<boolean> {
  const request: OfferEventsRequest = {
    surface: host.surface,
    orderId: order.orderId,
    checkoutToken: order.checkoutToken,
    decisionId: decisionId || undefined,
    events,
  };
  // Keepalive: the buyer may leave the page at once, and what happened has happened.
  const reply = await post(host, OFFER_EVENTS_PATH, request, SEND_WITHIN_MS, { keepalive: true });
  return reply.kind === 'answered';
}
