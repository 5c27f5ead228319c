import { defineJob } from '../../kit/fate.ts';

/** Copies the catalogue into our table: once after installing, and once a day for what webhooks missed. */
export const syncProducts = defineJob('products.sync-products');
