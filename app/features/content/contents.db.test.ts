import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import {
  archiveContent,
  checkContent,
  contentOfSlot,
  createContent,
  getContent,
  listContentRevisions,
  listContents,
  renderContent,
  restoreContent,
  saveContent,
  unpublishContent,
} from './index.server.ts';
import { type ContentInput, flowTemplates, slotNames } from './index.ts';

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext();
});
afterAll(() => t?.cleanup());

const ada = { userId: '1', name: 'Ada' };
const bea = { userId: '2', name: 'Bea' };

async function draft(): Promise<{ id: string; input: ContentInput; version: number }> {
  const { id } = await createContent(t.ctx, 'blank', ada);
  const made = await getContent(t.ctx, id);
  if (!made) throw new Error('not made');
  return { id, input: made.input, version: made.version };
}

/** The content with another German subject. */
const called = (input: ContentInput, subject: string): ContentInput => ({
  ...input,
  texts: { ...input.texts, de: { ...input.texts.de!, subject } },
});

describe('saving', () => {
  it('keeps every version with who and when, and what is sent changes only by publishing', async () => {
    const { id, input } = await draft();
    expect(await renderContent(t.ctx, { contentId: id, version: 'published' }, {}, 'de', 'email')).toEqual({
      kind: 'unknown',
    });
    expect(await saveContent(t.ctx, id, called(input, 'Eins'), 1, ada, 'publish')).toEqual({
      kind: 'saved',
      id,
      version: 2,
    });
    expect(await saveContent(t.ctx, id, called(input, 'Zwei'), 2, bea)).toMatchObject({
      kind: 'saved',
      version: 3,
    });
    const subject = async (version: number | 'published') => {
      const outcome = await renderContent(t.ctx, { contentId: id, version }, {}, 'de-AT', 'email');
      return outcome.kind === 'rendered' ? outcome.subject : outcome.kind;
    };
    expect(await subject('published')).toBe('Eins');
    expect(await subject(3)).toBe('Zwei');
    expect(await subject(9)).toBe('unknown');
    expect(
      (await listContentRevisions(t.ctx, id)).map(({ version, action, by }) => [version, action, by]),
    ).toEqual([
      [3, 'edited', 'Bea'],
      [2, 'published', 'Ada'],
      [1, 'created', 'Ada'],
    ]);
    expect(await restoreContent(t.ctx, id, 2, 3, ada)).toMatchObject({ kind: 'saved', version: 4 });
    expect((await getContent(t.ctx, id))?.input.texts.de?.subject).toBe('Eins');
    expect(await unpublishContent(t.ctx, id, 4, ada)).toMatchObject({ kind: 'saved', version: 5 });
    expect(await subject('published')).toBe('unknown');
    // A flow that began with version 2 goes on with it.
    expect(await subject(2)).toBe('Eins');
  });

  it('tells who saves over somebody else, and writes nothing', async () => {
    const { id, input } = await draft();
    await saveContent(t.ctx, id, called(input, 'Von Bea'), 1, bea);
    expect(await saveContent(t.ctx, id, called(input, 'Von Ada'), 1, ada)).toEqual({
      kind: 'stale',
      by: 'Bea',
      at: t.clock.now().toISOString(),
      version: 2,
    });
    expect((await getContent(t.ctx, id))?.input.texts.de?.subject).toBe('Von Bea');
  });

  it('lets one of two win that save at once', async () => {
    const { id, input } = await draft();
    const outcomes = await Promise.all(
      ['A', 'B', 'C', 'D'].map((subject) => saveContent(t.ctx, id, called(input, subject), 1, ada)),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['saved', 'stale', 'stale', 'stale']);
  });

  it('refuses what has no shape, and names the field', async () => {
    const { id, input } = await draft();
    const footer = { id: 'x', kind: 'footer' };
    const twice = { ...input, blocks: [footer, ...input.blocks, input.blocks[0]] };
    const outcome = await saveContent(t.ctx, id, twice, 1, ada);
    expect(outcome.kind === 'invalid' && outcome.problems.map(({ field, rule }) => [field, rule])).toEqual([
      ['blocks.0', 'footer_not_last'],
      ['blocks.4', 'footer_not_last'],
      ['blocks.5.id', 'twice'],
    ]);
    expect(await saveContent(t.ctx, id, { ...input, name: '' }, 1, ada)).toMatchObject({ kind: 'invalid' });
    expect(await saveContent(t.ctx, 'cnt_none', input, 1, ada)).toEqual({ kind: 'unknown' });
  });

  it('publishes nothing that cannot be drawn', async () => {
    const { id, input } = await draft();
    const outcome = await saveContent(
      t.ctx,
      id,
      called(input, 'Hallo {{ person.first_name'),
      1,
      ada,
      'publish',
    );
    expect(outcome).toMatchObject({
      kind: 'blocked',
      problems: [{ field: 'texts.de.subject', rule: 'syntax', line: 1 }],
    });
    expect((await getContent(t.ctx, id))?.version).toBe(1);
  });

  it('belongs to one shop', async () => {
    const { id, input } = await draft();
    const other = { ...t.ctx, shop: { ...t.ctx.shop, id: 'shp_other' } };
    expect(await getContent(other, id)).toBeNull();
    expect(await saveContent(other, id, input, 1, ada)).toEqual({ kind: 'unknown' });
    expect(await renderContent(other, { contentId: id, version: 1 }, {}, 'de', 'email')).toEqual({
      kind: 'unknown',
    });
  });

  it('has one content for each place, and takes archived ones out of the list', async () => {
    const one = await createContent(t.ctx, 'review_request', ada);
    expect(await createContent(t.ctx, 'review_request', bea)).toEqual({ id: one.id, isNew: false });
    expect((await contentOfSlot(t.ctx, 'review_request'))?.id).toBe(one.id);
    await archiveContent(t.ctx, one.id, 1, ada);
    expect((await listContents(t.ctx)).some(({ id }) => id === one.id)).toBe(false);
    expect((await listContents(t.ctx, { withArchived: true })).some(({ id }) => id === one.id)).toBe(true);
  });
});

describe('checks', () => {
  it('find nothing in the way of any content to begin with', async () => {
    for (const template of [...slotNames, ...flowTemplates]) {
      const { id } = await createContent(t.ctx, template, ada);
      const version = (await getContent(t.ctx, id))!.version;
      const checked = await checkContent(t.ctx, { contentId: id, version });
      const rules =
        checked.kind === 'checked' ? checked.problems.filter(({ isBlocking }) => isBlocking) : null;
      expect(rules, template).toEqual([]);
      const advice = checked.kind === 'checked' ? checked.problems.map(({ rule }) => rule) : [];
      expect(
        advice.filter((rule) => rule !== 'no_postal_address'),
        template,
      ).toEqual([]);
    }
  });

  it('say what is missing, wrong, dead or unwise, and where', async () => {
    const { id, input } = await draft();
    const [, text, button] = input.blocks;
    const changed: ContentInput = {
      ...input,
      blocks: [
        { id: 'pic', kind: 'picture', pictureId: null, url: 'nowhere', width: 'full' },
        { id: 'p', kind: 'products', source: 'chosen', productIds: ['1'] },
        text!,
        { ...(button as Extract<typeof button, { kind: 'button' }>), url: 'https://gone.example/x' },
      ],
      texts: {
        en: {
          ...input.texts.en!,
          subject: 'LIMITED TIME ONLY!!!',
          blocks: {
            ...input.texts.en!.blocks,
            [text!.id]: { text: '{{ preson.name }} [look](https://fine.example/)' },
          },
        },
        fr: { subject: '', preheader: '', sms: '', blocks: {} },
      },
    };
    await saveContent(t.ctx, id, changed, 1, ada);
    const asked: string[] = [];
    const checked = await checkContent(t.ctx, { contentId: id, version: 2 }, async (url) => {
      asked.push(url);
      return url.includes('gone') ? { kind: 'dead', answer: '404' } : { kind: 'alive' };
    });
    if (checked.kind !== 'checked') throw new Error('not checked');
    const found = checked.problems.map(
      ({ field, rule, isBlocking }) => `${isBlocking ? '!' : ''}${field} ${rule}`,
    );
    expect(found).toEqual(
      expect.arrayContaining([
        '!blocks no_unsubscribe',
        '!blocks.pic no_picture',
        '!blocks.pic.url bad_link',
        '!blocks.p no_products',
        '!texts.en.blocks.pic.alt no_alt',
        '!texts.fr.subject missing_text',
        'texts missing_language',
        `texts.en.blocks.${text!.id}.text unknown_variable`,
        'texts.en.subject spam_word',
        `blocks.${button!.id}.url dead_link`,
        'brand no_postal_address',
      ]),
    );
    expect(asked.sort()).toEqual(['https://fine.example/', 'https://gone.example/x']);
  });

  it('want the one thing that a message is for', async () => {
    const known = (await contentOfSlot(t.ctx, 'abandoned_checkout_1'))!;
    const without = { ...known.input, blocks: known.input.blocks.filter(({ kind }) => kind !== 'button') };
    expect(await saveContent(t.ctx, known.id, without, known.version, ada, 'publish')).toMatchObject({
      kind: 'blocked',
      problems: [{ rule: 'missing_link', params: { variable: 'checkout.url' } }],
    });
  });
});
