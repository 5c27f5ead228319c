import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { findOffer } from './offers.repo.server.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const migration = readFileSync('prisma/migrations/0006_offer_settings/migration.sql', 'utf8');
const moveWindows = migration.slice(migration.indexOf('UPDATE "offers"'));

/** An offer as an older version wrote it. */
async function putOld(id: string, rule: object): Promise<void> {
  await t.ctx.db.query(
    `insert into offers (id, shop_id, name, status, kind, surfaces, product_id, variant_id, discount_kind, discount_value, texts,
       rule, created_at, updated_at)
     values ($1, $2, 'Old', 'active', 'product', '{thank-you}', '7', '71', 'percentage', 1000, '{}', $3, now(), now())`,
    [id, t.ctx.shop.id, JSON.stringify(rule)],
  );
}

test('what an older version wrote is read: the product is a choice, the window has its own columns', async () => {
  const first = { kind: 'first-order', is: true };
  const from = '2026-11-27T00:00:00.000Z';
  const until = '2026-12-01T00:00:00.000Z';
  await putOld('off_window', { kind: 'all', rules: [{ kind: 'schedule', from, until }, first] });
  await putOld('off_open', { kind: 'all', rules: [{ kind: 'schedule', until }] });
  await putOld('off_nested', { kind: 'any', rules: [{ kind: 'schedule', from }, first] });
  await putOld('off_none', { kind: 'all', rules: [first] });
  await t.ctx.db.query(moveWindows);
  const read = async (id: string) => {
    const offer = await findOffer(t.ctx.db, t.ctx.shop.id, id);
    return offer && { startsAt: offer.startsAt, endsAt: offer.endsAt, rule: offer.rule };
  };
  expect(await read('off_window')).toEqual({
    startsAt: from,
    endsAt: until,
    rule: { kind: 'all', rules: [first] },
  });
  expect(await read('off_open')).toEqual({ startsAt: null, endsAt: until, rule: { kind: 'all', rules: [] } });
  // Under "or" a schedule is a condition like any other.
  expect(await read('off_nested')).toMatchObject({
    startsAt: null,
    rule: { kind: 'any', rules: [{ kind: 'schedule', from }, first] },
  });
  expect(await read('off_none')).toMatchObject({ startsAt: null, endsAt: null });
  const old = await findOffer(t.ctx.db, t.ctx.shop.id, 'off_none');
  expect(old?.setup).toEqual({ choice: { by: 'hand', items: [{ productId: '7', variantId: '71' }] } });
});
