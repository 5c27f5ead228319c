import type { ProductChange } from '../box.ts';
import { Refused } from '../box.ts';
import type { Product, Shop } from './records.ts';
import { slugOf } from './shops.ts';
import type { Store } from './store.ts';
import type { ProductCollection } from './tables.ts';

function known(store: Store, id: string): { product: Product; shop: Shop } {
  const product = store.tables.products.get(id);
  const shop = product === undefined ? undefined : store.tables.shops.get(product.shop);
  if (product === undefined || shop === undefined) throw new Refused('id', `there is no product ${id}`, 404);
  return { product, shop };
}

/** Changes a product: products/update goes out, and collections/update for those it enters or leaves. */
export function changeProduct(store: Store, id: string, change: ProductChange): Product {
  const { product, shop } = known(store, id);
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  Object.assign(product, Object.fromEntries(given), { updatedAt: store.nowIso() });
  store.tables.products.put(product);
  store.announce({ shop, topic: 'products/update', product });
  if (change.collections !== undefined) moveTo(store, shop, product, change.collections);
  return product;
}

/** Takes a product out of the shop: products/delete goes out. Orders keep their lines. */
export function removeProduct(store: Store, id: string): void {
  const { product, shop } = known(store, id);
  for (const variantId of product.variantIds) store.tables.variants.remove(variantId);
  store.tables.products.remove(product.id);
  store.announce({ shop, topic: 'products/delete', product });
  moveTo(store, shop, product, []);
}

function moveTo(store: Store, shop: Shop, product: Product, titles: string[]): void {
  const all = store.tables.productCollections.inGroup(shop.domain);
  for (const title of titles.filter((one) => !all.some((other) => other.title === one))) {
    const at = store.nowIso();
    const fresh = { handle: slugOf(title), title, productIds: [], createdAt: at, updatedAt: at };
    all.push({ id: store.nextId(), shop: shop.domain, ...fresh });
  }
  for (const collection of all) {
    const isIn = collection.productIds.includes(product.id);
    const shouldBe = titles.includes(collection.title);
    if (isIn === shouldBe) continue;
    collection.productIds = shouldBe
      ? [...collection.productIds, product.id]
      : collection.productIds.filter((one) => one !== product.id);
    told(store, shop, collection);
  }
}

function told(store: Store, shop: Shop, collection: ProductCollection): void {
  collection.updatedAt = store.nowIso();
  store.tables.productCollections.put(collection);
  store.announce({ shop, topic: 'collections/update', collection });
}
