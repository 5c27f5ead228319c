import type { Box, BoxConfig, ClockAnswer } from './box.ts';
import { Refused } from './box.ts';
import type { AdvanceDeps, Work } from './clock/advance.ts';
import { advanceTo } from './clock/advance.ts';
import type { Clock } from './clock/clock.ts';
import { openedBefore, seedHistory } from './demo-history.ts';
import type { InstallDeps } from './install.ts';
import { activateDefaults, installApp, runScheduled, uninstallApp } from './install.ts';
import { readOutbox } from './mail/outbox.ts';
import { adminToken, extensionToken } from './oauth/session-tokens.ts';
import { createPostPurchase } from './post-purchase-box.ts';
import { createCheckout, priceIn, quoteCheckout, updateCheckout } from './store/checkouts.ts';
import { setConsent, tagCustomer } from './store/customers.ts';
import { basketOf, codeProblem, findCode, viewOf } from './store/discounts.ts';
import { editOrder } from './store/edits.ts';
import { fulfill, track } from './store/fulfillments.ts';
import { gid, numericId } from './store/ids.ts';
import { isAmount } from './store/money.ts';
import { currentTotals, netPayment, outstanding, payOutstanding } from './store/order-state.ts';
import { placeOrder } from './store/orders.ts';
import { quietly } from './store/past.ts';
import { changeProduct, removeProduct } from './store/products.ts';
import type { Order, Shop } from './store/records.ts';
import { cancel, refund } from './store/refunds.ts';
import { addSegment, isMember } from './store/segments.ts';
import { changeStock, openShop, storefrontUrl } from './store/shops.ts';
import type { Store } from './store/store.ts';
import { findShop } from './store/store.ts';
import { expire } from './store/store-credit.ts';
import type { StorefrontApi } from './storefront-api/router.ts';
import type { Outgoing } from './webhooks/outgoing.ts';

export type WorldDeps = {
  config: BoxConfig;
  store: Store;
  clock: Clock;
  install: InstallDeps;
  outgoing: Outgoing;
  /** The app's own account of its work; null when it does not answer. */
  appWork(): Promise<Work | null>;
  /** Work that the Admin API does in the background. */
  background(): number;
  askStorefront: StorefrontApi['ask'];
};

export type World = Box & {
  /** Webhooks, jobs and due rows that are not carried out yet. */
  pending(): Promise<number>;
};

/** The Box over an open store: one place where the pages, the control calls and the clock meet. */
export function createWorld(deps: WorldDeps): World {
  const { store, install } = deps;
  let turn: Promise<unknown> = Promise.resolve();

  const shopOf = (text: string): Shop => {
    const shop = findShop(store, text);
    if (shop === undefined) throw new Refused('shop', `there is no shop ${text}`, 404);
    return shop;
  };
  const orderOf = (id: string): Order => {
    const numeric = numericId(id, ['Order', 'OrderIdentity']);
    const order = numeric === null ? undefined : store.tables.orders.get(numeric);
    if (order === undefined) throw new Refused('id', `there is no order ${id}`, 404);
    return order;
  };
  const own = (): Work => {
    const next = [runScheduled(store), deps.outgoing.nextAt()].filter((at) => at !== null).sort()[0];
    return {
      open: deps.outgoing.pending() + deps.background(),
      nextAt: next === undefined ? null : new Date(next),
    };
  };
  const advance: AdvanceDeps = { clock: deps.clock, own, app: deps.appWork, moved: deps.outgoing.pump };
  const moveTo = (target: Date): Promise<ClockAnswer> => {
    const next = turn.then(() => {
      if (target < deps.clock.now()) throw new Refused('set', 'time does not go backwards');
      return advanceTo(advance, target);
    });
    turn = next.catch(() => undefined);
    return next;
  };

  return {
    config: deps.config,
    now: store.now,

    shops: () => store.tables.shops.all(),
    shop: (text) => findShop(store, text),
    async createShop(input) {
      const isOld = input.history === true;
      const shop = openShop(isOld ? quietly(store, openedBefore(store.now())) : store, input);
      if (isOld) seedHistory(store, shop);
      await installApp(install, shop);
      if (input.activateDefaults) await activateDefaults(install, shop);
      return shop;
    },
    async uninstall(text) {
      const shop = shopOf(text);
      if (!shop.isInstalled) throw new Refused('shop', 'the app is not installed there', 409);
      uninstallApp(install, shop);
      return shop;
    },
    async reinstall(text) {
      const shop = shopOf(text);
      if (shop.isInstalled) throw new Refused('shop', 'the app is installed there already', 409);
      await installApp(install, shop);
      return shop;
    },
    async redact(text) {
      const shop = shopOf(text);
      for (const event of store.tables.scheduled.inGroup(shop.domain))
        store.tables.scheduled.remove(event.id);
      store.announce({ shop, topic: 'shop/redact' });
      return shop;
    },
    activateDefaults: (text) => activateDefaults(install, shopOf(text)),

    catalog(text) {
      const { domain } = shopOf(text);
      return {
        products: store.tables.products.inGroup(domain),
        variants: store.tables.variants.inGroup(domain),
      };
    },
    product(text, idOrHandle) {
      const { domain } = shopOf(text);
      const id = numericId(idOrHandle, 'Product');
      const found =
        (id === null ? undefined : store.tables.products.get(id)) ??
        store.tables.products.byKey(`${domain}|${idOrHandle}`)[0];
      if (found === undefined || found.shop !== domain) return undefined;
      return {
        product: found,
        variants: found.variantIds.flatMap((one) => store.tables.variants.get(one) ?? []),
      };
    },
    variant: (id) => store.tables.variants.get(numericId(id, 'ProductVariant') ?? ''),
    priceIn: (variant, currency) => priceIn(variant, shopOf(variant.shop), currency),
    changeVariant(variantId, change) {
      const variant = store.tables.variants.get(numericId(variantId, 'ProductVariant') ?? '');
      if (variant === undefined) throw new Refused('id', `there is no variant ${variantId}`, 404);
      const { currency } = shopOf(variant.shop);
      for (const field of ['price', 'unitCost'] as const) {
        const amount = change[field];
        if (amount != null && !isAmount(amount, currency))
          throw new Refused(field, `not an amount of ${currency}`);
      }
      if (change.price !== undefined) variant.price = change.price;
      if (change.unitCost !== undefined) variant.unitCost = change.unitCost;
      return changeStock(store, variant, change.stock ?? variant.stock);
    },
    changeProduct: (id, change) => changeProduct(store, numericId(id, 'Product') ?? id, change),
    removeProduct: (id) => removeProduct(store, numericId(id, 'Product') ?? id),
    tagCustomer: (id, tags) => tagCustomer(store, numericId(id, 'Customer') ?? id, tags),
    segments(text) {
      const { domain } = shopOf(text);
      const customers = store.tables.customers.inGroup(domain);
      return store.tables.segments.inGroup(domain).map((segment) => ({
        segment,
        members: customers.filter((one) => isMember(store, segment, one)),
      }));
    },
    addSegment: (text, name, query) => addSegment(store, shopOf(text), name, query),

    checkouts: (text) => store.tables.checkouts.inGroup(shopOf(text).domain),
    checkout: (token) => store.tables.checkouts.get(token),
    createCheckout: (input) => createCheckout(store, input),
    quoteCheckout: (input) => quoteCheckout(store, input),
    updateCheckout: (token, patch) => updateCheckout(store, token, patch),
    discountProblem(text, code, checkout) {
      return codeProblem(store, shopOf(text), code, checkout === undefined ? null : basketOf(checkout));
    },

    placeOrder: (input) => placeOrder(store, input),
    order(id) {
      const numeric = numericId(id, ['Order', 'OrderIdentity']);
      return numeric === null ? undefined : store.tables.orders.get(numeric);
    },
    ordersOf: (text) => store.tables.orders.inGroup(shopOf(text).domain),
    fulfill: (id, input) => fulfill(store, orderOf(id), input),
    deliver: (id, input) => track(store, orderOf(id), { ...input, status: 'DELIVERED' }),
    tracking: (id, input) => track(store, orderOf(id), input),
    cancel: (id, input) => cancel(store, orderOf(id), input),
    refund: (id, input) => refund(store, orderOf(id), input),
    edit: (id, input) => editOrder(store, orderOf(id), input),
    payOutstanding: (id) => payOutstanding(store, orderOf(id)),
    outstanding,
    totalNow: (order) => currentTotals(order).total,
    paid: netPayment,
    addressOf: (order) => order.shippingAddress ?? order.billingAddress,

    setPostPurchase(text, isOn) {
      const shop = shopOf(text);
      shop.hasPostPurchase = isOn;
      return store.tables.shops.put(shop);
    },
    postPurchase: createPostPurchase({ store, config: deps.config, secret: install.secret, orderOf }),

    customers: (text) => store.tables.customers.inGroup(shopOf(text).domain),
    customer: (id) => store.tables.customers.get(numericId(id, 'Customer') ?? ''),
    setConsent: (input) => setConsent(store, input),

    discounts: (text) => store.tables.discounts.inGroup(shopOf(text).domain).map((one) => viewOf(store, one)),
    discount(text, code) {
      const found = findCode(store, shopOf(text).domain, code);
      return found === null ? undefined : viewOf(store, found.discount);
    },
    storeCredit(text) {
      const accounts = store.tables.storeCredit.inGroup(shopOf(text).domain);
      for (const account of accounts) expire(store, account);
      return accounts;
    },
    metafields(text, ownerId) {
      const all = store.tables.metafields.inGroup(shopOf(text).domain);
      return ownerId === undefined ? all : all.filter((one) => one.ownerId === numericId(ownerId));
    },

    outbox: (filter) => readOutbox(store, filter),
    setClock: moveTo,
    advanceClock: (ms) => moveTo(new Date(deps.clock.now().getTime() + ms)),

    mintToken(input) {
      const shop = shopOf(input.shop);
      if (input.target === 'admin') return adminToken(shop, install);
      if (!/^(purchase|customer-account)\.[a-z-]+/.test(input.target))
        throw new Refused('target', 'admin or an extension target');
      const order = input.order === undefined ? undefined : orderOf(input.order);
      if (order !== undefined && order.shop !== shop.domain)
        throw new Refused('order', 'an order of another shop');
      return extensionToken(shop, { ...install, customerGid: signedIn(input.customer, shop) });
    },

    askStorefront: (text, query, variables) =>
      deps.askStorefront(shopOf(text), { query, variables, operationName: null }),
    adminUrl: (shop) => `${deps.config.sandboxUrl}/admin/${shop.slug}`,
    storefrontUrl: (shop) => storefrontUrl(store, shop),
    thankYouUrl: (order) => `${deps.config.sandboxUrl}/thank-you/${order.id}`,
    orderStatusUrl: (order) => `${deps.config.sandboxUrl}/orders/${order.id}`,

    async pending() {
      const app = await deps.appWork();
      return own().open + (app?.open ?? 0);
    },
  };

  /** Whose session it is; the claim is only there when the app may read customers. */
  function signedIn(customer: string | undefined, shop: Shop): string | null {
    if (customer === undefined || customer === 'none' || customer === '') return null;
    const id = numericId(customer, 'Customer');
    const found = id === null ? undefined : store.tables.customers.get(id);
    if (found === undefined || found.shop !== shop.domain)
      throw new Refused('customer', `there is no customer ${customer}`);
    const mayRead = shop.scopes.some((scope) => scope === 'read_customers' || scope === 'write_customers');
    return mayRead ? gid('Customer', found.id) : null;
  }
}
