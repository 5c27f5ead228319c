import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { addMs, day, hour } from '../../kit/span.ts';
import { activateDefaults, readAllSettings, readSetup, readWeek, saveAllSettings } from './index.server.ts';
import { isEverythingOn, isSilent } from './index.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

describe('the defaults', () => {
  test('a new shop is silent; one call switches five things on, a second none', async () => {
    expect(isSilent(await readSetup(t.ctx))).toBe(true);
    expect(await activateDefaults(t.ctx)).toEqual(['thankYou', 'reviews', 'reminders', 'referrals', 'offer']);
    expect(isEverythingOn(await readSetup(t.ctx))).toBe(true);
    expect(await activateDefaults(t.ctx)).toEqual([]);
  });

  test('what the merchant has switched off by hand is the only thing that is switched on again', async () => {
    await activateDefaults(t.ctx);
    const { version, ...settings } = await readAllSettings(t.ctx);
    await saveAllSettings(t.ctx, { ...settings, reminders: false }, version);
    expect(await activateDefaults(t.ctx)).toEqual(['reminders']);
  });
});

describe('settings', () => {
  test('are saved in one go, and an old version is told', async () => {
    const { version, ...settings } = await readAllSettings(t.ctx);
    const input = {
      ...settings,
      general: { ...settings.general, postalAddress: 'Ringstraße 1' },
      thankYou: true,
      referrals: true,
      isPaused: true,
    };
    expect(await saveAllSettings(t.ctx, input, version)).toEqual({ kind: 'saved' });
    expect(await saveAllSettings(t.ctx, settings, version)).toEqual({ kind: 'stale' });
    expect(await readAllSettings(t.ctx)).toMatchObject({
      general: { postalAddress: 'Ringstraße 1' },
      thankYou: true,
      reviews: false,
      referrals: true,
      isPaused: true,
    });
    expect((await readSetup(t.ctx)).hasPostalAddress).toBe(true);
  });
});

describe('the week', () => {
  const order = (
    id: string,
    input: { personId: string; token: string; at: Date; cancelled?: boolean; codes?: string[] },
  ) =>
    t.ctx.db.query(
      `insert into orders (shop_id, id, name, person_id, checkout_token, currency, total_minor, subtotal_minor, refunded_minor,
         discount_codes, processed_at, cancelled_at, shop_updated_at)
       values ($1, $2, $2, $3, $4, 'EUR', 5000, 5000, 500, $7, $5, $6, $5)`,
      [
        t.ctx.shop.id,
        id,
        input.personId,
        input.token,
        input.at,
        input.cancelled ? input.at : null,
        input.codes ?? [],
      ],
    );
  const reminder = (token: string, personId: string, clickedAt: Date | null, code: string | null = null) =>
    t.ctx.db.query(
      `insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, wanted_at, due_at,
         sent_at, clicked_at, code)
       values ($2, $1, $3, 'abandoned_checkout', 'marketing', 'email', $2, $2, 'sent', $4, $4, $4, $5, $6)`,
      [t.ctx.shop.id, token, personId, addMs(t.clock.now(), -2 * day), clickedAt, code],
    );

  test('of a new shop is empty', async () => {
    expect(await readWeek(t.ctx)).toMatchObject({ messagesSent: 0, cartsRecovered: 0, averageRating: null });
  });

  test('a cart counts as recovered after a click or a code of ours, never by itself', async () => {
    const now = t.clock.now();
    await reminder('clicked', 'a', addMs(now, -3 * hour));
    await order('1', { personId: 'a', token: 'clicked', at: addMs(now, -hour) });
    await reminder('unclicked', 'b', null);
    await order('2', { personId: 'b', token: 'unclicked', at: addMs(now, -hour) });
    await reminder('coded', 'c', null, 'BACK-1');
    await order('3', { personId: 'c', token: 'other', at: addMs(now, -hour), codes: ['BACK-1'] });
    await reminder('cancelled', 'd', addMs(now, -3 * hour));
    await order('4', { personId: 'd', token: 'cancelled', at: addMs(now, -hour), cancelled: true });
    await reminder('too-late', 'e', addMs(now, -6 * day));
    await order('5', { personId: 'e', token: 'too-late', at: addMs(now, -hour) });
    expect(await readWeek(t.ctx)).toMatchObject({
      messagesSent: 5,
      messagesClicked: 3,
      cartsRecovered: 2,
      cartsRecoveredMinor: 9_000n,
    });
  });

  test('forgets what is older than seven days, and every other shop', async () => {
    await t.ctx.db.query(
      `insert into reviews (id, shop_id, product_id, rating, author_name, status, created_at, updated_at)
       values ('r1', $1, '1', 5, 'A', 'published', $2, $2), ('r2', $1, '1', 2, 'B', 'published', $2, $2),
              ('r3', $1, '1', 1, 'C', 'published', $3, $3), ('r4', 'shp_other', '1', 1, 'D', 'published', $2, $2)`,
      [t.ctx.shop.id, addMs(t.clock.now(), -day), addMs(t.clock.now(), -8 * day)],
    );
    expect(await readWeek(t.ctx)).toMatchObject({ reviews: 2, averageRating: 3.5 });
  });
});
