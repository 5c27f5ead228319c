import type { AcceptedOffer, Rule, Surface } from '@reprise/rules';
import { type Money, moneyAmount, parseMoney, shareOf } from '../../kit/money.ts';

/** draft: not shown (never was, or switched off) · active: shown · archived: kept for its figures only. */
export type OfferStatus = 'draft' | 'active' | 'archived';
export type OfferKind = 'product' | 'discount';

export const surfaces = [
  'thank-you',
  'order-status',
  'post-purchase',
  'message',
] as const satisfies readonly Surface[];

/** What a shopper reads, in one language. */
export interface OfferTexts {
  title: string;
  text: string;
  button: string;
}

/** How much less: basis points (1000 = 10 %) or an exact amount in the shop's currency. */
export type Discount =
  | { kind: 'percentage'; basisPoints: number }
  | { kind: 'amount'; minor: bigint }
  | { kind: 'none' };

/**
 * An offer: what is offered, to which orders, in which words, until when. Its rule is a tree of @reprise/rules; the editor
 * knows the simple ones (see conditions.ts).
 */
export interface Offer {
  id: string;
  name: string;
  status: OfferStatus;
  kind: OfferKind;
  surfaces: Surface[];
  product: { productId: string; variantId: string } | null;
  discount: Discount;
  /** whole hours from the order; null = no deadline */
  deadlineHours: number | null;
  texts: Record<string, OfferTexts>;
  rule: Rule;
  position: number;
  version: number;
}

/** What a code takes off one price; never more than the price. */
export function discountOn(price: Money, discount: Discount): Money {
  if (discount.kind === 'none') return { minor: 0n, currency: price.currency };
  const off = discount.kind === 'percentage' ? shareOf(price, discount.basisPoints).minor : discount.minor;
  return off < price.minor ? { minor: off, currency: price.currency } : price;
}

/** `1250` basis points are "12.5". */
export function percentText(basisPoints: number): string {
  return String(basisPoints / 100);
}

/** "12.5" (or "12,5") as basis points; null when it is not a percentage with at most two decimals. */
export function parsePercent(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}

/** "5", "5.00" or "5,00" as minor units; null when it is not an exact amount in this currency. */
export function parseAmount(text: string, currency: string): bigint | null {
  try {
    const { minor } = parseMoney(text.trim().replace(',', '.'), currency);
    return minor;
  } catch {
    return null;
  }
}

/** The amount as it stands in a form field. */
export function amountText(minor: bigint, currency: string): string {
  return moneyAmount({ minor, currency });
}

/**
 * The words for a shopper: the order's locale, its language, the shop's locale, its language, then any. A language that lacks
 * a title or a button is passed over.
 */
export function pickTexts(
  texts: Readonly<Record<string, OfferTexts>>,
  locale: string,
  shopLocale: string,
): { locale: string; texts: OfferTexts } | null {
  const byKey = new Map<string, string>();
  for (const key of Object.keys(texts)) byKey.set(key.toLowerCase(), key);
  const wanted = [locale, shopLocale].flatMap((tag) => {
    const clean = tag.replaceAll('_', '-').toLowerCase();
    return [clean, clean.split('-')[0] ?? clean];
  });
  for (const tag of [...wanted, ...byKey.keys()]) {
    const key = byKey.get(tag);
    const found = key === undefined ? undefined : texts[key];
    if (key !== undefined && found && isComplete(found)) return { locale: key, texts: found };
  }
  return null;
}

/** Can it be shown in this language? The text may be empty, title and button may not. */
export function isComplete(texts: OfferTexts | undefined): boolean {
  return Boolean(texts?.title.trim() && texts.button.trim());
}

/** Where a code leads: the cart with the product in it, or the shop with the code applied. */
export function acceptedUrl(storefrontUrl: string, code: string, variantId: string | null): string {
  const base = storefrontUrl.replace(/\/+$/, '');
  const escaped = encodeURIComponent(code);
  if (variantId === null) return `${base}/discount/${escaped}?redirect=/collections/all`;
  return code === '' ? `${base}/cart/${variantId}:1` : `${base}/cart/${variantId}:1?discount=${escaped}`;
}

/** What the page is told of an accepted offer. */
export function acceptedAnswer(grant: { code: string; url: string; deadlineAt: Date | null }): AcceptedOffer {
  return { code: grant.code, url: grant.url, deadlineAt: grant.deadlineAt?.toISOString() ?? null };
}
