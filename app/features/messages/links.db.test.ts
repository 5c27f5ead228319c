import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import type { AppContext } from '../../platform/context.ts';
import { contentOfSlot, createContent, saveContent } from '../content/index.server.ts';
import { followClick, getMessage, listMessages, switchThankYou } from './index.server.ts';
import { describeMessage } from './index.ts';
import { addOrder, addPerson } from './testing.ts';

let t: TestContext;
beforeEach(async () => {
  t = await createTestContext();
  await switchThankYou(t.ctx, true);
  const ada = await addPerson(t.ctx, 'per_1', 'ada@example.com', { firstName: 'Ada' });
  await addOrder(t.ctx, '1777', ada);
});
afterEach(() => t?.cleanup());

interface Link {
  id: string;
  link: string;
  signature: string;
}

/** The tracked links of the mail that was sent last, in its order. */
async function sent(): Promise<{ links: Link[]; html: string }> {
  await t.runDue();
  const html = t.mails.at(-1)?.email.html ?? '';
  const found = html.matchAll(/href="https:\/\/app\.example\/go\/([^/"]+)\/(\d+)\/([^"]+)"/g);
  return {
    html,
    links: [...found].map(([, id = '', link = '', signature = '']) => ({ id, link, signature })),
  };
}
const follow = ({ id, link, signature }: Link, isPerson = true) =>
  followClick(t.app, id, link, signature, isPerson);
const clickedAt = async (id: string) => (await getMessage(t.ctx, id))?.clickedAt ?? null;

describe('links in messages', () => {
  it('all go through us, lead only where the message itself says, and count people once', async () => {
    const { links, html } = await sent();
    expect(links.length).toBeGreaterThanOrEqual(2);
    expect(
      [...html.matchAll(/href="([^"]*)"/g)].every(([, url]) => url?.startsWith('https://app.example/')),
    ).toBe(true);
    const [first, second] = links as [Link, Link];
    expect(await follow(first, false)).toBe('https://testladen.example');
    expect(await follow(second, false)).toBe('https://testladen.example/orders/1777?key=1');
    expect(await clickedAt(first.id)).toBeNull();

    t.clock.advance(60_000);
    const at = t.clock.now();
    await follow(second);
    t.clock.advance(60_000);
    await follow(second);
    await follow(first);
    expect(await clickedAt(first.id)).toEqual(at);
    const { rows } = await t.ctx.db.query<{ clicks: number }>('select clicks from messages where id = $1', [
      first.id,
    ]);
    expect(rows).toEqual([{ clicks: 2 }]);

    expect(await follow({ ...first, link: second.link })).toBeNull();
    expect(await follow({ ...first, signature: 'B'.repeat(32) })).toBeNull();
    await t.ctx.db.query('update messages set content = null where id = $1', [first.id]);
    expect(await follow(second)).toBe('https://testladen.example');
  });

  it('that open an order lead there for a month only', async () => {
    const { links } = await sent();
    t.clock.advance(31 * 86_400_000);
    expect(await follow(links[1]!)).toBe('https://testladen.example');
  });

  it('are not counted when a scanner opens all of them at once; a person afterwards is', async () => {
    const { links } = await sent();
    t.clock.advance(1_000);
    await Promise.all(links.map((link) => follow(link)));
    expect(await clickedAt(links[0]!.id)).toBeNull();
    const { rows } = await t.ctx.db.query<{ clicks: number }>('select clicks from messages');
    expect(rows).toEqual([{ clicks: 0 }]);
    // Later somebody reads it: that one link counts, and those that only the scanner opened still do not.
    t.clock.advance(60_000);
    await follow(links[0]!);
    expect(await clickedAt(links[0]!.id)).toEqual(t.clock.now());
    const { rows: after } = await t.ctx.db.query<{ clicks: number }>('select clicks from messages');
    expect(after).toEqual([{ clicks: 1 }]);
  });

  it('tell others of the first click that counts, once', async () => {
    const told: string[] = [];
    const app: AppContext = {
      ...t.app,
      emit: async (tx, shopId, name, facts) => {
        told.push(name);
        await t.app.emit(tx, shopId, name, facts);
      },
    };
    const { links } = await sent();
    t.clock.advance(60_000);
    for (const { id, link, signature } of links) {
      await followClick(app, id, link, signature, false);
      expect(told).toHaveLength(link === '0' ? 0 : 1);
      await followClick(app, id, link, signature, true);
    }
    expect(told).toEqual(['message.clicked']);
  });

  it('are counted when one is opened in the first second', async () => {
    const { links } = await sent();
    await follow(links[1]!);
    expect(await clickedAt(links[0]!.id)).toEqual(t.clock.now());
  });
});

describe("the merchant's own words", () => {
  const by = { userId: null, name: 'Ada' };

  async function publish(text: string): Promise<void> {
    const { id } = await createContent(t.ctx, 'thank_you', by);
    const known = (await contentOfSlot(t.ctx, 'thank_you'))!;
    const de = known.input.texts.de!;
    const changed = { ...known.input, texts: { ...known.input.texts, de: { ...de, subject: text } } };
    expect(await saveContent(t.ctx, id, changed, known.version, by, 'publish')).toMatchObject({
      kind: 'saved',
    });
  }

  it('are sent once they are published', async () => {
    await publish('Danke, {{ person.first_name }}!');
    const { html, links } = await sent();
    expect(t.mails.at(-1)?.email.subject).toBe('Danke, Ada!');
    expect(html).toContain('Vielen Dank, Ada');
    expect(await follow(links[1]!)).toBe('https://testladen.example/orders/1777?key=1');
  });

  it('that cannot be filled in for somebody are not sent at all, and the ledger says why', async () => {
    await publish('{% if order.name == "#1777" %}{% else %}Danke{% endif %}');
    await t.runDue();
    expect(t.mails).toHaveLength(0);
    const { rows } = await t.ctx.db.query('select status, reason, reason_params from messages');
    expect(rows).toEqual([
      {
        status: 'failed',
        reason: 'not_renderable',
        reason_params: { field: 'texts.de.subject', rule: 'empty_subject' },
      },
    ]);
    const [row] = (await listMessages(t.ctx, {})).messages;
    expect(describeMessage(row!, t.ctx.text('en'), String).sentence).toBe(
      'Not sent, because your own words could not be filled in (Subject): The subject is empty.',
    );
  });
});
