import { coffeeAndTable } from './de-eur-coffee.ts';
import { kitchenAndHome } from './de-eur-home.ts';
import type { Catalogue } from './product.ts';

/** Kitchen and coffee, in German and in euros. Some things are reduced, some low, some sold out. */
export const germanKitchen: Catalogue = {
  shop: { name: 'Kaffee & Küche', currency: 'EUR', locale: 'de', country: 'DE', timezone: 'Europe/Berlin' },
  products: [...coffeeAndTable, ...kitchenAndHome],
};
