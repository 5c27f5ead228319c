import type { Catalogue } from './product.ts';
import { camp } from './us-usd-camp.ts';
import { wear } from './us-usd-wear.ts';

/** Things for outside, in American English and in dollars. Some things are reduced, some low, some sold out. */
export const americanOutdoor: Catalogue = {
  shop: {
    name: 'Fernpine Outfitters',
    currency: 'USD',
    locale: 'en',
    country: 'US',
    timezone: 'America/Denver',
  },
  products: [...wear, ...camp],
};
