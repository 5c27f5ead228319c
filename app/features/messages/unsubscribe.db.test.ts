import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { consentOfAddress } from '../people/index.server.ts';
import {
  chooseMailing,
  getMessage,
  listMessages,
  messageCounts,
  openMailingPage,
  openPreferences,
  recordDropped,
  requestMessage,
  sendTestMessage,
} from './index.server.ts';
import { addOrder, addPerson, subscribe } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addPerson(t.ctx, 'per_ada', 'Ada@Example.com', { firstName: 'Ada' });
  await subscribe(t.ctx, ada);
  t.store.customers.set('Ada@Example.com', { id: '9007199254740997', emailState: 'SUBSCRIBED' });
  t.store.customers.set('ada@example.com', { id: '9007199254740997', emailState: 'SUBSCRIBED' });
  t.clock.advance(1000);
});
afterEach(() => t?.cleanup());

const money = { minor: '4490', currency: 'EUR' };
async function reminder(subjectId = 'tok1', wantedAt?: Date): Promise<string> {
  if (wantedAt) t.clock.set(wantedAt);
  const { id } = await t.ctx.db.tx((tx) =>
    requestMessage(t.ctx, tx, {
      kind: 'referral_invite',
      personId: ada.personId,
      address: { hash: ada.hash, sealed: ada.sealed },
      subjectId,
      idempotencyKey: `x:${subjectId}`,
      locale: 'de',
      data: {
        firstName: null,
        url: 'https://app.example/r/A',
        friendBasisPoints: 1000,
        advocateReward: money,
      },
    }),
  );
  return id;
}
const sign = (id: string) => t.ctx.vault.sign('unsubscribe', id);
const stop = { isWanted: false, said: 'Abbestellen' };
const consent = () => consentOfAddress(t.ctx, 'email', ada.hash);

describe('unsubscribe', () => {
  it('the link in the message is the one that works, and looking at it changes nothing', async () => {
    const id = await reminder();
    await t.runDue();
    const header = t.mails[0]?.email.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '';
    const [, , , linkId, signature] = new URL(header.slice(1, -1)).pathname
      .split('/')
      .flatMap((part, i) => (i === 0 ? ['', '', part] : part === 'unsubscribe' ? [] : [part]));
    expect([linkId, signature]).toEqual([id, sign(id)]);
    expect(await openMailingPage(t.app, id, sign(id))).toMatchObject({
      kind: 'known',
      shopName: 'Testladen',
      locale: 'de',
      isWithdrawn: false,
    });
    expect((await consent())?.state).toBe('subscribed');
  });

  it('takes effect at once, drops what waits, and Shopify is told with the moment', async () => {
    const first = await reminder();
    await t.runDue();
    const waiting = await reminder('tok2');
    const at = t.clock.now();
    expect(await chooseMailing(t.app, first, sign(first), stop)).toMatchObject({
      isWithdrawn: true,
    });
    expect((await consent())?.state).toBe('unsubscribed');
    expect((await getMessage(t.ctx, waiting))?.reason).toBe('unsubscribed');
    await t.runDue();
    expect(t.mails).toHaveLength(1);
    expect(t.store.consents).toEqual([
      { customerId: '9007199254740997', state: 'UNSUBSCRIBED', changedAt: at },
    ]);
    expect((await consent())?.isUnsynced).toBe(false);
  });

  it('twice is once; undo brings it back and tells Shopify', async () => {
    const id = await reminder();
    await chooseMailing(t.app, id, sign(id), stop);
    await chooseMailing(t.app, id, sign(id), stop);
    await t.runDue();
    expect(t.store.consents).toHaveLength(1);
    const back = { isWanted: true, said: 'Wieder abonnieren' };
    expect(await chooseMailing(t.app, id, sign(id), back)).toMatchObject({
      isSubscribed: true,
    });
    await t.runDue();
    expect(t.store.consents.map(({ state }) => state)).toEqual(['UNSUBSCRIBED', 'SUBSCRIBED']);
    const { rows } = await t.ctx.db.query<{ text: string; source: string }>(
      'select text, source from consents where identity_hash = $1',
      [ada.hash],
    );
    expect(rows).toEqual([{ text: 'Wieder abonnieren', source: 'unsubscribe page' }]);
  });

  it('works without a customer in Shopify', async () => {
    t.store.customers.clear();
    const id = await reminder();
    await chooseMailing(t.app, id, sign(id), stop);
    await t.runDue();
    expect(t.store.consents).toEqual([]);
    expect(await consent()).toMatchObject({ state: 'unsubscribed', isUnsynced: false });
  });

  it('an erased or unknown message gets a kind page, a bent link does nothing', async () => {
    const id = await reminder();
    await t.ctx.db.query('update messages set address_hash = null, address_sealed = null where id = $1', [
      id,
    ]);
    expect(await chooseMailing(t.app, id, sign(id), stop)).toEqual({ kind: 'gone' });
    const never = 'msg_000000000000000000000000';
    expect(await chooseMailing(t.app, never, sign(never), stop)).toEqual({ kind: 'gone' });
    expect(await chooseMailing(t.app, id, 'A'.repeat(32), stop)).toEqual({ kind: 'forged' });
    // a signature for one purpose opens no other door
    expect((await openPreferences(t.app, id, sign(id))).kind).toBe('forged');
    expect((await consent())?.state).toBe('subscribed');
  });
});

describe('the ledger', () => {
  it('is found by address in any spelling, by order, by status, and paged both ways without gaps', async () => {
    await addOrder(t.ctx, '7001', ada, { emit: false });
    for (let i = 0; i < 120; i++) {
      if (i % 3 === 0) t.clock.advance(1);
      await reminder(`s${i}`);
    }
    const bea = await addPerson(t.ctx, 'per_bea', 'bea@example.com');
    await recordDropped(
      t.ctx,
      t.ctx.db,
      {
        kind: 'thank_you',
        personId: bea.personId,
        address: { hash: bea.hash, sealed: bea.sealed },
        subjectId: 'o1',
        idempotencyKey: 'thank_you:o1',
        locale: null,
      },
      { reason: 'order_cancelled' },
    );
    const seen: string[] = [];
    let page = await listMessages(t.ctx, { search: ' ADA@example.com ' });
    const pages = [page];
    while (page.older) {
      page = await listMessages(t.ctx, { search: 'ada@example.com' }, { before: page.older });
      pages.push(page);
    }
    for (const { messages } of pages) seen.push(...messages.map(({ id }) => id));
    expect(seen).toHaveLength(120);
    expect(new Set(seen).size).toBe(120);
    expect(pages[0]?.newer).toBeNull();
    const back = await listMessages(t.ctx, { search: 'ada@example.com' }, { after: pages[2]!.newer! });
    expect(back.messages.map(({ id }) => id)).toEqual(pages[1]!.messages.map(({ id }) => id));
    expect((await listMessages(t.ctx, { search: '7001' })).messages).toHaveLength(50);
    expect((await listMessages(t.ctx, { search: '#7001' })).messages).toHaveLength(50);
    const dropped = await listMessages(t.ctx, { status: 'dropped' });
    expect(dropped.messages).toMatchObject([{ email: 'bea@example.com', reason: 'order_cancelled' }]);
    expect((await listMessages(t.ctx, { search: "x' or 1=1 --@example.com" })).messages).toEqual([]);
    expect((await messageCounts(t.ctx)).referral_invite).toMatchObject({ sent: 0, waiting: 120 });
    const shown = await getMessage(t.ctx, seen[0]!);
    expect(shown?.others.length).toBe(10);
    expect(shown?.preview?.html).toContain('https://app.example/r/A');
  });

  it('shows nothing of another shop', async () => {
    const id = await reminder();
    const other = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other' } };
    expect(await getMessage(other, id)).toBeNull();
    expect((await listMessages(other, {})).messages).toEqual([]);
  });

  it('a test message goes to the shop and nowhere else', async () => {
    expect(await sendTestMessage(t.ctx, 'thank_you', { locale: 'en' })).toEqual({ kind: 'no_address' });
    await t.ctx.db.query('update shops set email_sealed = $1', [t.ctx.vault.seal('owner@example.com')]);
    expect(await sendTestMessage(t.ctx, 'abandoned_checkout', { locale: 'de', step: 3 })).toEqual({
      kind: 'sent',
      to: 'owner@example.com',
    });
    expect(t.mails[0]?.email.subject).toMatch(/^\[Test\] Letzte Erinnerung/);
    expect((await listMessages(t.ctx, {})).messages).toEqual([]);
  });
});
