import type { Request, Response } from 'express';
import type { Box } from '../box.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { parseCartPath } from './permalink.ts';
import type { Visit } from './store-frame.ts';

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
  };
}

/** Writes one part of what the visitor carries; '' forgets it. */
export const remember = (
  response: Response,
  slug: string,
  name: 'cart' | 'checkout' | 'code' | 'ref' | 'currency',
  value: string,
): void => writeCookie(response, `${name}_${slug}`, value);
