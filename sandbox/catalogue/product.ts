import { draw, type Palette, type Shape } from './canvas.ts';

export type CatalogueVariant = {
  sku: string;
  title: string;
  options: string[];
  /** Decimal string in the shop's currency. */
  price: string;
  compareAtPrice?: string;
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
