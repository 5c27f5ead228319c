export type { Product, ProductInput, ProductVariant } from './product.ts';
