import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { BoxConfig, PostPurchaseBox } from './box.ts';
import { appMetafields } from './pages/app-metafields.ts';
import { readExtensions } from './pages/extension-config.ts';
import { readChangeset } from './store/changeset-token.ts';
import { applyChanges, calculateChanges, openPostPurchase, readChanges } from './store/post-purchase.ts';
import { postPurchaseInput } from './store/post-purchase-input.ts';
import type { Order, Shop } from './store/records.ts';
import type { Store } from './store/store.ts';

const TYPE = 'checkout_post_purchase';

const unprocessed = (message: string) => ({
  status: 'unprocessed',
  errors: [{ code: 'invalid_request', message }],
});

/** The page between payment and thank-you, over the store and the files of the app's extension. */
export function createPostPurchase(deps: {
  store: Store;
  config: BoxConfig;
  secret: string;
  orderOf(id: string): Order;
}): PostPurchaseBox {
  const { store, config, secret, orderOf } = deps;
  const shopOf = (order: Order): Shop => store.tables.shops.get(order.shop) as Shop;
  const extension = () =>
    readExtensions(config.extensionSources, (problem) => console.error(problem)).find(
      (one) => one.type === TYPE,
    );
  const keep = (order: Order, change: Partial<NonNullable<Order['postPurchase']>>) => {
    if (order.postPurchase === undefined) return;
    Object.assign(order.postPurchase, change);
    store.tables.orders.put(order);
  };
  const left = (order: Order) => ({
    changesetApplicationsRemaining: 3 - (order.postPurchase?.applied.length ?? 0),
  });

  return {
    begin(orderId) {
      const order = orderOf(orderId);
      const shop = shopOf(order);
      if (shop.hasPostPurchase !== true || !shop.isInstalled) return 'thank-you';
      const state = order.postPurchase ?? openPostPurchase(store, shop, order);
      const isBuilt = extension() !== undefined && existsSync(join(config.extensionsDir, 'post-purchase.js'));
      if (state.reason === null && !isBuilt)
        keep(order, { reason: 'the extension is not built', isOver: true });
      return state.isOver ? 'thank-you' : 'post-purchase';
    },
    input(orderId) {
      const order = orderOf(orderId);
      const box = {
        shop: () => shopOf(order),
        metafields: (domain: string, owner?: string) =>
          store.tables.metafields.inGroup(domain).filter((one) => one.ownerId === owner),
      };
      const metafields = appMetafields(box, order, extension()?.metafieldsOf('') ?? [], 'thank-you')
        .filter(({ target }) => target.type === 'shop')
        .map(({ metafield: { namespace, key, value, valueType } }) => ({ namespace, key, value, valueType }));
      return postPurchaseInput(shopOf(order), order, { secret }, metafields);
    },
    calculate(orderId, given) {
      const order = orderOf(orderId);
      const signed =
        typeof given === 'string' ? readChangeset(given, order, { apiKey: config.apiKey, secret }) : null;
      if (signed !== null && 'problem' in signed) return unprocessed(signed.problem);
      const changes = readChanges(signed === null ? given : signed.changes);
      return Array.isArray(changes)
        ? calculateChanges(store, order, changes)
        : unprocessed(changes.error.message);
    },
    apply(orderId, token) {
      const order = orderOf(orderId);
      const signed =
        typeof token === 'string'
          ? readChangeset(token, order, { apiKey: config.apiKey, secret })
          : { problem: 'a signed changeset is needed' };
      if ('problem' in signed) return { ...unprocessed(signed.problem), ...left(order) };
      const changes = readChanges(signed.changes);
      if (!Array.isArray(changes)) return { ...unprocessed(changes.error.message), ...left(order) };
      return applyChanges(store, order, changes, signed.key);
    },
    end(orderId, { wasShown, reason }) {
      const order = orderOf(orderId);
      if (order.postPurchase?.isOver === true) return;
      keep(order, { isOver: true, wasShown, reason });
    },
    declineNextCard: (orderId) => keep(orderOf(orderId), { isCardDeclined: true }),
  };
}
