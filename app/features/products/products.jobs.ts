import { defineJob } from '../../kit/fate.ts';

/** Copies the catalogue into our table: once after installing, and once a day for what webhooks missed. */
export const syncProducts = defineJob('products.sync-products');

/** subject: product id. Asks for what webhooks do not tell of a product: its collections and costs. */
export const readProduct = defineJob('products.read-product');

/** subject: collection id. Reads who is in a collection after the shop said that it has changed. */
export const readCollection = defineJob('products.read-collection');
