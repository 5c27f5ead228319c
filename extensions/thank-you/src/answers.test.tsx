import type { OfferCard } from '@reprise/rules';
import { fireEvent } from '@testing-library/preact';
import { describe, expect, test, vi } from 'vitest';
import {
  button,
  CARDS,
  card,
  element,
  give,
  json,
  pageText,
  pass,
  submit,
} from '../../blocks/src/testing.ts';
import { accepts, done, server, setTheScene, show } from './testing.ts';

setTheScene();

describe('the list', () => {
  test('takes an address and a tick, each asked for in its place', async () => {
    await show(CARDS.vip);
    await submit();
    expect(element('s-email-field').getAttribute('error')).toBe('vip.emailWrong');
    give('s-email-field', { value: ' anna@example.com ' });
    await submit();
    expect(element('s-email-field').getAttribute('error')).toBe('');
    expect(element('s-checkbox').getAttribute('error')).toBe('consent.missing');
    expect(accepts()).toEqual([]);

    give('s-checkbox', { checked: true });
    server.accept = done('Please look into your mailbox.');
    await submit();
    expect(accepts()[0]).toMatchObject({ email: 'anna@example.com', consent: true });
    expect(pageText()).toContain('Please look into your mailbox.');
    expect(document.body.querySelector('s-form')).toBeNull();
  });

  test('asks for no address that is known, and says what will happen', async () => {
    await show(card({ ...CARDS.vip, vip: { consent: 'Yes.', needsEmail: false, isDoubleOptIn: false } }));
    expect(document.body.querySelector('s-email-field')).toBeNull();
    expect(pageText()).not.toContain('vip.doubleOptIn');
    give('s-checkbox', { checked: true });
    server.accept = done();
    await submit();
    expect(accepts()[0]).not.toHaveProperty('email');
    expect(pageText()).toContain('offer.done');
  });

  test('shows what the server does not like beside the field, and tries again as another wish', async () => {
    await show(CARDS.vip);
    give('s-email-field', { value: 'anna@nowhere.invalid' });
    give('s-checkbox', { checked: true });
    server.accept = () => json({ kind: 'invalid', field: 'email', message: 'There is no such address.' });
    await submit();
    expect(element('s-email-field').getAttribute('error')).toBe('There is no such address.');
    give('s-email-field', { value: 'anna@example.com' });
    server.accept = () => json({ kind: 'done', accepted: { code: 'VIP-1', url: 'https://shop.example/' } });
    await submit();
    expect(pageText()).toContain('VIP-1');
    const [first, second] = accepts();
    expect(first.eventId).not.toBe(second.eventId);
  });
});

describe('a question', () => {
  const scale = { min: 0, max: 10, low: 'Never', high: 'For sure' };
  const ask = (question: OfferCard['question']) => card({ ...CARDS.question, question: question ?? null });

  test('wants an answer before it is sent, and thanks in the merchant’s words', async () => {
    await show(CARDS.question);
    await submit();
    expect(element('s-choice-list').getAttribute('error')).toBe('question.missing');
    give('s-choice-list', { values: ['search'] });
    server.accept = done();
    await submit();
    expect(accepts()[0].answer).toEqual({ optionIds: ['search'] });
    expect(pageText()).toContain('Good to know.');
  });

  test('with "other" takes words that are sent with it, and only with it', async () => {
    await show(CARDS.question);
    expect(document.body.querySelector('s-text-field')).toBeNull();
    give('s-choice-list', { values: ['other'] });
    await pass(20);
    give('s-text-field', { value: ' a podcast ' });
    await submit();
    expect(accepts()[0].answer).toEqual({ optionIds: ['other'], text: 'a podcast' });
  });

  test('lets several be chosen where several may be', async () => {
    const { question } = CARDS.question;
    await show(ask(question && { ...question, type: 'several' }));
    expect(element('s-choice-list').hasAttribute('multiple')).toBe(true);
    give('s-choice-list', { values: ['friend', 'search'] });
    await submit();
    expect(accepts()[0].answer).toEqual({ optionIds: ['friend', 'search'] });
  });

  test('on a scale has a choice for each step, with the ends in words', async () => {
    await show(ask({ type: 'nps', options: [], scale, thanks: '' }));
    expect([...document.body.querySelectorAll('s-choice')].map((one) => one.textContent)).toEqual(
      Array.from({ length: 11 }, (_, n) => String(n)),
    );
    expect(pageText()).toContain('question.scale(0,Never,10,For sure)');
    give('s-choice-list', { values: ['0'] });
    await submit();
    expect(accepts()[0].answer).toEqual({ scale: 0 });
  });

  test('in words wants words', async () => {
    await show(ask({ type: 'text', options: [], thanks: '' }));
    give('s-text-area', { value: '   ' });
    await submit();
    expect(element('s-text-area').getAttribute('error')).toBe('question.missing');
    give('s-text-area', { value: ' All fine ' });
    await submit();
    expect(accepts()[0].answer).toEqual({ text: 'All fine' });
  });

  test('comes one at a time: the next after this one is answered or closed', async () => {
    const second = card({ ...CARDS.question, id: 'off_2', title: 'Why tea?' });
    const third = card({ ...CARDS.question, id: 'off_3', title: 'Which tea?' });
    await show(CARDS.question, card({ id: 'off_4' }), second, third);
    const titles = () => [...document.body.querySelectorAll('s-heading')].map((one) => one.textContent);
    expect(titles()).toEqual(['How did you hear of us?', 'Goes with your kettle']);
    await pass(400);
    expect(server.allEvents().map(({ offerId }) => offerId)).toEqual(['off_1', 'off_4']);
    give('s-choice-list', { values: ['friend'] });
    server.accept = done();
    await submit();
    expect(titles()).toContain('Why tea?');
    expect(titles()).not.toContain('Which tea?');
    const buttons = [...document.body.querySelectorAll<HTMLElement>('s-button')];
    const closeSecond = buttons.find(
      (one) =>
        one.getAttribute('accessibilityLabel')?.endsWith('Why tea?') && one.textContent === 'offer.dismiss',
    );
    if (!closeSecond) throw new Error('no way to close the second question');
    fireEvent.click(closeSecond);
    await pass(20);
    expect(titles()).toContain('Which tea?');
  });
});

describe('buying again', () => {
  const { product } = card();
  const again = card({
    ...CARDS['buy-again'],
    product: product && { ...product, quantity: 2 },
    moreProducts: product ? [{ ...product, variantId: '43', title: 'Tea tin', quantity: 1 }] : [],
  });

  test('offers the lines of the order with their quantities', async () => {
    await show(again);
    fireEvent.click(button('Buy again'));
    await pass(20);
    expect(accepts()[0].lines).toEqual([
      { variantId: 'gid://shopify/ProductVariant/42', quantity: 2 },
      { variantId: '43', quantity: 1 },
    ]);
    expect(button('accepted.toCart')).toBeTruthy();
  });

  test('takes lines away and other quantities, within reason', async () => {
    await show(again);
    give('s-checkbox', { checked: false }, 0);
    give('s-number-field', { value: '3' }, 1);
    await pass(20);
    give('s-number-field', { value: '-5' }, 1);
    await pass(20);
    fireEvent.click(button('Buy again'));
    await pass(20);
    expect(accepts()[0].lines).toEqual([{ variantId: '43', quantity: 3 }]);
  });

  test('wants at least one line', async () => {
    await show(again);
    give('s-checkbox', { checked: false }, 0);
    give('s-checkbox', { checked: false }, 1);
    await pass(20);
    fireEvent.click(button('Buy again'));
    await pass(20);
    expect(pageText()).toContain('again.nothing');
    expect(accepts()).toEqual([]);
  });
});

describe('a birthday', () => {
  async function type(day: string, month: string, year = ''): Promise<void> {
    give('s-select', { value: day }, 0);
    give('s-select', { value: month }, 1);
    give('s-number-field', { value: year });
    await submit();
  }

  test.each([
    ['29', '2', '', '02-29'],
    ['5', '11', '1984', '1984-11-05'],
  ])('of %s.%s.%s is sent as %s%s', async (day, month, year, sent) => {
    await show(CARDS.birthday);
    give('s-checkbox', { checked: true });
    await type(day, month, year);
    expect(accepts()[0]).toMatchObject({ birthday: sent, consent: true });
  });

  test.each([
    ['', '2', ''],
    ['31', '4', ''],
    ['29', '2', '2001'],
    ['1', '1', '1850'],
    ['1', '1', '2090'],
    ['1', '1', '19.5'],
  ])('of %s.%s.%s is none', async (day, month, year) => {
    await show(CARDS.birthday);
    give('s-checkbox', { checked: true });
    await type(day, month, year);
    expect(pageText()).toContain('birthday.wrong');
    expect(accepts()).toEqual([]);
  });

  test('is kept only with consent', async () => {
    await show(CARDS.birthday);
    await type('5', '11');
    expect(element('s-checkbox').getAttribute('error')).toBe('consent.missing');
    expect(accepts()).toEqual([]);
  });
});

test('after an answer the keyboard is where it goes on, or stays', async () => {
  const focused: string[] = [];
  const focus = vi.spyOn(HTMLElement.prototype, 'focus').mockImplementation(function (this: HTMLElement) {
    focused.push(this.localName);
  });
  await show(CARDS.question);
  await submit();
  expect(focused).toEqual(['s-choice']);
  give('s-choice-list', { values: ['friend'] });
  server.accept = done();
  await submit();
  expect(focused).toEqual(['s-choice']);
  focus.mockRestore();
});
