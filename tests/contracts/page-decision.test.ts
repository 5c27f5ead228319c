import type { OfferCard, Rule } from '@reprise/rules';
import { readPageOffers } from '@reprise/rules';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chooseOffers } from '../../app/features/offers/choose-offers.server.ts';
import type { OfferInput } from '../../app/features/offers/index.ts';
import type { OfferDesk } from '../../app/features/offers/offer-desk.server.ts';
import { guest, makeOffer, pageAsks, putProduct, testDesk } from '../../app/features/offers/testing.ts';
import { second } from '../../app/kit/span.ts';
import { decide } from '../../extensions/blocks/src/decide.ts';
import type { Host, PageOrder } from '../../extensions/blocks/src/host.ts';
import { int, one, random } from '../../rules/src/random-rules.ts';
import { createTestContext, type TestContext } from '../support/context.ts';

/**
 * One promise, wherever it is decided: for the same offers, order and moment the thank-you page by itself and our server show the
 * same cards, in the same order, of the same variants, with the same products, prices, words and deadlines.
 */
let t: TestContext;
let desk: OfferDesk;
beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

type Rand = () => number;
const some = <T>(rand: Rand, list: readonly T[]): T[] => list.filter(() => rand() < 0.4);
const PRODUCTS = ['1', '2', '3', '4', '5', '6'];
const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

const conditions: readonly ((rand: Rand) => Rule)[] = [
  (rand) => ({ kind: 'order-total', currency: 'EUR', min: String(int(rand, 10_000)) }),
  (rand) => ({ kind: 'order-total', currency: one(rand, ['EUR', 'USD']), max: String(int(rand, 10_000)) }),
  (rand) => ({
    kind: 'bought-product',
    match: one(rand, ['any', 'all', 'none']),
    ids: [one(rand, PRODUCTS), one(rand, PRODUCTS)],
  }),
  (rand) => ({ kind: 'quantity', min: 1 + int(rand, 5) }),
  (rand) => ({ kind: 'currency', in: [one(rand, ['EUR', 'USD'])] }),
  (rand) => ({ kind: 'country', in: [one(rand, ['DE', 'AT', 'US'])] }),
  (rand) => ({ kind: 'locale', in: [one(rand, ['de', 'de-AT', 'en'])] }),
  (rand) => ({ kind: 'first-order', is: rand() < 0.5 }),
  (rand) => ({ kind: 'discount-used', is: rand() < 0.5 }),
  (rand) => ({ kind: 'shipping-method', match: 'contains', in: [one(rand, ['express', 'standard'])] }),
  (rand) => ({ kind: 'weekday', in: [1 + int(rand, 7), 1 + int(rand, 7)] }),
  (rand) => ({ kind: 'hour', from: int(rand, 24), to: 1 + int(rand, 23) }),
  (rand) => ({ kind: 'share', to: 10 + int(rand, 90) }),
];

function ruleOf(rand: Rand, depth = 0): Rule {
  if (depth === 0) return { kind: 'all', rules: rand() < 0.4 ? [] : [ruleOf(rand, 1), ruleOf(rand, 1)] };
  const shape = depth < 3 ? rand() : 1;
  if (shape < 0.2) return { kind: 'any', rules: [ruleOf(rand, depth + 1), ruleOf(rand, depth + 1)] };
  if (shape < 0.3) return { kind: 'not', rule: ruleOf(rand, depth + 1) };
  return one(rand, conditions)(rand);
}

const words = (n: number, more: object = {}) => ({
  de: { title: `Angebot ${n} für {first name|Sie}`, text: '{product} bis {deadline}', button: 'Ja', ...more },
  ...(n % 2 === 0 ? { en: { title: `Offer ${n}`, text: 'Order {order}.', button: 'Yes', ...more } } : {}),
});

function offerOf(rand: Rand, n: number): Partial<OfferInput> {
  const base: Partial<OfferInput> = {
    name: `Offer ${n}`,
    rule: ruleOf(rand),
    deadlineHours: rand() < 0.7 ? String(1 + int(rand, 100)) : '',
    holdOutPercent: String(int(rand, 40)),
    texts: words(n),
  };
  const kind = one(rand, ['discount', 'product', 'list', 'question', 'message'] as const);
  const item = (productId: string) => ({ productId, variantId: `${productId}0` });
  if (kind === 'product') {
    return { ...base, kind, choice: { by: 'hand', items: [item(one(rand, PRODUCTS))] } };
  }
  if (kind === 'list') {
    const ids = [...new Set([...some(rand, PRODUCTS), '5', '6'])];
    const show = one(rand, ['1', '2', '3'] as const);
    return { ...base, kind: 'product', choice: { by: 'hand', items: ids.map(item) }, show };
  }
  const none = { kind: 'none', value: '', gift: null } as const;
  if (kind === 'message') return { ...base, kind, discount: none, link: 'https://shop.example/' };
  if (kind === 'question') {
    const options = { a: 'A', b: 'B', c: 'C' };
    const question = {
      type: 'one' as const,
      optionIds: ['a', 'b', 'c'],
      hasOther: true,
      isShuffled: true,
      max: '',
    };
    return { ...base, kind, discount: none, question, texts: words(n, { options }) };
  }
  const arms = ['b', 'c'].map((id) => ({
    id,
    name: id,
    weight: '50',
    texts: { de: { title: `Anders ${n} ${id}` } },
    discount: null,
    choice: null,
  }));
  return { ...base, kind: 'discount', ...(rand() < 0.3 ? { test: { armWeight: '50', arms } } : {}) };
}

/** An order as the page knows it. */
function orderOf(rand: Rand, n: number): PageOrder {
  return {
    orderId: gid('OrderIdentity', String(1_000_000 + n)),
    confirmationNumber: `CONF${n}`,
    checkoutToken: `tok_${n}`,
    isFirstOrder: rand() < 0.5,
    total: { amount: `${int(rand, 120)}.5`, currency: rand() < 0.8 ? 'EUR' : 'USD' },
    lines: some(rand, PRODUCTS).map((id) => ({
      productId: gid('Product', id),
      variantId: gid('ProductVariant', `${id}0`),
      quantity: 1 + int(rand, 3),
    })),
    locale: one(rand, ['de-DE', 'de-AT', 'en-US', 'fr-FR']),
    country: one(rand, ['DE', 'AT', 'US']),
    discountCodes: rand() < 0.3 ? ['SPRING'] : [],
    shippingMethod: one(rand, ['Express', 'Standard delivery']),
  };
}

const seen = ({
  id,
  kind,
  arm,
  title,
  text,
  button,
  discount,
  deadlineAt,
  smallPrint,
  ...card
}: OfferCard) => ({
  ...{ id, kind, arm: arm ?? '', title, text, button, deadlineAt, smallPrint: smallPrint ?? null },
  discount: discount.label,
  products: [card.product, ...(card.moreProducts ?? [])].flatMap((one) =>
    one ? [[one.productId, one.discountedPrice]] : [],
  ),
  answers: card.question?.options.map((option) => option.id),
});

test('the page by itself and the server show the same', async () => {
  const rand = random(20_261_124);
  const host = { surface: 'thank-you', firstName: () => undefined } as unknown as Host;
  for (const id of PRODUCTS) await putProduct(t, { id, variantId: `${id}0` });
  let cards = 0;
  for (let round = 0; round < 6; round++) {
    for (let n = 0; n < 6; n++) await makeOffer(t, offerOf(rand, round * 10 + n));
    await t.advance((2 + int(rand, 40_000)) * second);
    await desk.offers.fresh(t.ctx.shop.domain);
    const page = readPageOffers(t.store.metafields.get('offers'));
    expect(page?.mode).toBe('page');
    if (!page) return;
    for (let n = 0; n < 60; n++) {
      const order = orderOf(rand, round * 100 + n);
      const now = t.clock.now().getTime();
      const here = decide({ host, order, page, now }, []);
      const { orderId: _orderId, total, ...known } = order;
      const id = String(1_000_000 + round * 100 + n);
      const asked = pageAsks(id, { ...known, total, currency: total.currency });
      const there = await chooseOffers(desk, guest(t), asked);
      expect(here.cards.map(seen), JSON.stringify(order)).toEqual((there?.offers ?? []).map(seen));
      cards += here.cards.length;
    }
  }
  // It must not agree because there is nothing to agree on.
  expect(cards).toBeGreaterThan(300);
});
