import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { defineJob } from '../../kit/fate.ts';
import { addMs, day, hour } from '../../kit/span.ts';
import { installShop, readSettings, saveSettings, uninstallShop } from './index.server.ts';
import { generalSettings } from './index.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const someJob = defineJob('test.some-job');

describe('installation', () => {
  test('two openings at once make one installation with its settings', async () => {
    const input = { domain: 'new.myshopify.com', shopify: t.ctx.shopify };
    const ids = await Promise.all([
      installShop(t.app, input),
      installShop(t.app, input),
      installShop(t.app, input),
    ]);
    expect(new Set(ids).size).toBe(1);
    const { rows } = await t.ctx.db.query('select shop_id, version from shop_settings where shop_id = $1', [
      ids[0],
    ]);
    expect(rows).toEqual([{ shop_id: ids[0], version: 0 }]);
  });

  test('a reinstall starts clean, with an id of its own', async () => {
    const { domain } = t.ctx.shop;
    await saveSettings(t.ctx, { general: generalSettings.parse({ senderName: 'Old' }) }, 0);
    await uninstallShop(t.app, { domain, triggeredAt: t.clock.now() });
    const id = await installShop(t.app, { domain, shopify: t.ctx.shopify });
    expect(id).not.toBe(t.ctx.shop.id);
    const { parts } = await readSettings({ db: t.ctx.db, shop: { ...t.ctx.shop, id } });
    expect(generalSettings.parse(parts.general).senderName).toBe('');
  });
});

describe('uninstallation', () => {
  test('stops every timer of the shop at once and forgets its tokens', async () => {
    const { db, due, shop } = t.ctx;
    const schedule = (shopId: string, subject: string) =>
      due.schedule(db, { shopId, job: someJob, subject, dueAt: addMs(t.clock.now(), day) });
    await schedule(shop.id, 'a');
    await schedule(shop.id, 'b');
    await schedule('shp_other', 'c');
    await db.query(
      `insert into shopify_sessions (id, shop_domain, is_online, state, updated_at) values ($1, $2, false, '', '2026-11-02T09:00:00Z')`,
      [`offline_${shop.domain}`, shop.domain],
    );
    expect(await uninstallShop(t.app, { domain: shop.domain, triggeredAt: t.clock.now() })).toEqual({
      kind: 'uninstalled',
      shopId: shop.id,
    });
    const { rows } = await db.query('select subject from due_items');
    expect(rows).toEqual([{ subject: 'c' }]);
    expect((await db.query('select 1 from shopify_sessions')).rowCount).toBe(0);
    expect(await t.app.forShop(shop.id)).toBeNull();
  });

  test('a late webhook does not touch the installation that came after it', async () => {
    const { domain } = t.ctx.shop;
    const uninstalledAt = t.clock.now();
    await uninstallShop(t.app, { domain, triggeredAt: uninstalledAt });
    await t.advance(2 * hour);
    const id = await installShop(t.app, { domain, shopify: t.ctx.shopify });
    expect(await uninstallShop(t.app, { domain, triggeredAt: uninstalledAt })).toEqual({
      kind: 'nothing-to-do',
    });
    const { rows } = await t.ctx.db.query('select id from shops where uninstalled_at is null');
    expect(rows).toEqual([{ id }]);
  });
});

describe('settings', () => {
  test('who saves an old version is told', async () => {
    const general = generalSettings.parse({});
    const { version } = await readSettings(t.ctx);
    expect(await saveSettings(t.ctx, { general }, version)).toEqual({ kind: 'saved', version: version + 1 });
    expect(await saveSettings(t.ctx, { general }, version)).toEqual({ kind: 'stale' });
  });
});
