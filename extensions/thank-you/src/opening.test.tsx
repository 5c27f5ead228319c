import { describe, expect, test } from 'vitest';
import { answer, CARDS, json, pageText, pass, referral, silence } from '../../blocks/src/testing.ts';
import { beside, offer, open, page, server, setTheScene, titles } from './testing.ts';

setTheScene();

const asked = () => server.to('/checkout/offers').length;

describe('the server is asked', () => {
  test.each<[string, unknown]>([
    ['there is no metafield', undefined],
    ['it is too old', page([offer('old')], { goodUntil: '2026-11-21T17:59:00.000Z' })],
    ['a clock is a day behind', page([offer('old')], { goodUntil: '2026-11-22T20:00:00.000Z' })],
    ['it is cut off', JSON.stringify(page([offer('half')])).slice(0, -20)],
    ['it is of a later kind', { ...page([offer('new')]), v: 2 }],
    ['the shop’s rules need it', page([offer('sure')], { mode: 'ask' })],
  ])('when %s', async (_name, value) => {
    if (value !== undefined) beside(value);
    await open();
    expect(asked()).toBe(1);
    expect(titles()).toEqual(['Goes with your kettle']);
  });

  test('not where there are no offers, however long that holds', async () => {
    beside(page([], { mode: 'none', goodUntil: '2026-11-24T18:00:00.000Z' }));
    await open();
    expect(asked()).toBe(0);
  });

  test('not when the metafield comes a moment after the page', async () => {
    setTimeout(() => beside(page([offer('late')])), 80);
    await open();
    expect(titles()).toEqual(['late']);
    expect(asked()).toBe(0);
  });

  test('quickly: the first drawing is the last, no outline flickers', async () => {
    beside(page([offer('sure')], { mode: 'ask' }));
    server.offers = async () => {
      await new Promise((resolve) => setTimeout(resolve, 200));
      return json(answer());
    };
    await open();
    expect(document.body.querySelector('s-skeleton-paragraph')).toBeNull();
    expect(titles()).toEqual(['Goes with your kettle']);
  });
});

describe('an outline', () => {
  const outlines = () => document.body.querySelectorAll('[accessibilityVisibility="hidden"]').length;

  test('of what is sure stands there until the answer comes, unheard', async () => {
    server.offers = silence;
    beside(
      page([offer('sure', {}, CARDS.vip), offer('perhaps', { rule: { kind: 'is-vip', is: false } })], {
        mode: 'ask',
      }),
    );
    await open();
    expect(outlines()).toBe(1);
    expect(document.body.querySelector('s-email-field')?.hasAttribute('disabled')).toBe(true);
    expect(document.body.querySelector('s-skeleton-paragraph')?.getAttribute('content')).toBe(
      CARDS.vip.title,
    );
    await pass(1500);
    expect(document.body.innerHTML).toBe('');
    expect(server.allEvents()).toEqual([]);
  });

  test('holds the place of the referral card too, which has its words already', async () => {
    server.offers = silence;
    const pending = referral({ state: 'pending', link: null });
    beside(page([offer('sure')], { mode: 'ask', referral: { en: pending } }));
    await open();
    expect(outlines()).toBe(2);
    expect(pageText()).toContain('Tell a friend');
    await pass(1500);
    expect(document.body.innerHTML).toBe('');
    expect(asked()).toBe(1);
  });

  test('of kinds where the offers do not lie beside the page', async () => {
    server.offers = silence;
    beside(page([], { mode: 'ask', outline: ['product', 'question', 'discount'], limit: 2 }));
    await open();
    expect(outlines()).toBe(2);
  });

  test('is not drawn for what may come: the page keeps the place until it is known', async () => {
    server.offers = async () => {
      await new Promise((resolve) => setTimeout(resolve, 900));
      return json(answer());
    };
    beside(page([offer('perhaps', { rule: { kind: 'is-vip', is: false } })], { mode: 'ask' }));
    await open();
    expect(outlines()).toBe(0);
    expect(titles()).toEqual(['Goes with your kettle']);
  });
});
