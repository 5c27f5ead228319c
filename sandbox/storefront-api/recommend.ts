import { habits } from '../catalogue/habits.ts';
import type { Product, Shop } from '../store/records.ts';
import type { Store } from '../store/store.ts';

const MOST = 10;

/**
 * What Shopify would recommend beside a product. COMPLEMENTARY is what the merchant chose in the Search & Discovery app,
 * played by what goes together in the demonstration catalogues, sold out or not; RELATED is more of its kind, then of its
 * collections.
 */
export function recommend(
  store: Store,
  shop: Shop,
  product: Product,
  intent: 'RELATED' | 'COMPLEMENTARY',
): Product[] {
  const isShown = (one: Product) => one.id !== product.id && one.status === 'ACTIVE';
  if (intent === 'COMPLEMENTARY') {
    const habit = habits[shop.catalog]?.find((one) => one.handle === product.handle);
    return (habit?.along ?? [])
      .flatMap(([handle]) => store.tables.products.byKey(`${shop.domain}|${handle}`))
      .filter(isShown)
      .slice(0, MOST);
  }
  const all = store.tables.products.inGroup(shop.domain).filter(isShown);
  const kin = all.filter((one) => one.productType === product.productType);
  const neighbours = all.filter(
    (one) => !kin.includes(one) && one.collections.some((title) => product.collections.includes(title)),
  );
  return [...kin, ...neighbours].slice(0, MOST);
}
