import { draw, type Palette, type Shape } from './canvas.ts';

export type CatalogueVariant = {
  sku: string;
  title: string;
  options: string[];
  /** Decimal string in the shop's currency. */
  price: string;
  compareAtPrice?: string;
  /** What the shop pays for it; absent where a merchant would not have filled it in. */
  unitCost?: string;
  stock: number;
  weightGrams?: number;
};

export type CatalogueProduct = {
  handle: string;
  title: string;
  descriptionHtml: string;
  vendor: string;
  productType: string;
  tags: string[];
  /** Titles of collections. */
  collections: string[];
  imageSvg: string;
  options: { name: string; values: string[] }[];
  variants: CatalogueVariant[];
};

export type Catalogue = {
  shop: { name: string; currency: string; locale: string; country: string; timezone: string };
  products: CatalogueProduct[];
};

/** One variant of a list: its option values (joined by " / "), price, stock and, when reduced, the price before. */
export type VariantRow = [values: string, price: string, stock: number, compareAtPrice?: string];

export type ProductSketch = {
  title: string;
  type: string;
  vendor: string;
  tags: string;
  collections: string[];
  text: string;
  shape: Shape;
  /** background, main, accent */
  colours: [string, string, string];
  grams: number;
  sku: string;
  /** Names of the options, joined by " / "; absent for a product with one variant. */
  options?: string;
  variants: VariantRow[];
};

const skuPart = (value: string): string =>
  value
    .normalize('NFD')
    .replace(/[^A-Za-z0-9]+/g, '')
    .toUpperCase()
    .slice(0, 6);

/** Share of the price that goods of a type cost the shop. Gift cards cost nothing and say so nowhere. */
const COST_SHARES: Record<string, number> = {
  Kaffee: 0.46,
  Coffee: 0.46,
  Tee: 0.4,
  Kakao: 0.42,
  Pantry: 0.45,
  Pflege: 0.3,
  Textilien: 0.36,
  'T-Shirts': 0.3,
  Hats: 0.28,
  Socks: 0.34,
  Wohnen: 0.35,
  Geschirr: 0.38,
  Mugs: 0.32,
  Tents: 0.55,
  Footwear: 0.52,
  'Pfannen & Töpfe': 0.55,
};
const GIFT_CARDS = ['Geschenkkarte', 'Gift Card'];

function costOf(type: string, price: string, before?: string): { unitCost?: string } {
  if (GIFT_CARDS.includes(type)) return {};
  const cents = Math.round(Number(before ?? price) * 100 * (COST_SHARES[type] ?? 0.45));
  return { unitCost: (cents / 100).toFixed(2) };
}

/** Spells a sketch out: options collected from the variants, SKUs built, picture drawn. */
export function product(handle: string, sketch: ProductSketch): CatalogueProduct {
  const names = sketch.options ? sketch.options.split(' / ') : ['Title'];
  const rows = sketch.variants.map(([values, price, stock, compareAtPrice]): CatalogueVariant => {
    const options = sketch.options ? values.split(' / ') : ['Default Title'];
    return {
      sku: sketch.options ? [sketch.sku, ...options.map(skuPart)].join('-') : sketch.sku,
      title: options.join(' / '),
      options,
      price,
      ...(compareAtPrice ? { compareAtPrice } : {}),
      ...costOf(sketch.type, price, compareAtPrice),
      stock,
      weightGrams: sketch.grams,
    };
  });
  const [background, main, accent] = sketch.colours;
  const palette: Palette = { background, main, accent };
  return {
    handle,
    title: sketch.title,
    descriptionHtml: sketch.text
      .split('\n')
      .map((part) => `<p>${part}</p>`)
      .join(''),
    vendor: sketch.vendor,
    productType: sketch.type,
    tags: sketch.tags.split(', '),
    collections: sketch.collections,
    imageSvg: draw(sketch.shape, palette),
    options: names.map((name, at) => ({
      name,
      values: [...new Set(rows.map((row) => row.options[at] ?? ''))],
    })),
    variants: rows,
  };
}
