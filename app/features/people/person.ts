/** What we may know a person by. Values are given as they came; people/ normalises and hashes them. */
export interface PersonClues {
  emails: (string | null | undefined)[];
  phones: (string | null | undefined)[];
  /** Shopify customer numbers, as strings */
  customerIds: (string | null | undefined)[];
  locale?: string | null;
  country?: string | null;
  province?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  /** where this was learned, e.g. `orders/create`: the evidence of a join */
  source: string;
  /** when the shop knew it: newer knowledge overwrites older, never the other way round */
  at: Date;
}

export type IdentityKind = 'email' | 'phone' | 'customer';
export type ConsentChannel = 'email' | 'sms';

/** Shopify's marketing states, in lower case. Only `subscribed` allows marketing. */
export const consentStates = [
  'subscribed',
  'not_subscribed',
  'pending',
  'unsubscribed',
  'invalid',
  'redacted',
] as const;
export type ConsentState = (typeof consentStates)[number];

/** @returns null for a word that Shopify does not use */
export function consentState(text: string): ConsentState | null {
  const word = text.toLowerCase();
  return consentStates.find((state) => state === word) ?? null;
}

/** What somebody has said about one channel, over all their addresses. */
export interface ConsentAnswer {
  state: ConsentState;
  /** the address (or number) that may be written to; null unless `state` is `subscribed` */
  address: string | null;
  addressHash: string | null;
  changedAt: Date | null;
}

export interface Person {
  id: string;
  locale: string | null;
  country: string | null;
  timezone: string | null;
  firstName: string | null;
  lastName: string | null;
  ordersCount: number;
  emails: string[];
  phones: string[];
  customerIds: string[];
  createdAt: Date;
}
