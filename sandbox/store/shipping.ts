import { exchange, purse, toMinor } from './money.ts';
import { subtotalOf } from './pricing.ts';
import type { Line, ShippingLine, ShippingMethod, Shop } from './records.ts';
import type { Store } from './store.ts';

const RATES = {
  standard: { euros: '4.90', freeFrom: '50.00', de: 'Standardversand', en: 'Standard shipping' },
  express: { euros: '9.90', freeFrom: null, de: 'Expressversand', en: 'Express shipping' },
} as const;

/**
 * Standard shipping costs 4.90 euros' worth and is free from 50; express costs 9.90 always. Only for things that are
 * shipped.
 */
export function shippingFor(
  store: Store,
  shop: Shop,
  currency: string,
  lines: Line[],
  method: ShippingMethod = 'standard',
): ShippingLine | null {
  if (!lines.some((line) => line.requiresShipping)) return null;
  const rate = RATES[method];
  const money = purse(shop.currency, currency);
  const inShop = (euros: string) => money.fromShop(exchange(toMinor(euros, 'EUR'), 'EUR', shop.currency));
  const isFree = rate.freeFrom !== null && subtotalOf({ lines }, money) >= money.minor(inShop(rate.freeFrom));
  const title = shop.locale.startsWith('de') ? rate.de : rate.en;
  const price = isFree ? money.zero : inShop(rate.euros);
  return { id: store.nextId(), title, code: method, price, taxLines: [] };
}
