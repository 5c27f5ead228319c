import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeOrder, insertOrder, insertPerson } from '../../../tests/support/orders.ts';
import { day, minute } from '../../kit/span.ts';
import {
  approveReferral,
  openReferralLink,
  referralCard,
  referralInvite,
  referralTotals,
  rejectReferral,
} from './index.server.ts';
import { pay } from './pay-referral.server.ts';
import { begin, code, friendBuys, inAccount, ledger, referral, refund, t } from './testing.ts';

beforeEach(() => begin());
afterEach(() => t.cleanup());

describe('the link', () => {
  it('is one per person, and a code of the one discount that the shop has for friends', async () => {
    await insertPerson(t, { id: 'per_ben', email: 'ben@example.com' });
    await insertOrder(t, { id: '101', personId: 'per_ben' });
    for (let i = 0; i < 2; i++)
      await t.ctx.db.tx((tx) => t.ctx.emit(tx, t.ctx.shop.id, 'order.recorded', { orderId: '101' }));
    await t.runDue();
    expect(t.store.codes.size).toBe(2);
    expect(new Set([...t.store.codes.values()].map(({ nodeId }) => nodeId)).size).toBe(1);
    expect(t.store.codes.get(code)?.input).toMatchObject({
      value: { kind: 'percentage', basisPoints: 1000 },
      minimumSubtotal: { minor: 3_000n, currency: 'EUR' },
      oncePerCustomer: true,
      usageLimit: null,
    });
    expect(t.store.calls.filter((call) => call === 'createDiscountCode')).toHaveLength(1);
    expect(await referralInvite(t.ctx, 'per_ben')).toMatchObject({ friendBasisPoints: 1000 });
  });

  it('survives a lost answer and a discount that the merchant deleted', async () => {
    await insertPerson(t, { id: 'per_ben' });
    t.store.failNext.set('addRedeemCodes', { error: new Error('socket hang up'), when: 'after' });
    expect(await referralInvite(t.ctx, 'per_ben')).toBe('pending');
    await expect(t.runDue()).rejects.toThrow('socket hang up');
    await t.ctx.db.query('update due_items set lease_until = null');
    await t.runDue();
    expect(await referralInvite(t.ctx, 'per_ben')).toMatchObject({ friendBasisPoints: 1000 });
  });

  it('shows a card: pending until the order is known and the code is made, then ready', async () => {
    const ask = (personId: string | null, isOrderKnown: boolean) =>
      referralCard(t.app, { shop: t.ctx.shop, personId, isOrderKnown, locale: 'de' });
    expect(await ask(null, false)).toMatchObject({ state: 'pending', link: null });
    expect(await ask(null, true)).toBeNull();
    expect(await ask('per_anna', true)).toMatchObject({
      state: 'ready',
      link: `https://app.example/r/${code}`,
      friendReward: expect.stringContaining('10'),
      advocateReward: expect.stringContaining('10'),
    });
    await insertPerson(t, { id: 'per_new' });
    expect(await ask('per_new', true)).toMatchObject({ state: 'pending' });
    await t.runDue();
    expect(await ask('per_new', true)).toMatchObject({ state: 'ready' });
    await t.ctx.db.query(`update shop_settings set referrals = '{}'`);
    expect(await ask('per_anna', true)).toBeNull();
  });

  it('leads to the shop with the discount on, counts people and not robots', async () => {
    const open = (userAgent: string, ip = '203.0.113.9') =>
      openReferralLink(t.app, { code: code.toLowerCase(), ip, userAgent });
    const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1';
    expect(await open(phone)).toEqual({
      url: `https://testladen.example/discount/${code}?redirect=${encodeURIComponent(`/?ref=${code}`)}`,
    });
    await open(phone);
    await open('WhatsApp/2.23.20.0');
    await open('Googlebot/2.1 (+http://www.google.com/bot.html)');
    expect((await referralTotals(t.ctx)).visits).toBe(1);
    expect(await openReferralLink(t.app, { code: "X'; drop", ip: null, userAgent: phone })).toBeNull();
  });
});

describe('the straight way', () => {
  it('pending, payable after fulfilment and 30 days, paid once; both messages go out', async () => {
    await friendBuys('200', {});
    expect(await referral()).toMatchObject({ state: 'pending', source: 'code' });
    expect(await ledger()).toEqual([]);
    await t.advance(29 * day);
    expect(await referral()).toMatchObject({ state: 'pending' });
    await t.advance(2 * day);
    expect(await referral()).toMatchObject({ state: 'paid' });
    expect(await ledger()).toEqual(['earned 1000', 'paid -1000']);
    expect(t.store.credits).toMatchObject([{ customerId: '9007199254740999', amount: { minor: 1_000n } }]);
    const { rows } = await t.ctx.db.query('select 1 from messages where kind = $1', ['referral_credit']);
    expect(rows).toHaveLength(2);
    expect(await referralTotals(t.ctx)).toMatchObject({
      orders: 1,
      paidMinor: '1000',
      pendingMinor: '0',
      revenueMinor: '10000',
    });
  });

  it('waits as long as the order is not fulfilled', async () => {
    await insertPerson(t, { id: 'per_paul', firstName: 'Paul', lastName: 'Stein' });
    await insertOrder(t, { id: '200', personId: 'per_paul', discountCodes: [code] });
    await changeOrder(t, '200', {}, 'order.paid');
    await t.advance(90 * day);
    expect(await referral()).toMatchObject({ state: 'pending', hold_until: null });
    await changeOrder(t, '200', { fulfilled_at: t.clock.now() }, 'order.fulfilled');
    await t.advance(29 * day);
    expect(await referral()).toMatchObject({ state: 'pending' });
    await t.advance(day + minute);
    expect(await referral()).toMatchObject({ state: 'paid' });
  });

  it('webhooks twice and at once make one referral and one payment', async () => {
    await friendBuys();
    const { matchOrder } = await import('./index.server.ts');
    await Promise.all([1, 2, 3, 4].map(() => matchOrder(t.ctx, '200')));
    await changeOrder(t, '200', {}, 'order.paid');
    await changeOrder(t, '200', {}, 'order.fulfilled');
    await t.runDue();
    t.clock.advance(31 * day);
    const { release } = await import('./release-referral.server.ts');
    const { id } = (await referral())!;
    await Promise.all([release(t.ctx, id), release(t.ctx, id)]);
    await Promise.all([pay(t.ctx, id), pay(t.ctx, id), pay(t.ctx, id)]);
    await t.runDue();
    expect(inAccount()).toBe(1_000n);
    expect(await ledger()).toEqual(['earned 1000', 'paid -1000']);
  });

  it('in yen without decimals', async () => {
    await t.cleanup();
    await begin({ shop: { currency: 'JPY', locale: 'ja', country: 'JP' } });
    await friendBuys('200', { totalMinor: 3_333n });
    await refund('200', 1_111n);
    await t.advance(31 * day);
    expect(await ledger()).toEqual(['earned 667', 'paid -667']);
    expect(inAccount()).toBe(667n);
  });
});

describe('who is matched', () => {
  it('by the landing page, and by a checkout that the same person began within 90 days', async () => {
    await friendBuys('200', { discountCodes: [], landingSite: `/?ref=${code}` });
    expect(await referral()).toMatchObject({ state: 'pending', source: 'link' });
    await insertPerson(t, { id: 'per_late', firstName: 'Lea', lastName: 'Kurz' });
    await t.ctx.db.query(
      `insert into checkouts (shop_id, token, person_id, currency, total_minor, landing_site, created_at, last_activity_at, shop_updated_at)
       values ($1, 'tok', 'per_late', 'EUR', 1, $2, $3, $3, $3)`,
      [t.ctx.shop.id, `/?ref=${code}`, t.clock.now()],
    );
    t.clock.advance(80 * day);
    await insertOrder(t, { id: '201', personId: 'per_late' });
    await changeOrder(t, '201', {}, 'order.paid');
    await t.runDue();
    expect(await referral('201')).toMatchObject({ state: 'pending', source: 'person' });
  });

  it('not by a visit of more than 30 days ago', async () => {
    await t.ctx.db.query('insert into referral_visits (shop_id, code, ip_hash, at) values ($1, $2, $3, $4)', [
      t.ctx.shop.id,
      code,
      'ip_paul',
      t.clock.now(),
    ]);
    t.clock.advance(31 * day);
    await friendBuys('200', { discountCodes: [], landingSite: `/?ref=${code}`, ipHash: 'ip_paul' });
    expect(await referral()).toMatchObject({ state: 'rejected', reason: 'link_expired' });
  });

  it('rejects the same person, an existing customer, one referred before, a small order', async () => {
    await friendBuys('200', {}, { id: 'per_anna' });
    expect(await referral('200')).toMatchObject({ state: 'rejected', reason: 'same_person' });
    await insertPerson(t, { id: 'per_old' });
    await insertOrder(t, {
      id: '150',
      personId: 'per_old',
      processedAt: new Date(t.clock.now().getTime() - day),
    });
    await friendBuys('201', {}, { id: 'per_old' });
    expect(await referral('201')).toMatchObject({ state: 'rejected', reason: 'existing_customer' });
    await friendBuys('202', { totalMinor: 2_999n });
    expect(await referral('202')).toMatchObject({ state: 'rejected', reason: 'below_minimum' });
    await friendBuys('203', { totalMinor: 2_700n, discountMinor: 300n });
    expect(await referral('203')).toMatchObject({ state: 'pending' });
    await t.advance(40 * day);
    expect(inAccount()).toBe(1_000n);
    expect(await ledger('200')).toEqual([]);
  });

  it('two orders of a new friend in one second: the first one counts', async () => {
    await insertPerson(t, { id: 'per_paul', firstName: 'Paul', lastName: 'Stein' });
    for (const id of ['999', '1000'])
      await insertOrder(t, { id, personId: 'per_paul', discountCodes: [code] });
    for (const id of ['1000', '999']) await changeOrder(t, id, {}, 'order.paid');
    await t.runDue();
    expect(await referral('999')).toMatchObject({ state: 'pending' });
    expect(await referral('1000')).toMatchObject({ state: 'rejected', reason: 'existing_customer' });
  });

  it('two first orders of one friend at once: one counts', async () => {
    await insertPerson(t, { id: 'per_paul', firstName: 'Paul', lastName: 'Stein' });
    for (const id of ['200', '201'])
      await insertOrder(t, { id, personId: 'per_paul', discountCodes: [code] });
    const { matchOrder } = await import('./index.server.ts');
    await Promise.all([matchOrder(t.ctx, '200'), matchOrder(t.ctx, '201')]);
    const states = [(await referral('200'))?.state, (await referral('201'))?.state].sort();
    expect(states).not.toEqual(['pending', 'pending']);
  });

  it('people who turn out to be one are found when the hold is over', async () => {
    await friendBuys();
    await t.ctx.db.query(`update orders set person_id = 'per_anna' where id = '200'`);
    await t.ctx.db.query(`update referrals set friend_id = 'per_anna'`);
    await t.advance(31 * day);
    expect(await referral()).toMatchObject({ state: 'rejected', reason: 'same_person' });
    expect(inAccount()).toBe(0n);
  });
});

describe('suspicion', () => {
  it('waits for a person for ever, is paid after approval, never after rejection', async () => {
    await friendBuys('200', { addressHash: 'addr_anna' });
    await friendBuys('201', { ipHash: 'ip_anna' });
    expect(await referral('200')).toMatchObject({ state: 'held', signals: ['same_address'] });
    expect(await referral('201')).toMatchObject({ state: 'held', signals: ['same_device'] });
    await t.advance(200 * day);
    expect(inAccount()).toBe(0n);
    expect(await approveReferral(t.ctx, (await referral('200'))!.id, 'flatmates')).toEqual({
      kind: 'decided',
    });
    expect(await rejectReferral(t.ctx, (await referral('201'))!.id, 'same_household', '')).toEqual({
      kind: 'decided',
    });
    await t.runDue();
    expect(await referral('200')).toMatchObject({ state: 'paid' });
    expect(await referral('201')).toMatchObject({ state: 'rejected', reason: 'merchant' });
    expect(inAccount()).toBe(1_000n);
    expect(await approveReferral(t.ctx, (await referral('201'))!.id, '')).toEqual({ kind: 'stale' });
  });

  it('more than three purchases from one IP, similar names and similar addresses are looked at', async () => {
    const names = ['Paul Stein', 'Lea Kurz', 'Omar Haddad', 'Ines Vogt'];
    for (const [i, name] of names.entries()) {
      const [firstName, lastName] = name.split(' ') as [string, string];
      await friendBuys(`30${i}`, { ipHash: 'ip_office' }, { id: `per_o${i}`, firstName, lastName });
    }
    expect(await referral('302')).toMatchObject({ state: 'pending' });
    expect(await referral('303')).toMatchObject({ state: 'held', signals: ['many_from_ip'] });
    await friendBuys('310', {}, { id: 'per_n', firstName: 'Ana', lastName: 'Berg' });
    expect(await referral('310')).toMatchObject({ state: 'held', signals: ['similar_name'] });
  });
});
