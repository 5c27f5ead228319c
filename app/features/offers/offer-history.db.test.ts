import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { hour } from '../../kit/span.ts';
import {
  activateOffer,
  archiveOffer,
  createDefaultOffer,
  duplicateOffer,
  getLimit,
  getOffer,
  listOffers,
  listRevisions,
  moveOffers,
  pauseOffer,
  restoreOffer,
  restoreRevision,
  saveOffer,
  setLimit,
  templateTexts,
  undoLastChange,
} from './index.server.ts';
import { templateInput, templateNames } from './index.ts';
import { byHand, makeOffer, merchant, offerFixture, putProduct } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
});
afterEach(() => t.cleanup());

const grace = { userId: '45', name: 'Grace Hopper' };
const history = async (id: string) =>
  (await listRevisions(t.ctx, id)).map(({ version, action, by, changed }) => ({
    version,
    action,
    by,
    changed,
  }));

describe('what an offer was', () => {
  test('who did what, when and to which part, newest first', async () => {
    const id = await makeOffer(t);
    t.clock.advance(hour);
    await saveOffer(t.ctx, id, offerFixture({ name: 'Other', deadlineHours: '24' }), 1, grace);
    await pauseOffer(t.ctx, id, merchant);
    await pauseOffer(t.ctx, id, merchant);
    expect(await history(id)).toEqual([
      { version: 3, action: 'paused', by: 'Ada Lovelace', changed: ['status'] },
      { version: 2, action: 'edited', by: 'Grace Hopper', changed: ['name', 'deadline'] },
      { version: 1, action: 'created', by: 'Ada Lovelace', changed: [] },
    ]);
    const [newest] = await listRevisions(t.ctx, id);
    expect(newest).toMatchObject({ at: '2026-11-02T11:00:00.000Z', userId: '44', isCurrent: true });
    expect(await listRevisions(t.ctx, 'off_none')).toEqual([]);
    // Names are of people: they are not readable in the table.
    const { rows } = await t.ctx.db.query('select user_sealed from offer_revisions');
    expect(JSON.stringify(rows)).not.toContain('Ada');
  });

  test('the last change is undone, the undoing too; an exact copy comes back', async () => {
    await putProduct(t, { id: '7', variantId: '71' });
    const rich = offerFixture({
      kind: 'product',
      choice: byHand('7', '71'),
      discount: { kind: 'amount', value: '5.00', gift: null },
      moments: ['shipped'],
      fromDays: { days: '2', after: 'delivered' },
      startsAt: '2026-11-01T00:00:00.000Z',
      endsAt: '2026-12-01T00:00:00.000Z',
      rule: { kind: 'all', rules: [{ kind: 'first-order', is: true }] },
      caps: { total: '10', perPerson: '1' },
    });
    const made = await saveOffer(t.ctx, null, rich, 0, merchant);
    if (made.kind !== 'saved') throw new Error(JSON.stringify(made));
    const before = await getOffer(t.ctx, made.id);
    await saveOffer(t.ctx, made.id, offerFixture({ name: 'Plain' }), 1, grace);
    const plain = await getOffer(t.ctx, made.id);
    expect(await undoLastChange(t.ctx, made.id, merchant)).toMatchObject({ kind: 'changed', version: 3 });
    expect(await getOffer(t.ctx, made.id)).toEqual({ ...before, version: 3 });
    await undoLastChange(t.ctx, made.id, merchant);
    expect(await getOffer(t.ctx, made.id)).toEqual({ ...plain, version: 4 });
    expect(await restoreRevision(t.ctx, made.id, 1, grace)).toMatchObject({ kind: 'changed', version: 5 });
    expect(await getOffer(t.ctx, made.id)).toEqual({ ...before, version: 5 });
    expect((await history(made.id)).map(({ action }) => action)).toEqual([
      'restored',
      'undone',
      'undone',
      'edited',
      'created',
    ]);
  });

  test('nothing before it, nothing of that name', async () => {
    const id = await makeOffer(t);
    expect(await undoLastChange(t.ctx, id, merchant)).toEqual({ kind: 'nothing' });
    expect(await undoLastChange(t.ctx, 'off_none', merchant)).toEqual({ kind: 'unknown' });
    expect(await restoreRevision(t.ctx, id, 9, merchant)).toEqual({ kind: 'nothing' });
  });

  test('undoing an archive shows it again; what is over by now comes back switched off', async () => {
    const id = await makeOffer(t);
    await archiveOffer(t.ctx, id, merchant);
    expect(await undoLastChange(t.ctx, id, merchant)).toMatchObject({ isActive: true });
    const short = await makeOffer(t, { endsAt: '2026-11-02T12:00:00.000Z' });
    await pauseOffer(t.ctx, short, merchant);
    t.clock.advance(5 * hour);
    expect(await undoLastChange(t.ctx, short, merchant)).toMatchObject({ isActive: false });
    expect((await getOffer(t.ctx, short))?.status).toBe('draft');
  });

  test('an offer from before there were revisions can be gone back to', async () => {
    const id = await makeOffer(t);
    await t.ctx.db.query('delete from offer_revisions');
    await saveOffer(t.ctx, id, offerFixture({ name: 'New name' }), 1, merchant);
    await undoLastChange(t.ctx, id, merchant);
    expect((await getOffer(t.ctx, id))?.name).toBe('Next order');
  });

  test('two who save at once: one is told who was faster and when', async () => {
    const id = await makeOffer(t);
    const outcomes = await Promise.all([
      saveOffer(t.ctx, id, offerFixture({ name: 'A' }), 1, merchant),
      saveOffer(t.ctx, id, offerFixture({ name: 'B' }), 1, grace),
    ]);
    const stale = outcomes.find((outcome) => outcome.kind === 'stale');
    const winner = outcomes[0]?.kind === 'saved' ? merchant : grace;
    expect(outcomes.filter((outcome) => outcome.kind === 'saved')).toHaveLength(1);
    expect(stale).toEqual({ kind: 'stale', by: winner.name, at: '2026-11-02T10:00:00.000Z', version: 2 });
  });
});

describe('the list', () => {
  test('dragged into an order; what somebody else has made meanwhile stays behind; strangers are passed over', async () => {
    const [a, b, c, d] = [await makeOffer(t), await makeOffer(t), await makeOffer(t), await makeOffer(t)];
    await archiveOffer(t.ctx, d ?? '', merchant);
    await moveOffers(t.ctx, [c ?? '', 'off_other_shop', a ?? '']);
    const order = (await listOffers(t.ctx)).map(({ offer }) => offer.id);
    expect(order).toEqual([c, a, b, d]);
    const drafts = await listOffers(t.ctx, { status: 'archived' });
    expect(drafts.map(({ offer }) => offer.id)).toEqual([d]);
  });

  test('how many stand on a page: one to five, two unless set', async () => {
    expect(await getLimit(t.ctx)).toBe(2);
    for (const no of [0, 6, 1.5, Number.NaN]) expect(await setLimit(t.ctx, no)).toBe(false);
    expect(await setLimit(t.ctx, 5)).toBe(true);
    expect(await getLimit(t.ctx)).toBe(5);
  });

  test('out of the archive it is not shown until it is switched on', async () => {
    const id = await makeOffer(t);
    await archiveOffer(t.ctx, id, merchant);
    await restoreOffer(t.ctx, id, merchant);
    expect((await getOffer(t.ctx, id))?.status).toBe('draft');
    expect(await activateOffer(t.ctx, id, merchant)).toMatchObject({ kind: 'changed' });
  });

  test('a copy has all of it but the figures, and a history of its own', async () => {
    const id = await makeOffer(t, { caps: { total: '5', perPerson: '' } });
    const copy = await duplicateOffer(t.ctx, id, 'Copy', grace);
    if (copy.kind !== 'changed') throw new Error(copy.kind);
    expect((await getOffer(t.ctx, copy.id))?.setup.caps).toEqual({ total: 5, perPerson: null });
    expect(await history(copy.id)).toEqual([
      { version: 1, action: 'created', by: 'Grace Hopper', changed: [] },
    ]);
  });

  test('an offer whose product has left the shop cannot be switched on', async () => {
    await putProduct(t, { id: '7', variantId: '71' });
    const id = await makeOffer(t, { kind: 'product', choice: byHand('7', '71'), isActive: false });
    await putProduct(t, { id: '7', variantId: '71', status: 'archived' });
    expect(await activateOffer(t.ctx, id, merchant)).toEqual({
      kind: 'invalid',
      problems: { choice: 'offers:problem.productHidden' },
    });
  });

  test('a collection that the shop does not have, a picture of another shop', async () => {
    const input = offerFixture({
      kind: 'product',
      choice: { by: 'collection', collectionId: '5', title: 'Tee' },
      pictureId: 'pic_none',
    });
    expect(await saveOffer(t.ctx, null, input, 0, merchant)).toEqual({
      kind: 'invalid',
      problems: { choice: 'offers:problem.collectionGone', pictureId: 'offers:problem.pictureGone' },
    });
    await t.ctx.db.query(`insert into collections (shop_id, id, title) values ($1, '5', 'Tee')`, [
      t.ctx.shop.id,
    ]);
    const again = await saveOffer(t.ctx, null, { ...input, pictureId: null }, 0, merchant);
    expect(again.kind).toBe('saved');
  });
});

describe('ten templates', () => {
  test.each(templateNames)('%s can be saved as it is, in English and German, and is live', async (name) => {
    const input = templateInput(name, 'A name', templateTexts(t.ctx, name));
    const saved = await saveOffer(t.ctx, null, input, 0, merchant);
    if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
    const offer = await getOffer(t.ctx, saved.id);
    expect(offer?.status).toBe('active');
    expect(Object.keys(offer?.texts ?? {}).sort()).toEqual(['de', 'en']);
    for (const texts of Object.values(offer?.texts ?? {})) {
      expect(JSON.stringify(texts)).not.toContain('offer-templates');
    }
    for (const language of ['en', 'de']) {
      const t9n = t.ctx.text(language);
      expect(t9n(`offer-templates:${name}.about`)).not.toContain('about');
    }
  });

  test('the default offer is one of them, made by Reprise itself', async () => {
    const { id } = await createDefaultOffer(t.ctx);
    expect(await history(id)).toEqual([{ version: 1, action: 'created', by: null, changed: [] }]);
  });
});
