import { readAccepted, readAdded, readOfferCard, readReferralCard } from './read-card.ts';
import { type Bag, bag, eachOf, oneOf, readMoney, text, time, whole } from './read-value.ts';
import type { AcceptResponse, AddQuote, OfferCard, OffersResponse, QuoteResponse } from './wire.ts';

// What an answer may be trusted for. What is not understood is left out, never shown half.

/** The answer to an offers request, cleaned; null when it is not one at all. */
export function readOffersResponse(value: unknown): OffersResponse | null {
  const found = bag(value);
  if (!found || !Array.isArray(found.offers)) return null;
  const offers: OfferCard[] = [];
  for (const card of eachOf(found.offers, readOfferCard)) {
    // Nothing twice; and there is one referral link, whatever the number of cards about it.
    const isTwin = (known: OfferCard) =>
      known.id === card.id || (known.kind === 'referral' && card.kind === 'referral');
    if (!offers.some(isTwin)) offers.push(card);
  }
  const hasReferral = offers.some(({ kind }) => kind === 'referral');
  return {
    decisionId: text(found.decisionId),
    offers,
    referral: hasReferral ? null : readReferralCard(found.referral),
    serverTime: time(found.serverTime) ?? '',
  };
}

/** The answer to an accept; whatever is not understood counts as `unavailable`. */
export function readAcceptResponse(value: unknown): AcceptResponse {
  const found = bag(value);
  switch (found?.kind) {
    case 'accepted': {
      const accepted = readAccepted(found);
      return accepted ? { kind: 'accepted', ...accepted } : { kind: 'unavailable' };
    }
    case 'done':
      return { kind: 'done', message: text(found.message), accepted: readAccepted(found.accepted) };
    case 'added': {
      const added = readAdded(found);
      return added ? { kind: 'added', ...added } : { kind: 'unavailable' };
    }
    case 'invalid':
      return { kind: 'invalid', field: text(found.field), message: text(found.message) };
    case 'gone':
      return { kind: 'gone', message: text(found.message) };
    default:
      return { kind: 'unavailable' };
  }
}

/** A quote is shown whole or not at all: nobody agrees to half a price. */
function readQuote(found: Bag): AddQuote | null {
  const quoteId = text(found.quoteId);
  const title = text(found.title);
  const quantity = whole(found.quantity, 1, 1_000_000);
  const price = readMoney(found.price);
  const discount = readMoney(found.discount);
  const tax = found.tax === null || found.tax === undefined ? null : readMoney(found.tax);
  const due = readMoney(found.due);
  const payBy = time(found.payBy);
  if (!quoteId || !title || quantity === null || !price || !discount || !due || !payBy) return null;
  if (tax === null && found.tax) return null;
  return {
    quoteId,
    title,
    quantity,
    price,
    discount,
    tax,
    due,
    shippingNote: text(found.shippingNote),
    payBy,
  };
}

/** The answer to a quote; whatever is not understood counts as `unavailable`. */
export function readQuoteResponse(value: unknown): QuoteResponse {
  const found = bag(value);
  const kind = oneOf(found?.kind, ['quote', 'cart', 'gone']);
  if (!found || !kind) return { kind: 'unavailable' };
  if (kind !== 'quote') return { kind, message: text(found.message) };
  const quote = readQuote(found);
  return quote ? { kind, ...quote } : { kind: 'unavailable' };
}
