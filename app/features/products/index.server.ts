export { productHandlers, toProductInput } from './products.handlers.server.ts';
export { getProducts, searchCollections, searchProducts } from './read-products.server.ts';
export { recordCollection, recordCollectionDeleted } from './record-collection.server.ts';
export { recordProductDeleted, recordProducts } from './record-product.server.ts';
