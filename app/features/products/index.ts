export type { Collection, Product, ProductInput, ProductVariant } from './product.ts';
