import { compareIds } from '../../store/ids.ts';
import type { Product, Variant } from '../../store/records.ts';
import type { ProductCollection } from '../../store/tables.ts';
import type { Sorting } from '../connection.ts';
import type { Context } from '../context.ts';
import type { Matcher } from '../search.ts';
import { numberFits, textFits, timeFits } from '../search.ts';

export const variantsOf = ({ store }: Context, product: Product): Variant[] =>
  product.variantIds.flatMap((id) => store.tables.variants.get(id) ?? []);

export const stockOf = (context: Context, product: Product) =>
  variantsOf(context, product).reduce((sum, one) => sum + one.stock, 0);

export const productMatches =
  (context: Context): Matcher<Product> =>
  (product, term) => {
    switch (term.field) {
      case null:
        return [product.title, product.vendor, product.productType, ...product.tags].some((text) =>
          text.toLowerCase().includes(term.value.toLowerCase().replace(/\*$/, '')),
        );
      case 'id':
        return term.operator === ':'
          ? product.id === term.value
          : compareIds(product.id, term.value) * (term.operator.startsWith(':>') ? 1 : -1) > 0;
      case 'title':
        return (
          textFits(product.title, term) ||
          product.title.toLowerCase().includes(term.value.toLowerCase().replace(/\*$/, ''))
        );
      case 'handle':
        return textFits(product.handle, term);
      case 'vendor':
        return textFits(product.vendor, term);
      case 'product_type':
        return textFits(product.productType, term);
      case 'tag':
        return product.tags.some((tag) => textFits(tag, term));
      case 'status':
        return term.value.toUpperCase().split(',').includes(product.status);
      case 'sku':
        return variantsOf(context, product).some((variant) => textFits(variant.sku, term));
      case 'updated_at':
        return timeFits(product.updatedAt, term);
      case 'created_at':
        return timeFits(product.createdAt, term);
      case 'inventory_total':
        return numberFits(stockOf(context, product), term);
      default:
        return undefined;
    }
  };

export function productSorting(key: unknown, context: Context): Sorting<Product> {
  const id = (product: Product) => product.id;
  switch (key) {
    case 'TITLE':
      return { id, value: (product) => product.title.toLowerCase() };
    case 'UPDATED_AT':
      return { id, value: (product) => product.updatedAt };
    case 'CREATED_AT':
    case 'PUBLISHED_AT':
      return { id, value: (product) => product.createdAt };
    case 'VENDOR':
      return { id, value: (product) => product.vendor };
    case 'PRODUCT_TYPE':
      return { id, value: (product) => product.productType };
    case 'INVENTORY_TOTAL':
      return { id, value: (product) => String(Math.max(stockOf(context, product), 0)) };
    default:
      return { id, value: id };
  }
}

export const variantMatches: Matcher<Variant> = (variant, term) => {
  switch (term.field) {
    case 'id':
      return variant.id === term.value;
    case 'sku':
      return textFits(variant.sku, term);
    case 'product_id':
      return variant.productId === term.value;
    case 'title':
    case null:
      return variant.title.toLowerCase().includes(term.value.toLowerCase());
    case 'updated_at':
      return timeFits(variant.updatedAt, term);
    default:
      return undefined;
  }
};

export const collectionMatches: Matcher<ProductCollection> = (it, term) => {
  switch (term.field) {
    case 'id':
      return it.id === term.value;
    case 'handle':
      return textFits(it.handle, term);
    case 'title':
    case null:
      return it.title.toLowerCase().includes(term.value.toLowerCase());
    default:
      return undefined;
  }
};
