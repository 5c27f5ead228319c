import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { insertPerson } from '../../../tests/support/orders.ts';
import { day, minute } from '../../kit/span.ts';
import {
  askForTraits,
  keepWanted,
  readCustomerTraits,
  readTraitMembers,
  type WantedTrait,
} from './traits.server.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
  await insertPerson(t, { id: 'per_1', customerId: '71' });
  await insertPerson(t, { id: 'per_2', customerId: '72' });
});
afterEach(() => t.cleanup());

const tag: WantedTrait = { kind: 'tag', value: 'vip' };
const segment: WantedTrait = { kind: 'segment', value: '900' };
const traits = async () =>
  (
    await t.ctx.db.query<{ person_id: string; tags: string[]; segment_ids: string[] }>(
      'select person_id, tags, segment_ids from person_traits order by person_id',
    )
  ).rows.map(({ person_id: id, tags, segment_ids: ids }) => `${id} ${tags.join()} ${ids.join()}`);

test('a new wish is read whole at once, all again after a day; what nobody wishes any more is forgotten', async () => {
  t.store.customerTags.set('71', ['VIP', 'b']);
  t.store.customerTags.set('99', ['vip']);
  t.store.segments = [{ id: '900', name: 'Big', customerIds: ['71', '72', '99'] }];
  await keepWanted(t.ctx, [tag, segment]);
  expect((await t.runDue()).sort()).toEqual(['offers.read-again', 'people.read-trait', 'people.read-trait']);
  expect(await traits()).toEqual(['per_1 b,vip 900', 'per_2  900']);

  t.clock.advance(minute);
  await keepWanted(t.ctx, [tag, segment]);
  // What the page decides from is written a moment after the offers were read again; nothing is asked of Shopify anew.
  expect((await t.runDue()).filter((job) => job !== 'offers.publish')).toEqual([]);

  t.clock.advance(day);
  t.store.customerTags.set('71', ['b']);
  t.store.customerTags.set('72', ['Vip']);
  t.store.segments[0]!.customerIds = ['71'];
  await keepWanted(t.ctx, [tag, segment]);
  await t.runDue();
  expect(await traits()).toEqual(['per_1 b 900', 'per_2 vip ']);

  await keepWanted(t.ctx, []);
  expect((await t.ctx.db.query('select 1 from wanted_traits')).rowCount).toBe(0);
  expect(await readTraitMembers(t.ctx, tag)).toBe(false);
});

test('one customer is read after an order or a change, where anybody wishes to know', async () => {
  t.store.customerTags.set('71', ['VIP']);
  t.store.segments = [{ id: '900', name: 'Big', customerIds: ['71'] }];
  const ask = () =>
    t.ctx.db.tx((tx) => askForTraits(t.ctx, tx, [{ shopId: t.ctx.shop.id, customerId: '71' }]));
  await ask();
  expect(await t.runDue()).toEqual([]);
  await keepWanted(t.ctx, [segment]);
  await t.runDue();
  t.store.segments[0]!.customerIds = [];
  await ask();
  expect(await t.runDue()).toEqual(['people.read-customer']);
  expect(await traits()).toEqual(['per_1 vip ']);
  await readCustomerTraits(t.ctx, '12345');
  expect(await traits()).toHaveLength(1);
});

test('a segment that is gone has nobody in it', async () => {
  t.store.segments = [{ id: '900', name: 'Big', customerIds: ['71'] }];
  await keepWanted(t.ctx, [segment]);
  await t.runDue();
  t.store.segments = [];
  await readTraitMembers(t.ctx, segment);
  expect(await traits()).toEqual(['per_1  ']);
});
