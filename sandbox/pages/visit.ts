import type { Request, Response } from 'express';
import type { Box } from '../box.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { parseCartPath } from './permalink.ts';
import type { Arrival, Visit } from './store-frame.ts';

/** Reads what the visitor carries. */
export function readVisit(box: Box, request: Request, slug: string): Visit {
  const shop = box.shop(slug);
  const read = (name: string): string => readCookie(request, `${name}_${slug}`);
  const chosen = read('currency');
  const currency = shop?.presentmentCurrencies.includes(chosen) ? chosen : (shop?.currency ?? 'EUR');
  return {
    cart: parseCartPath(read('cart')),
    checkoutToken: read('checkout'),
    code: read('code'),
    ref: read('ref'),
    currency,
    first: readArrival(read('first')),
    last: readArrival(read('last')),
  };
}

const isArrival = (value: unknown): value is Arrival =>
  typeof value === 'object' &&
  value !== null &&
  ['landingSite', 'referringSite', 'at'].every(
    (name) => typeof (value as Record<string, unknown>)[name] === 'string',
  );

function readArrival(text: string): Arrival | null {
  try {
    const value: unknown = JSON.parse(text);
    return isArrival(value) ? value : null;
  } catch {
    return null;
  }
}

/** The arrival that this request is: from another site, by a link with a campaign in it, or the first of all. */
export function arrivalOf(request: Request, slug: string, now: Date, known: Arrival | null): Arrival | null {
  if (request.method !== 'GET') return null;
  const { searchParams, pathname } = new URL(request.originalUrl, 'http://shop');
  const referer = request.get('referer') ?? '';
  const isFromElsewhere = URL.canParse(referer) && new URL(referer).host !== request.get('host');
  const hasCampaign = [...searchParams.keys()].some((name) => name.startsWith('utm_') || name === 'ref');
  if (known !== null && !isFromElsewhere && !hasCampaign) return null;
  const path = pathname.replace(`/store/${slug}`, '') || '/';
  return {
    landingSite: `${path}${searchParams.size === 0 ? '' : `?${searchParams}`}`.slice(0, 500),
    referringSite: isFromElsewhere ? referer.slice(0, 300) : '',
    at: now.toISOString(),
  };
}

/** Writes one part of what the visitor carries; '' forgets it. */
export const remember = (
  response: Response,
  slug: string,
  name: 'cart' | 'checkout' | 'code' | 'ref' | 'currency' | 'first' | 'last',
  value: string,
): void => writeCookie(response, `${name}_${slug}`, value);
