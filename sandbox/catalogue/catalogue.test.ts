import { describe, expect, it } from 'vitest';
import { catalogues } from './index.ts';

describe.each(Object.entries(catalogues))('catalogue %s', (_name, { products }) => {
  const variants = products.flatMap((product) => product.variants);

  it('has enough goods, each with a handle and SKUs of its own', () => {
    expect(products.length).toBeGreaterThanOrEqual(30);
    expect(new Set(products.map((product) => product.handle)).size).toBe(products.length);
    expect(new Set(variants.map((variant) => variant.sku)).size).toBe(variants.length);
  });

  it('prices everything as a positive decimal, and never above the price before', () => {
    for (const variant of variants) {
      expect(variant.price).toMatch(/^\d+\.\d{2}$/);
      expect(Number(variant.price)).toBeGreaterThan(0);
      if (variant.compareAtPrice)
        expect(Number(variant.compareAtPrice)).toBeGreaterThan(Number(variant.price));
    }
  });

  it('has sold-out, low and reduced variants', () => {
    expect(variants.some((variant) => variant.stock === 0)).toBe(true);
    expect(variants.some((variant) => variant.stock > 0 && variant.stock < 5)).toBe(true);
    expect(variants.some((variant) => variant.compareAtPrice)).toBe(true);
  });

  it('gives each variant one value per option', () => {
    for (const product of products)
      for (const variant of product.variants) {
        expect(variant.options).toHaveLength(product.options.length);
        variant.options.forEach((value, at) => {
          expect(product.options[at]?.values).toContain(value);
        });
      }
  });

  it('draws a picture for each product, without anything loaded from elsewhere', () => {
    for (const product of products) {
      expect(product.imageSvg).toMatch(/^<svg [^>]*viewBox="0 0 400 400"/);
      expect(product.imageSvg).not.toMatch(/NaN|undefined|href|<script/);
    }
  });
});
