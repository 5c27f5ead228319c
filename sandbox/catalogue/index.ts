/** The goods of the two demonstration shops. Everything here, pictures too, was made for the sandbox. */
import { germanKitchen } from './de-eur.ts';
import type { Catalogue } from './product.ts';
import { americanOutdoor } from './us-usd.ts';

export type { Catalogue, CatalogueProduct, CatalogueVariant } from './product.ts';

/** Catalogues by the name that `POST /control/shops` takes as `catalog`. */
export const catalogues: Record<string, Catalogue> = {
  'de-eur': germanKitchen,
  'us-usd': americanOutdoor,
};
