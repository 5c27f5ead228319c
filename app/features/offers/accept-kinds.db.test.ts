import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hashEmail, resolvePerson } from '../people/index.server.ts';
import { readResults } from '../surveys/index.server.ts';
import { acceptOffer } from './accept-offer.server.ts';
import type { OfferDesk } from './offer-desk.server.ts';
import { quoteOffer } from './quote-offer.server.ts';
import { byHand, guestAt, makeOffer, pageAccepts, putOrder, putProduct, testDesk } from './testing.ts';

let t: TestContext;
let desk: OfferDesk;
const contextOf = async () => t.ctx;
const order = '9007199254740993';

beforeEach(async () => {
  t = await createTestContext();
  desk = testDesk(t);
  await putOrder(t, { id: order, processedAt: t.clock.now() });
  const personId = await t.ctx.db.tx((tx) =>
    resolvePerson(t.ctx, tx, {
      emails: ['ada@example.com'],
      phones: [],
      customerIds: [],
      source: 'test',
      at: t.clock.now(),
    }),
  );
  await t.ctx.db.query('update orders set person_id = $2, email_hash = $3, email_sealed = $4 where id = $1', [
    order,
    personId,
    hashEmail(t.ctx, 'ada@example.com'),
    t.ctx.vault.seal('ada@example.com'),
  ]);
});
afterEach(async () => {
  await desk.close();
  await t.cleanup();
});

const accept = (offerId: string, change: Record<string, unknown> = {}) =>
  acceptOffer(desk, guestAt(t), offerId, pageAccepts(order, change), contextOf);
const accepted = async () =>
  (await t.ctx.db.query<{ n: number }>(`select count(*)::int as n from offer_events where type = 'accepted'`))
    .rows[0]?.n;
const none = { kind: 'none' as const, value: '', gift: null };

const question = (change: Record<string, unknown> = {}) =>
  makeOffer(t, {
    kind: 'question',
    discount: none,
    deadlineHours: '',
    question: {
      type: 'source',
      optionIds: ['friend', 'search'],
      hasOther: true,
      isShuffled: true,
      max: '5',
    },
    texts: {
      de: {
        title: 'Woher kennen Sie uns?',
        text: '',
        button: 'Senden',
        thanks: 'Danke!',
        options: { friend: 'Freunde', search: 'Suche' },
      },
    },
    ...change,
  });

test('an answer is kept once, counted once and thanked for in the shop’s words', async () => {
  const offer = await question();
  expect(await accept(offer, { answer: { optionIds: ['nonsense'] } })).toEqual({
    kind: 'invalid',
    field: 'answer',
    message: 'Bitte wählen Sie eine der Antworten.',
  });
  expect(await accepted()).toBe(0);
  expect(await accept(offer, { answer: { optionIds: ['other'], text: 'Zeitung' } })).toEqual({
    kind: 'done',
    message: 'Danke!',
  });
  expect(await accept(offer, { answer: { optionIds: ['friend'] } })).toMatchObject({ kind: 'done' });
  expect(await accepted()).toBe(1);
  const results = await readResults(t.ctx, offer, 'source', new Date(0));
  expect(results).toMatchObject({ answers: 1, options: [{ id: 'other', count: 1 }] });
  expect(results.words).toMatchObject([{ text: 'Zeitung', orderId: order }]);
});

test('a question may thank with a code', async () => {
  const offer = await question({
    discount: { kind: 'percentage', value: '5', gift: null },
    deadlineHours: '48',
  });
  const answer = await accept(offer, { answer: { optionIds: ['friend'] } });
  expect(answer).toMatchObject({ kind: 'done', accepted: { code: expect.stringMatching(/^[\w-]{6,}$/) } });
});

test('the list needs a ticked box, and keeps the words', async () => {
  const offer = await makeOffer(t, {
    kind: 'vip',
    discount: none,
    deadlineHours: '',
    vip: { isDoubleOptIn: false },
    texts: {
      de: {
        title: 'VIP',
        text: '',
        button: 'Beitreten',
        consent: 'Ja, schreiben Sie mir.',
        thanks: 'Willkommen!',
      },
    },
  });
  expect(await accept(offer)).toMatchObject({ kind: 'invalid', field: 'consent' });
  expect(await accept(offer, { consent: true })).toEqual({ kind: 'done', message: 'Willkommen!' });
  const { rows } = await t.ctx.db.query('select state, text, source from consents');
  expect(rows).toEqual([{ state: 'subscribed', text: 'Ja, schreiben Sie mir.', source: 'thank-you page' }]);
});

test('a birthday must exist', async () => {
  const offer = await makeOffer(t, {
    kind: 'birthday',
    discount: none,
    deadlineHours: '',
    texts: { de: { title: 'Geburtstag', text: '', button: 'Merken', consent: 'Ja.' } },
  });
  expect(await accept(offer, { birthday: '02-30', consent: true })).toMatchObject({ field: 'birthday' });
  expect(await accept(offer, { birthday: '02-03' })).toMatchObject({ field: 'consent' });
  expect(await accept(offer, { birthday: '02-03', consent: true })).toMatchObject({ kind: 'done' });
});

const addable = () =>
  makeOffer(t, {
    kind: 'add-to-order',
    choice: byHand('7', '71'),
    discount: { kind: 'percentage', value: '10', gift: null },
  });

async function putEditable() {
  await putProduct(t, { id: '7', variantId: '71' });
  t.store.products.push({
    id: '7',
    handle: 'kanne',
    title: 'Kanne',
    imageUrl: null,
    vendor: null,
    productType: null,
    tags: [],
    collections: [],
    status: 'active',
    updatedAt: t.clock.now(),
    variants: [
      {
        id: '71',
        title: 'Default Title',
        price: { minor: 4_000n, currency: 'EUR' },
        stock: 5,
        isAvailable: true,
      },
    ],
  } as never);
  t.store.editable.set(order, {
    id: order,
    currency: 'EUR',
    isInShopCurrency: true,
    isEditable: true,
    isUnfulfilled: true,
    isTaxIncluded: true,
    financialStatus: 'PAID',
    total: { minor: 5_000n, currency: 'EUR' },
    outstanding: { minor: 0n, currency: 'EUR' },
    payUrl: null,
    lines: [],
  });
}

test('adding to the order: a quote, then the buyer’s yes, then Shopify’s page for the rest', async () => {
  await putEditable();
  const offer = await addable();
  const ask = (change: Record<string, unknown> = {}) =>
    quoteOffer(desk, guestAt(t), offer, pageAccepts(order, change), contextOf);
  expect(await ask({ checkoutToken: 'somebody-elses' })).toEqual({ kind: 'unavailable' });
  expect(await ask({ variantId: '99' })).toMatchObject({ kind: 'gone' });
  const quote = await ask();
  expect(quote).toMatchObject({ kind: 'quote', due: { amount: '36.00', currency: 'EUR' } });
  if (quote.kind !== 'quote') return;
  expect(await accept(offer, { quoteId: quote.quoteId })).toMatchObject({
    kind: 'added',
    due: { amount: '36.00', currency: 'EUR' },
  });
  expect(await accepted()).toBe(1);
});

test('an order that cannot be changed leads to a cart with the same terms', async () => {
  await putEditable();
  t.store.editable.get(order)!.isEditable = false;
  const offer = await addable();
  const quote = await quoteOffer(desk, guestAt(t), offer, pageAccepts(order), contextOf);
  expect(quote).toMatchObject({ kind: 'cart' });
  const answer = await accept(offer);
  expect(answer).toMatchObject({ kind: 'accepted', url: expect.stringContaining('/cart/71:1?discount=') });
});
