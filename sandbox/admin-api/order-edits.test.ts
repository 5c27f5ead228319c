import { describe, expect, test } from 'vitest';
import { editOrder } from '../store/edits.ts';
import { fulfill } from '../store/fulfillments.ts';
import { gid } from '../store/ids.ts';
import { payOutstanding } from '../store/order-state.ts';
import { placeOrder } from '../store/orders.ts';
import { cancel } from '../store/refunds.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';

type Answer = { userErrors: { field: string[] | null; message: string }[] } & Record<string, never>;

const TOTALS =
  'calculatedOrder { id subtotalPriceSet { shopMoney { amount } } totalPriceSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } } cartDiscountAmountSet { shopMoney { amount } } taxLines { priceSet { shopMoney { amount } } } addedLineItems(first: 5) { nodes { id quantity discountedUnitPriceSet { shopMoney { amount } } calculatedDiscountAllocations { discountApplication { id } } } } stagedChanges(first: 10) { nodes { __typename } } }';
const LINE = 'calculatedLineItem { id discountedUnitPriceSet { shopMoney { amount } } }';

function scene(country: 'DE' | 'US') {
  const t = testStore();
  const shop = testShop(t, { currency: country === 'DE' ? 'EUR' : 'USD', country });
  const [first, second] = variantsOf(t, shop);
  if (first === undefined || second === undefined) throw new Error('the catalogue is empty');
  first.price = '60.00';
  second.price = '10.00';
  const order = placeOrder(t.store, {
    shop: shop.domain,
    email: 'a@example.com',
    lines: [{ variantId: first.id, quantity: 2 }],
  });
  t.events.length = 0;
  const send = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await ask(t, shop, query, variables);
    expect(errors).toBeUndefined();
    return Object.values((data ?? {}) as Record<string, Answer>)[0] as Answer;
  };
  const begin = async (): Promise<string> => {
    const answer = await send(
      'mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { field message } } }',
      { id: gid('Order', order.id) },
    );
    return (answer as unknown as { calculatedOrder: { id: string } }).calculatedOrder.id;
  };
  const add = async (id: string, more: Record<string, unknown> = {}) =>
    send(
      `mutation($id: ID!, $v: ID!, $q: Int!, $a: Boolean) { orderEditAddVariant(id: $id, variantId: $v, quantity: $q, allowDuplicates: $a) { ${LINE} ${TOTALS} userErrors { field message } } }`,
      { id, v: gid('ProductVariant', second.id), q: 2, a: false, ...more },
    ) as Promise<Answer & { calculatedLineItem: { id: string } | null }>;
  const discount = (id: string, l: string, d: Record<string, unknown>) =>
    send(
      `mutation($id: ID!, $l: ID!, $d: OrderEditAppliedDiscountInput!) { orderEditAddLineItemDiscount(id: $id, lineItemId: $l, discount: $d) { ${LINE} ${TOTALS} userErrors { field message } } }`,
      { id, l, d },
    );
  const commit = (id: string, notify = false) =>
    send(
      'mutation($id: ID!, $n: Boolean) { orderEditCommit(id: $id, notifyCustomer: $n, staffNote: "why") { order { displayFinancialStatus edited closed totalOutstandingSet { shopMoney { amount } } paymentCollectionDetails { additionalPaymentCollectionUrl } } successMessages userErrors { field message } } }',
      { id, n: notify },
    );
  return { t, shop, first, second, order, send, begin, add, discount, commit };
}

const amount = (value: string) => ({ shopMoney: { amount: value } });

describe('what an edit would come to', () => {
  test('prices with taxes in them: 20 % and an amount off each piece', async () => {
    const { begin, add, discount } = scene('DE');
    const id = await begin();
    const { calculatedLineItem } = await add(id);
    const line = calculatedLineItem?.id ?? '';
    expect(line).toMatch(/^gid:\/\/shopify\/CalculatedLineItem\/[\da-f]{8}-/);
    expect(await discount(id, line, { percentValue: 20, description: 'Thanks' })).toMatchObject({
      calculatedLineItem: { discountedUnitPriceSet: amount('8.0') },
      calculatedOrder: {
        subtotalPriceSet: amount('136.0'),
        totalPriceSet: amount('136.0'),
        totalOutstandingSet: amount('16.0'),
        cartDiscountAmountSet: amount('0.0'),
        taxLines: [{ priceSet: amount('19.16') }, { priceSet: amount('2.55') }, { priceSet: amount('0.0') }],
        stagedChanges: {
          nodes: [
            { __typename: 'OrderStagedChangeAddVariant' },
            { __typename: 'OrderStagedChangeAddLineItemDiscount' },
          ],
        },
      },
    });
    expect(await discount(id, line, { fixedValue: { amount: '3.00', currencyCode: 'EUR' } })).toMatchObject({
      calculatedLineItem: { discountedUnitPriceSet: amount('7.0') },
      calculatedOrder: { totalOutstandingSet: amount('14.0') },
    });
  });

  test('taxes on top are part of what is still to pay, and a discount can be taken off again', async () => {
    const { begin, add, discount, send } = scene('US');
    const id = await begin();
    const { calculatedLineItem } = await add(id, { q: 1 });
    const answer = (await discount(id, calculatedLineItem?.id ?? '', { percentValue: 50 })) as unknown as {
      calculatedOrder: {
        totalOutstandingSet: { shopMoney: { amount: string } };
        addedLineItems: {
          nodes: { calculatedDiscountAllocations: { discountApplication: { id: string } }[] }[];
        };
      };
    };
    const open = Number(answer.calculatedOrder.totalOutstandingSet.shopMoney.amount);
    expect(open).toBeGreaterThan(5);
    const application =
      answer.calculatedOrder.addedLineItems.nodes[0]?.calculatedDiscountAllocations[0]?.discountApplication
        .id;
    const remove = `mutation($id: ID!, $d: ID!) { orderEditRemoveDiscount(id: $id, discountApplicationId: $d) { ${TOTALS} userErrors { field message code } } }`;
    const after = (await send(remove, { id, d: application })) as unknown as typeof answer;
    expect(Number(after.calculatedOrder.totalOutstandingSet.shopMoney.amount)).toBeCloseTo(2 * open, 2);
    expect((await send(remove, { id, d: application })).userErrors).toMatchObject([{ code: 'INVALID' }]);
  });
});

describe('the commit', () => {
  test('leaves the rest open, takes stock, tells the world; paid, the order is whole', async () => {
    const { t, order, second, begin, add, commit } = scene('DE');
    const stock = second.stock;
    const id = await begin();
    await add(id);
    const done = (await commit(id, true)) as unknown as {
      order: { paymentCollectionDetails: { additionalPaymentCollectionUrl: string } };
    };
    expect(done).toMatchObject({
      order: { displayFinancialStatus: 'PARTIALLY_PAID', edited: true, totalOutstandingSet: amount('20.0') },
      successMessages: ['Order updated', 'Invoice sent'],
      userErrors: [],
    });
    expect(done.order.paymentCollectionDetails.additionalPaymentCollectionUrl).toContain(
      `/orders/${order.id}/pay?key=`,
    );
    expect(t.topics()).toEqual(['orders/edited', 'orders/updated', 'products/update']);
    expect(second.stock).toBe(stock - 2);
    expect(t.events[0]).toMatchObject({ edit: { staffNote: 'why', notifyCustomer: true, removed: [] } });
    expect((await commit(id)).userErrors[0]?.message).toBe('The calculated order does not exist.');
    t.events.length = 0;
    payOutstanding(t.store, order);
    expect(order.financialStatus).toBe('PAID');
    expect(t.topics()).toEqual(['orders/paid', 'orders/updated']);
  });

  test('what was added and not paid is taken off again, and the goods go back', async () => {
    const { second, order, begin, add, commit, send } = scene('DE');
    const stock = second.stock;
    const id = await begin();
    await add(id);
    await commit(id);
    const added = order.lines.at(-1)?.id ?? '';
    const again = await begin();
    await send(
      'mutation($id: ID!, $l: ID!) { orderEditSetQuantity(id: $id, lineItemId: $l, quantity: 0, restock: true) { userErrors { message } } }',
      { id: again, l: gid('CalculatedLineItem', added) },
    );
    expect(await commit(again)).toMatchObject({
      order: { displayFinancialStatus: 'PAID', totalOutstandingSet: amount('0.0') },
      successMessages: ['Order updated'],
    });
    expect(second.stock).toBe(stock);
  });

  test('two edits at once: the second has to begin again', async () => {
    const { begin, add, commit } = scene('DE');
    const [one, two] = [await begin(), await begin()];
    await add(one);
    await add(two);
    expect((await commit(one)).userErrors).toEqual([]);
    expect((await commit(two)).userErrors).toEqual([
      { field: ['id'], message: 'The order has been changed since this edit began.' },
    ]);
  });

  test('an archived order comes out of the archive; a cancelled one is refused', async () => {
    const { t, order, begin, add, commit, send } = scene('DE');
    order.closedAt = t.store.nowIso();
    const id = await begin();
    await add(id);
    expect(await commit(id)).toMatchObject({
      order: { closed: false },
      successMessages: ['Order updated', 'Order unarchived'],
    });
    const later = await begin();
    cancel(t.store, order, {});
    expect((await commit(later)).userErrors[0]?.message).toBe('The order cannot be edited.');
    const refused = await send(
      'mutation($id: ID!) { orderEditBegin(id: $id) { userErrors { field message } } }',
      { id: gid('Order', order.id) },
    );
    expect(refused.userErrors).toEqual([{ field: null, message: 'The order cannot be edited.' }]);
  });
});

describe('refusals in Shopify’s words', () => {
  test('a variant that is there already, unless duplicates are allowed', async () => {
    const { first, begin, add } = scene('DE');
    const id = await begin();
    const v = gid('ProductVariant', first.id);
    const { userErrors } = await add(id, { v });
    expect(userErrors).toEqual([
      {
        field: ['id'],
        message: expect.stringMatching(/ was not added because it's already on the order\.$/),
      },
    ]);
    expect((await add(id, { v, a: true })).userErrors).toEqual([]);
  });

  test('less than what was sent already', async () => {
    const { t, order, begin, send } = scene('DE');
    fulfill(t.store, order, {});
    const set =
      'mutation($id: ID!, $l: ID!, $q: Int!) { orderEditSetQuantity(id: $id, lineItemId: $l, quantity: $q) { userErrors { field message } } }';
    const id = await begin();
    const l = gid('CalculatedLineItem', order.lines[0]?.id ?? '');
    expect((await send(set, { id, l, q: 1 })).userErrors).toMatchObject([{ field: ['quantity'] }]);
    expect((await send(set, { id, l, q: 3 })).userErrors).toEqual([]);
  });

  test('shipping in another currency, and custom items without a name', async () => {
    const { order, begin, commit, send } = scene('DE');
    const id = await begin();
    const ship =
      'mutation($id: ID!, $s: OrderEditAddShippingLineInput!) { orderEditAddShippingLine(id: $id, shippingLine: $s) { calculatedShippingLine { title stagedStatus } userErrors { field message code } } }';
    const price = { amount: '5.00', currencyCode: 'USD' };
    expect((await send(ship, { id, s: { title: 'Express', price } })).userErrors).toEqual([
      { field: ['shippingLine', 'price'], message: 'The price must be in EUR.', code: 'INVALID' },
    ]);
    const item =
      'mutation($id: ID!, $t: String!) { orderEditAddCustomItem(id: $id, title: $t, quantity: 1, price: { amount: "2.00", currencyCode: EUR }) { userErrors { field message } } }';
    expect((await send(item, { id, t: '' })).userErrors).toEqual([
      { field: ['title'], message: "can't be blank" },
    ]);
    await send(item, { id, t: 'Gift wrap' });
    expect(
      await send(ship, { id, s: { title: 'Express', price: { ...price, currencyCode: 'EUR' } } }),
    ).toMatchObject({ calculatedShippingLine: { title: 'Express', stagedStatus: 'ADDED' } });
    expect(await commit(id)).toMatchObject({ order: { totalOutstandingSet: amount('7.0') } });
    expect(order.extraShipping?.map((line) => line.title)).toEqual(['Express']);
  });
});

test('the merchant’s edit in one go stays as it was', () => {
  const { t, order, second } = scene('DE');
  editOrder(t.store, order, { add: [{ variantId: second.id, quantity: 1, discountPercent: 20 }] });
  expect(order.lines.at(-1)).toMatchObject({ quantity: 1, allocations: [{ amount: { shop: '2.00' } }] });
});
