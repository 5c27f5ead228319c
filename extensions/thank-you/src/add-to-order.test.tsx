import { fireEvent } from '@testing-library/preact';
import { describe, expect, test } from 'vitest';
import { button, CARDS, card, json, pageText, pass } from '../../blocks/src/testing.ts';
import { accepts, server, setTheScene, show } from './testing.ts';

setTheScene();

const price = (amount: string) => ({ amount, currency: 'EUR' });

describe('adding to the order', () => {
  const quote = {
    kind: 'quote',
    quoteId: 'add_1',
    title: 'Tea box, Green',
    quantity: 1,
    price: price('20.00'),
    discount: price('3.00'),
    tax: null,
    due: price('17.00'),
    shippingNote: 'Sent with your order.',
    payBy: '2026-11-22T18:00:00.000Z',
  };
  const added = {
    kind: 'added',
    payUrl: 'https://shop.example/pay/1',
    due: price('17.00'),
    payBy: quote.payBy,
  };

  async function toQuote(): Promise<void> {
    server.quote = () => json(quote);
    await show(CARDS['add-to-order']);
    fireEvent.click(button('Add to this order'));
    await pass(20);
  }

  test('shows the whole price first, and adds only by a second click that names it', async () => {
    await toQuote();
    expect(accepts()).toEqual([]);
    const text = pageText();
    for (const part of [
      '1 × Tea box, Green20',
      'add.discount−3',
      'add.dueWithTax17',
      'Sent with your order.',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain(`add.payBy(${quote.payBy})`);
    expect(text).not.toContain('add.tax');
    server.accept = () => json(added);
    await pass(600);
    fireEvent.click(button('add.agree(17)'));
    await pass(20);
    expect(accepts()[0]).toMatchObject({ quoteId: 'add_1', quantity: 1 });
    expect(pageText()).toContain(`add.added(17,${quote.payBy})`);
    expect(button('add.pay(17)').getAttribute('href')).toBe('https://shop.example/pay/1');
  });

  test('is not agreed to by the second half of a double click', async () => {
    await toQuote();
    fireEvent.click(button('add.agree(17)'));
    await pass(20);
    expect(accepts()).toEqual([]);
  });

  test('names the tax where prices are without it', async () => {
    server.quote = () => json({ ...quote, tax: price('3.23'), due: price('20.23') });
    await show(CARDS['add-to-order']);
    fireEvent.click(button('Add to this order'));
    await pass(20);
    expect(pageText()).toContain('add.tax3.23');
    expect(pageText()).toContain('add.due20.23');
  });

  test('asks anew with the new price when it has moved meanwhile', async () => {
    await toQuote();
    server.quote = () => json({ ...quote, quoteId: 'add_2', price: price('22.00'), due: price('19.00') });
    server.accept = () => json({ kind: 'invalid', field: 'quote', message: 'The price has changed.' });
    await pass(600);
    fireEvent.click(button('add.agree(17)'));
    await pass(20);
    expect(pageText()).toContain('The price has changed.');
    server.accept = () => json(added);
    await pass(600);
    fireEvent.click(button('add.agree(19)'));
    await pass(20);
    expect(accepts().map(({ quoteId }) => quoteId)).toEqual(['add_1', 'add_2']);
  });

  test('becomes a cart with the same terms where it can no longer be added', async () => {
    server.quote = () => json({ kind: 'cart', message: 'Your order is on its way already.' });
    await show(CARDS['add-to-order']);
    fireEvent.click(button('Add to this order'));
    await pass(20);
    expect(pageText()).toContain('Your order is on its way already.');
    fireEvent.click(button('add.asNewOrder'));
    await pass(20);
    expect(accepts()[0]).not.toHaveProperty('quoteId');
    expect(button('accepted.toCart').getAttribute('href')).toBe('https://shop.example/cart/42:1');
  });

  test.each([
    ['is over', { kind: 'gone', message: 'Sold out.' }, 'Sold out.'],
    ['cannot be told just now', { kind: 'unavailable' }, 'offer.failed'],
    ['is half told', { ...quote, due: null }, 'offer.failed'],
  ])('that %s says so', async (_name, given, said) => {
    server.quote = () => json(given);
    await show(CARDS['add-to-order']);
    fireEvent.click(button('Add to this order'));
    await pass(20);
    expect(pageText()).toContain(said);
    expect(accepts()).toEqual([]);
  });

  test('done on an earlier visit leads to the payment', async () => {
    await show(card({ ...CARDS['add-to-order'], added: { ...added, due: price('17.00') } }));
    expect(button('add.pay(17)').getAttribute('href')).toBe('https://shop.example/pay/1');
    await pass(5000);
    expect(server.allEvents()).toEqual([]);
  });
});
