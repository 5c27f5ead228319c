import { fireEvent } from '@testing-library/preact';
import { describe, expect, test } from 'vitest';
import { answer, button, card, json, pageText, pass, referral } from '../../blocks/src/testing.ts';
import { extension, open, server, setTheScene, stored } from './testing.ts';

setTheScene();

describe('a server in trouble', () => {
  test('that is slow leaves the page clean, and a late answer stays out', async () => {
    let late: (response: Response) => void = () => {};
    server.offers = () => new Promise((resolve) => (late = resolve));
    const startedAt = Date.now();
    await open();
    expect(Date.now() - startedAt).toBeLessThanOrEqual(1550);
    expect(document.body.innerHTML).toBe('');
    late(json(answer()));
    await pass(5000);
    expect(document.body.innerHTML).toBe('');
    expect(server.sent).toHaveLength(1);
  });

  test.each<[string, () => Promise<Response> | Response]>([
    ['a 500', () => json({ error: 'boom' }, 500)],
    ['a 401', () => json({}, 401)],
    ['no JSON', () => new Response('<html>')],
    ['an empty answer', () => new Response('')],
    ['an answer of another kind', () => json([1, 2, 3])],
    ['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['nothing to show', () => json(answer({ offers: [] }))],
  ])('%s leaves the page clean', async (_name, offers) => {
    server.offers = offers;
    await open();
    expect(document.body.innerHTML).toBe('');
    await pass(10_000);
    expect(server.sent).toHaveLength(1);
  });

  test('a session token that never comes leaves the page clean', async () => {
    extension.shopify.sessionToken.get = () => new Promise(() => {});
    await open();
    await pass(1600);
    expect(document.body.innerHTML).toBe('');
    expect(server.sent).toHaveLength(0);
  });
});

describe('measuring', () => {
  test('shown counts once per offer and page view, in one request', async () => {
    server.offers = () => json(answer({ offers: [card(), card({ id: 'off_2' })] }));
    await open();
    await pass(1000);
    expect(server.to('/checkout/offer-events')).toHaveLength(1);
    expect(server.to('/checkout/offer-events')[0]?.body).toMatchObject({
      surface: 'thank-you',
      orderId: 'gid://shopify/OrderIdentity/9007199254740995',
      checkoutToken: 'chk_1',
      decisionId: 'dec_1',
    });
    const events = server.allEvents();
    expect(events.map((event) => [event.type, event.offerId])).toEqual([
      ['shown', 'off_1'],
      ['shown', 'off_2'],
    ]);
    expect(new Set(events.map((event) => event.id)).size).toBe(2);
  });

  test('events keep the order in which things happened, however fast', async () => {
    await open();
    fireEvent.click(button('Take it'));
    await pass(20);
    fireEvent.click(button('accepted.toCart'));
    await pass(1000);
    expect(server.allEvents().map((event) => event.type)).toEqual(['shown', 'clicked']);
    expect(server.to('/checkout/offer-events')).toHaveLength(1);
  });

  test('a click after the first hand-in leaves in the next one', async () => {
    await open();
    await pass(1000);
    fireEvent.click(button('Take it'));
    await pass(1000);
    expect(server.to('/checkout/offer-events').map((one) => one.body.events.length)).toEqual([1, 1]);
  });

  test('a lost hand-in is repeated once with the same ids', async () => {
    server.events = () => json({}, 500);
    await open();
    await pass(30_000);
    const tries = server.to('/checkout/offer-events').map((one) => one.body.events);
    const of = (type: string) => tries.filter(([event]) => event.type === type);
    expect(tries).toHaveLength(4);
    for (const type of ['shown', 'seen']) {
      expect(of(type)).toHaveLength(2);
      expect(of(type)[0]).toEqual(of(type)[1]);
    }
  });

  test.each([
    ['analytics', { analytics: false, marketing: true }],
    ['marketing', { analytics: true, marketing: false }],
  ])('without consent to %s nothing is recorded, and accepting still works', async (_name, denied) => {
    extension.shopify.customerPrivacy.value = {
      ...extension.shopify.customerPrivacy.value,
      allowedProcessing: { preferences: true, saleOfData: false, ...denied },
    };
    await open();
    expect(server.to('/checkout/offers')[0]?.body.mayMeasure).toBe(false);
    fireEvent.click(button('Take it'));
    await pass(10_000);
    expect(pageText()).toContain('THX-7K2M');
    expect(server.to('/checkout/offer-events')).toHaveLength(0);
  });

  test('consent withdrawn before the hand-in stops it', async () => {
    await open();
    extension.shopify.customerPrivacy.value = {
      ...extension.shopify.customerPrivacy.value,
      allowedProcessing: { analytics: false, marketing: false, preferences: true, saleOfData: false },
    };
    await pass(10_000);
    expect(server.to('/checkout/offer-events')).toHaveLength(0);
  });
});

describe('the referral card', () => {
  const pending = () => json(answer({ offers: [], referral: referral({ state: 'pending', link: null }) }));

  test('shows the link, both rewards and a way to copy', async () => {
    server.offers = () => json(answer({ offers: [], referral: referral({ smallPrint: 'From 30 €.' }) }));
    await open();
    expect(pageText()).toContain('app.example/r/ANNA-7K2M');
    expect(pageText()).toContain('referral.friend 10 % off');
    expect(pageText()).toContain('referral.you 10 € credit');
    expect(pageText()).toContain('From 30 €.');
    expect(document.body.querySelector('s-clipboard-item')?.getAttribute('text')).toBe(
      'https://app.example/r/ANNA-7K2M',
    );
  });

  test('asks again after 2 s while the order is on its way, then shows the link', async () => {
    server.offers = pending;
    await open();
    expect(document.body.querySelector('s-skeleton-paragraph')).not.toBeNull();
    server.offers = () => json(answer({ offers: [card()], referral: referral() }));
    await pass(1900);
    expect(server.to('/checkout/offers')).toHaveLength(1);
    await pass(300);
    expect(server.to('/checkout/offers')[1]?.body.purpose).toBe('referral');
    expect(pageText()).toContain('app.example/r/ANNA-7K2M');
    expect(pageText()).not.toContain('Tea box');
    await pass(30_000);
    expect(server.to('/checkout/offers')).toHaveLength(2);
  });

  test('gives up quietly after the second try and says where the link will be', async () => {
    server.offers = pending;
    await open();
    await pass(30_000);
    expect(server.to('/checkout/offers').map((one) => one.body.purpose)).toEqual([
      'page',
      'referral',
      'referral',
    ]);
    expect(pageText()).toContain('referral.late');
    expect(document.body.querySelector('s-skeleton-paragraph')).toBeNull();
  });

  test('a failing retry does not disturb what is shown', async () => {
    server.offers = () => json(answer({ referral: referral({ state: 'pending', link: null }) }));
    await open();
    server.offers = () => json({}, 500);
    await pass(30_000);
    expect(pageText()).toContain('Tea box');
    expect(pageText()).toContain('referral.late');
  });
});

describe('in the editor', () => {
  test('shows a sample, asks nothing, records nothing', async () => {
    Object.defineProperty(extension.shopify.extension, 'editor', {
      value: { type: 'checkout' },
      configurable: true,
    });
    await open();
    expect(pageText()).toContain('sample.title');
    expect(pageText()).toContain('sample.referralHeadline');
    fireEvent.click(button('sample.button'));
    await pass(10_000);
    expect(pageText()).toContain('SAMPLE');
    expect(server.sent).toHaveLength(0);
    expect(stored.size).toBe(0);
  });
});
