import { describe, expect, test } from 'vitest';
import type { OrderInput } from '../box.ts';
import { readJwt, signJwt } from '../oauth/session-tokens.ts';
import { type TestStore, testShop, testStore, variantsOf } from '../testing.ts';
import { parseLossless, readChangeset } from './changeset-token.ts';
import { currentTotals, outstanding } from './order-state.ts';
import { placeOrder } from './orders.ts';
import {
  applyChanges,
  type Change,
  calculateChanges,
  openPostPurchase,
  readChanges,
  reasonAgainst,
} from './post-purchase.ts';
import { postPurchaseInput } from './post-purchase-input.ts';
import type { Shop } from './records.ts';

const APP = { apiKey: 'key', secret: 'secret' };
const address = {
  firstName: 'Ada',
  lastName: 'L',
  address1: 'Weg 1',
  zip: '10115',
  city: 'Berlin',
  countryCode: 'DE',
};

function scene(country: 'DE' | 'US' = 'DE', more: Partial<OrderInput> = {}) {
  const t = testStore();
  const shop = testShop(t, { currency: country === 'DE' ? 'EUR' : 'USD', country });
  const [bought, extra] = variantsOf(t, shop);
  if (!bought || !extra) throw new Error('an empty catalogue');
  const place = (input: Partial<OrderInput> = {}) =>
    placeOrder(t.store, {
      shop: shop.domain,
      lines: [{ variantId: bought.id, quantity: 1 }],
      email: 'buyer@example.com',
      shippingAddress: country === 'DE' ? address : { ...address, countryCode: 'US', provinceCode: 'CO' },
      ...more,
      ...input,
    });
  const order = place();
  openPostPurchase(t.store, shop, order);
  t.events.length = 0;
  return { t, shop, order, extra, place };
}

const add = (variantId: string, more: Partial<Extract<Change, { type: 'add_variant' }>> = {}): Change => ({
  type: 'add_variant',
  variantId,
  quantity: 1,
  ...more,
});

describe('when Shopify does not show the page', () => {
  const reason = (t: TestStore, shop: Shop, order: ReturnType<ReturnType<typeof scene>['place']>) =>
    reasonAgainst(t.store.tables.shops.get(shop.domain) as Shop, order);

  test('a card payment in the shop’s currency, sent to an address, may', () => {
    const { t, shop, order } = scene();
    expect(reason(t, shop, order)).toBeNull();
  });

  test.each([
    [{ payment: 'wallet' }, 'paid with a wallet'],
    [{ payment: 'instalments' }, 'paid in instalments'],
    [{ payment: 'cash_on_delivery' }, 'not paid by card'],
    [{ financialStatus: 'pending' }, 'not paid yet'],
    [{ currency: 'JPY' }, "another currency than the shop's"],
    [{ shippingAddress: null }, 'no shipping address'],
  ] as const)('%o: %s', (input, words) => {
    const { t, shop, place } = scene();
    expect(reason(t, shop, place(input as Partial<OrderInput>))).toBe(words);
  });

  test('nearly nothing to pay', () => {
    const { t, shop, order } = scene();
    const total = { shop: '0.49', presentment: '0.49' };
    expect(reason(t, shop, { ...order, totals: { ...order.totals, total } })).toBe('less than 0.50');
    expect(reason(t, shop, { ...order, source: 'pos' } as never)).toBe('not an online store checkout');
  });
});

describe('what the extension is given', () => {
  test('a token over the whole purchase, with every id in full; numbers of variants are exact', () => {
    const { shop, order } = scene();
    const { token, ...input } = postPurchaseInput(shop, order, APP, []);
    const read = readJwt(token, APP.secret) as { payload: string };
    const claims = parseLossless(read.payload) as { input_data: typeof input; exp: number };
    const [line] = order.lines;
    const product = claims.input_data.initialPurchase.lineItems[0]?.product;
    expect(product?.id).toBe(line?.productId);
    expect(claims.input_data.initialPurchase.referenceId).toBe(order.checkoutToken);
    expect(String(input.initialPurchase.lineItems[0]?.product.variant.id)).toBe(line?.variantId);
    expect(claims.input_data.shop.domain).toBe(shop.domain);
    expect(claims.exp * 1000).toBeGreaterThan(Date.now());
  });
});

describe('calculating', () => {
  test('20 % off one piece, taxes in the price; the order stays as it was', () => {
    const { t, order, extra } = scene();
    const before = JSON.stringify(order);
    const answer = calculateChanges(t.store, order, [
      add(extra.id, { discount: { value: 20, valueType: 'percentage', title: 'Thanks' } }),
      { type: 'add_shipping_line', price: 2, title: 'Box' },
    ]);
    if (answer.status !== 'processed') throw new Error('not processed');
    const { calculatedPurchase: now } = answer;
    const discounted = (Number(extra.price) * 0.8).toFixed(2);
    expect(now.updatedLineItems[0]?.totalPriceSet.presentmentMoney.amount).toBe(discounted);
    expect(now.totalOutstandingSet.presentmentMoney.amount).toBe((Number(discounted) + 2).toFixed(2));
    expect(now.addedShippingLines[0]?.presentmentTitle).toBe('Box');
    expect(now.addedTaxLines.length).toBeGreaterThan(0);
    expect(JSON.stringify(order)).toBe(before);
    expect(t.events).toEqual([]);
  });

  test('taxes on top are part of what is to pay', () => {
    const { t, order, extra } = scene('US');
    const answer = calculateChanges(t.store, order, [add(extra.id)]);
    if (answer.status !== 'processed') throw new Error('not processed');
    const { totalOutstandingSet, addedTaxLines } = answer.calculatedPurchase;
    const taxes = addedTaxLines.reduce((sum, one) => sum + Number(one.priceSet.shopMoney.amount), 0);
    expect(taxes).toBeGreaterThan(0);
    expect(Number(totalOutstandingSet.shopMoney.amount)).toBeCloseTo(Number(extra.price) + taxes, 2);
  });

  test('what there is not enough of is refused', () => {
    const { t, order, extra } = scene();
    expect(calculateChanges(t.store, order, [add(extra.id, { quantity: extra.stock + 1 })])).toMatchObject({
      status: 'unprocessed',
      errors: [{ code: 'insufficient_inventory' }],
    });
    expect(calculateChanges(t.store, order, [add('99')])).toMatchObject({ status: 'unprocessed' });
    expect(
      readChanges({ changes: [{ type: 'add_variant', variantId: extra.id, quantity: 0 }] }),
    ).toMatchObject({
      error: { code: 'invalid_request' },
    });
    expect(readChanges({ changes: [] })).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

describe('applying', () => {
  test('charges the card that paid, three times at most, and no changeset twice', () => {
    const { t, order, extra } = scene();
    const apply = (key: string) => applyChanges(t.store, order, [add(extra.id)], key);
    expect(apply('a')).toEqual({ status: 'processed', errors: [], changesetApplicationsRemaining: 2 });
    expect(apply('a').errors[0]?.code).toBe('changeset_already_applied');
    apply('b');
    expect(apply('c').changesetApplicationsRemaining).toBe(0);
    expect(apply('d')).toMatchObject({ status: 'unprocessed', errors: [{ code: 'invalid_request' }] });
    expect(order.lines).toHaveLength(4);
    expect(outstanding(order).shop).toBe('0.00');
    expect(order.financialStatus).toBe('PAID');
    expect(t.topics()).toContain('orders/edited');
    expect(currentTotals(order).total.shop).toBe(
      order.transactions.reduce((sum, { amount }) => sum + Number(amount.shop), 0).toFixed(2),
    );
  });

  test('a card that is declined leaves the goods in the order and the difference open', () => {
    const { t, order, extra } = scene();
    if (order.postPurchase) order.postPurchase.isCardDeclined = true;
    const answer = applyChanges(t.store, order, [add(extra.id)], 'a');
    expect(answer).toMatchObject({ status: 'partially_processed', errors: [{ code: 'payment_required' }] });
    expect(order.financialStatus).toBe('PARTIALLY_PAID');
  });

  test('once the buyer has gone on, nothing', () => {
    const { t, order, extra } = scene();
    if (order.postPurchase) order.postPurchase.isOver = true;
    expect(applyChanges(t.store, order, [add(extra.id)], 'a').errors[0]?.code).toBe('order_released_error');
    expect(order.lines).toHaveLength(1);
  });
});

describe('a changeset’s signature', () => {
  const { order } = scene();
  const claims = { iss: 'key', sub: order.checkoutToken, iat: Date.now(), jti: 'one', changes: [] };

  test('of the app, over this purchase, is taken', () => {
    expect(readChangeset(signJwt(claims, 'secret'), order, APP)).toEqual({
      changes: { changes: [] },
      key: 'one',
    });
  });

  test.each([
    ['another secret', () => signJwt(claims, 'guess')],
    ['another app', () => signJwt({ ...claims, iss: 'else' }, 'secret')],
    ['another purchase', () => signJwt({ ...claims, sub: 'else' }, 'secret')],
    ['no time', () => signJwt({ ...claims, iat: undefined }, 'secret')],
    ['no token', () => 'nonsense'],
  ])('%s is not', (_name, token) => {
    expect(readChangeset(token(), order, APP)).toHaveProperty('problem');
  });
});
