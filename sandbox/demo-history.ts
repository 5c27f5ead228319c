import type { Habit } from './catalogue/habits.ts';
import { habits, names } from './catalogue/habits.ts';
import { tagCustomer } from './store/customers.ts';
import { addCode } from './store/discounts.ts';
import { fulfill, track } from './store/fulfillments.ts';
import { payOutstanding } from './store/order-state.ts';
import { placeOrder } from './store/orders.ts';
import { quietly } from './store/past.ts';
import type { Order, OrderInput, PaymentMethod, Shop, Variant, Visit } from './store/records.ts';
import { cancel, refund } from './store/refunds.ts';
import { addSegment } from './store/segments.ts';
import type { Store } from './store/store.ts';

const DAY = 86_400_000;
const DAYS = 130;
const PEOPLE = 120;
/** Orders of the last two days are left to the present. */
const YOUNGEST = 2 * DAY;

/** When a demonstration shop opened. */
export const openedBefore = (now: Date): Date => new Date(now.getTime() - (DAYS + 20) * DAY);

/** Mulberry32: the same past in every sandbox, so that what is seen in one can be seen in another. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Person = { input: Pick<OrderInput, 'email' | 'shippingAddress'>; orders: number; isWholesale: boolean };
type Plan = { at: Date; person: Person; isFirst: boolean };
type Scene = {
  store: Store;
  shop: Shop;
  roll: () => number;
  variantsOf(handle: string): Variant[];
  code: string;
};

const pick = <T>(roll: () => number, list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;

/** Most come once, some again, a few are regulars. */
function people({ shop, roll }: Scene): Person[] {
  const { first, last, places } = names[shop.catalog] ?? {
    first: ['Kim'],
    last: ['Doe'],
    places: [['Here', '1']],
  };
  return Array.from({ length: PEOPLE }, (_one, index) => {
    const firstName = pick(roll, first);
    const lastName = pick(roll, last);
    const [city, zip] = pick(roll, places) as [string, string];
    const luck = roll();
    const plain = `${firstName}.${lastName}`
      .normalize('NFD')
      .replace(/[̀-ͯ]/g, '')
      .replace(/ı/g, 'i')
      .replace(/ß/g, 'ss')
      .toLowerCase();
    const isWholesale = index < 3;
    return {
      isWholesale,
      orders: isWholesale ? 5 : luck < 0.4 ? 1 : luck < 0.68 ? 2 : luck < 0.88 ? 4 : 8,
      input: {
        email: `${plain}.${index + 1}@example.${shop.country === 'DE' ? 'de' : 'com'}`,
        shippingAddress: {
          firstName,
          lastName,
          address1: `${shop.country === 'DE' ? 'Ringstraße' : 'Main St'} ${1 + Math.floor(roll() * 90)}`,
          city,
          zip,
          countryCode: shop.country,
          ...(isWholesale ? { company: `${lastName} & Co.` } : {}),
        },
      },
    };
  });
}

/** Every order that is to be, oldest first; more of them in the last weeks than before. */
function plans(scene: Scene, now: Date): Plan[] {
  const { roll } = scene;
  return people(scene)
    .flatMap((person) => {
      const ages = Array.from({ length: person.orders }, () => YOUNGEST + DAYS * DAY * roll() ** 1.7);
      return ages
        .sort((a, b) => b - a)
        .map((age, index) => ({ at: new Date(now.getTime() - age), person, isFirst: index === 0 }));
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function basket({ shop, roll, variantsOf }: Scene, { person }: Plan): OrderInput['lines'] {
  const all = habits[shop.catalog] ?? [];
  let left = roll() * all.reduce((sum, { weight }) => sum + weight, 0);
  const habit = all.find(({ weight }) => {
    left -= weight;
    return left < 0;
  }) as Habit;
  const handles = [
    habit.handle,
    ...habit.along.filter(([, share]) => roll() < share).map(([handle]) => handle),
  ];
  if (roll() < 0.12) handles.push(pick(roll, all).handle);
  return [...new Set(handles)].map((handle) => ({
    variantId: pick(roll, variantsOf(handle)).id,
    quantity: person.isWholesale ? 6 + Math.floor(roll() * 7) : roll() < 0.14 ? 2 : 1,
  }));
}

const SOURCES: [share: number, landing: string, referrer: string][] = [
  [0.34, '/', ''],
  [0.24, '/', 'https://www.google.com/'],
  [0.17, '/?utm_source=newsletter&utm_medium=email&utm_campaign=autumn', ''],
  [0.13, '/?utm_source=instagram&utm_medium=social&utm_campaign=reels', 'https://l.instagram.com/'],
  [0.12, '/?utm_source=google&utm_medium=cpc&utm_campaign=brand', 'https://www.google.com/'],
];

function visit({ roll }: Scene, at: Date): Visit {
  let left = roll();
  const found = SOURCES.find(([share]) => {
    left -= share;
    return left < 0;
  });
  const [, landingSite, referringSite] = found ?? [0, '/', ''];
  return { landingSite, referringSite, at: at.toISOString() };
}

const PAYMENTS: [share: number, payment: PaymentMethod][] = [
  [0.68, 'card'],
  [0.88, 'wallet'],
  [0.96, 'instalments'],
  [1, 'cash_on_delivery'],
];

function place(scene: Scene, plan: Plan): Order {
  const { store, shop, roll, code } = scene;
  const last = visit(scene, plan.at);
  const draw = roll();
  const hasOlderVisit = roll() < 0.4;
  const olderAt = new Date(plan.at.getTime() - (1 + Math.floor(roll() * 9)) * DAY);
  const isAtCounter = roll() < 0.04;
  return placeOrder(quietly(store, plan.at), {
    shop: shop.domain,
    ...plan.person.input,
    locale: shop.locale,
    lines: basket(scene, plan),
    acceptsMarketing: plan.isFirst && roll() < 0.55,
    landingSite: last.landingSite,
    referringSite: last.referringSite,
    ...(hasOlderVisit ? { firstVisit: visit(scene, olderAt) } : {}),
    shippingMethod: roll() < 0.12 ? 'express' : 'standard',
    discountCodes: plan.isFirst && !isAtCounter && roll() < 0.18 ? [code] : [],
    noteAttributes: roll() < 0.06 ? [{ name: 'gift', value: 'yes' }] : [],
    ...(isAtCounter
      ? { source: 'pos' }
      : { payment: PAYMENTS.find(([share]) => draw < share)?.[1] ?? 'card' }),
  });
}

/** What became of an order: sent, delivered, sometimes called off or given back; as far as time has come by now. */
function afterwards(scene: Scene, order: Order, now: Date): void {
  const { store, shop, roll } = scene;
  const placed = Date.parse(order.createdAt);
  const later = (days: number): Store | null => {
    const at = new Date(placed + days * DAY);
    return at < now ? quietly(store, at) : null;
  };
  const [calledOff, sentAfter, transit] = [roll() < 0.02, 0.4 + roll() * 1.6, 1 + roll() * 3];
  const backAfter = 6 + roll() * 8;
  if (order.source === 'pos') {
    fulfill(quietly(store, new Date(placed)), order, {});
    return;
  }
  const soon = calledOff ? later(0.2) : null;
  if (soon !== null) {
    cancel(soon, order, { reason: 'customer', refund: true, restock: true });
    return;
  }
  const sending = later(sentAfter);
  if (sending === null) return;
  const trackingNumber = `00340434161${String(Math.floor(roll() * 1e9)).padStart(9, '0')}`;
  fulfill(sending, order, { trackingCompany: shop.country === 'DE' ? 'DHL' : 'UPS', trackingNumber });
  const moving = later(sentAfter + 0.5);
  if (moving !== null) track(moving, order, { status: 'in_transit' });
  const arriving = later(sentAfter + transit);
  if (arriving === null) return;
  track(arriving, order, { status: 'delivered' });
  if (order.financialStatus === 'PENDING') payOutstanding(arriving, order);
  const goingBack = later(sentAfter + transit + backAfter);
  if (goingBack !== null) sendBack(scene, goingBack, order);
}

function sendBack({ shop, roll, store }: Scene, at: Store, order: Order): void {
  const shares = new Map((habits[shop.catalog] ?? []).map((one) => [one.handle, one.returned ?? 0.03]));
  const lines = order.lines.filter((line) => {
    const handle = line.productId === null ? '' : (store.tables.products.get(line.productId)?.handle ?? '');
    return roll() < (shares.get(handle) ?? 0.02);
  });
  if (lines.length === 0) return;
  refund(at, order, {
    lines: lines.map((line) => ({ lineId: line.id, quantity: line.currentQuantity })),
    restock: true,
    note: shop.locale.startsWith('de') ? 'Rücksendung' : 'Return',
  });
}

/** A code of the merchant's own, as most shops have one for newcomers. */
function welcomeCode(store: Store, shop: Shop): string {
  const code = shop.locale.startsWith('de') ? 'WILLKOMMEN10' : 'WELCOME10';
  const at = store.nowIso();
  const discount = store.tables.discounts.put({
    id: store.nextId(),
    shop: shop.domain,
    kind: 'basic',
    title: code,
    value: { kind: 'percentage', fraction: '0.1' },
    productIds: null,
    variantIds: null,
    collectionIds: null,
    bxgy: null,
    shipping: null,
    customerIds: null,
    segmentIds: null,
    minimumSubtotal: null,
    minimumQuantity: null,
    usageLimit: null,
    appliesOncePerCustomer: true,
    appliesOnOneTimePurchase: true,
    appliesOnSubscription: false,
    recurringCycleLimit: null,
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
    tags: [],
    startsAt: at,
    endsAt: null,
    isActive: true,
    createdAt: at,
    updatedAt: at,
  });
  addCode(store, discount, code);
  return code;
}

/**
 * Some months of orders as a shop has them before an app is installed: regulars and passers-by, things that go together,
 * parcels that arrived, a few returns, people's ways into the shop. Nothing is told to anybody, and the shelves are full
 * again afterwards.
 */
export function seedHistory(store: Store, shop: Shop): void {
  const now = store.now();
  const opened = quietly(store, openedBefore(now));
  const shelves = store.tables.variants.inGroup(shop.domain).map(({ id, stock }) => ({ id, stock }));
  const scene: Scene = {
    store,
    shop,
    roll: dice(shop.catalog === 'de-eur' ? 20_261 : 20_262),
    code: welcomeCode(opened, shop),
    variantsOf(handle) {
      const product = store.tables.products.byKey(`${shop.domain}|${handle}`)[0];
      const all = (product?.variantIds ?? []).flatMap((id) => store.tables.variants.get(id) ?? []);
      const inStock = all.filter((one) => one.stock > 0);
      return inStock.length > 0 ? inStock : all;
    },
  };
  for (const plan of plans(scene, now)) {
    const order = place(scene, plan);
    afterwards(scene, order, now);
    if (plan.person.isWholesale && order.customerId !== null)
      tagCustomer(quietly(store, plan.at), order.customerId, ['Wholesale']);
  }
  for (const { id, stock } of shelves) {
    const variant = store.tables.variants.get(id);
    if (variant !== undefined) store.tables.variants.put({ ...variant, stock });
  }
  for (const customer of store.tables.customers.inGroup(shop.domain)) {
    const orders = store.tables.orders.byKey(`customer|${customer.id}`).length;
    if (orders >= 6) tagCustomer(quietly(store, now), customer.id, [...customer.tags, 'VIP']);
  }
  addSegment(opened, shop, 'VIP', "customer_tags CONTAINS 'VIP'");
  addSegment(opened, shop, 'Wholesale', "customer_tags CONTAINS 'Wholesale'");
}
