import { describe, expect, it, vi } from 'vitest';
import type { NewReceipt } from './receipts.repo.server.ts';
import { createReceiver } from './receive-webhook.server.ts';
import { readWebhookHeaders, type WebhookHeaders } from './webhook-headers.ts';

/** A pool whose inserts wait until they are let go, to hold the receiver in each of its states. */
function heldPool() {
  const calls: { rows: NewReceipt[]; finish(): void; fail(error: unknown): void }[] = [];
  const writeRows = (_statement: unknown, rows: NewReceipt[]) =>
    new Promise<void>((finish, fail) => {
      calls.push({ rows, finish, fail });
    });
  return {
    calls,
    app: { db: { writeRows }, clock: { now: () => new Date(0) }, log: { error() {} } } as never,
  };
}

const headers = (eventId: string): WebhookHeaders => ({
  signature: Buffer.alloc(32),
  topic: 'orders/create',
  shopDomain: 'a.myshopify.com',
  apiVersion: '2026-07',
  webhookId: '',
  eventId,
  triggeredAt: null,
});
const limits = { batch: 4, inFlight: 2, queueLength: 6, queueBytes: 1_000, patienceMs: 4_000 };
const body = Buffer.from('{}');
const turn = () => new Promise((next) => setImmediate(next));
const eventsOf = (call: { rows: NewReceipt[] }) => call.rows.map((row) => row.headers.eventId);

describe('group commit', () => {
  it('writes one at once, and what comes meanwhile together, at most two inserts at a time', async () => {
    const { app, calls } = heldPool();
    const receiver = createReceiver(app, limits);
    const answers = [receiver.receive(headers('1'), body)];
    await turn();
    answers.push(receiver.receive(headers('2'), body));
    await turn();
    for (const id of ['3', '4', '5', '6', '7']) answers.push(receiver.receive(headers(id), body));
    await turn();
    expect(calls.map(eventsOf)).toEqual([['1'], ['2']]);
    calls[0]!.finish();
    await turn();
    expect(eventsOf(calls[2]!)).toEqual(['3', '4', '5', '6']);
    calls[1]!.finish();
    await turn();
    for (const call of calls) call.finish();
    expect(await Promise.all(answers)).toEqual(Array(7).fill('stored'));
  });

  it('does not let one bad row fail its neighbours', async () => {
    const { app, calls } = heldPool();
    const receiver = createReceiver(app, limits);
    const answers = ['1', 'bad', '3'].map((id) => receiver.receive(headers(id), body));
    await turn();
    calls[0]!.fail({ code: '22021' });
    for (let i = 1; i <= 3; i++) {
      await turn();
      if (eventsOf(calls[i]!)[0] === 'bad') calls[i]!.fail({ code: '22021' });
      else calls[i]!.finish();
    }
    expect(await Promise.all(answers)).toEqual(['stored', 'busy', 'stored']);
  });

  it('says busy at once when the queue is full, and when the database refuses', async () => {
    const { app, calls } = heldPool();
    const receiver = createReceiver(app, limits);
    const first = receiver.receive(headers('0'), body);
    await turn();
    const second = receiver.receive(headers('1'), body);
    await turn();
    const queued = Array.from({ length: 6 }, (_, i) => receiver.receive(headers(`q${i}`), body));
    expect(await receiver.receive(headers('too many'), body)).toBe('busy');
    calls[0]!.fail({ code: 'ECONNREFUSED' });
    expect(await first).toBe('busy');
    await turn();
    for (let i = 1; i < 4; i++) {
      calls[i]?.finish();
      await turn();
    }
    expect(await second).toBe('stored');
    expect(await Promise.all(queued)).toEqual(Array(6).fill('stored'));
  });

  it('says busy before the sender gives up when the database hangs', async () => {
    vi.useFakeTimers();
    try {
      const { app } = heldPool();
      const receiver = createReceiver(app, limits);
      const answers = Promise.all(['1', '2', '3'].map((id) => receiver.receive(headers(id), body)));
      await vi.advanceTimersByTimeAsync(4_500);
      expect(await answers).toEqual(['busy', 'busy', 'busy']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('headers', () => {
  const signed = {
    'x-shopify-hmac-sha256': 'aaaa',
    'x-shopify-topic': 'Orders/Create',
    'x-shopify-shop-domain': 'A.myshopify.com',
  };

  it('are read with what they mean', () => {
    const read = readWebhookHeaders({
      ...signed,
      'x-shopify-triggered-at': '2026-11-02T09:59:59.123456789Z',
    });
    expect(read).toMatchObject({
      kind: 'read',
      headers: {
        topic: 'orders/create',
        shopDomain: 'a.myshopify.com',
        eventId: null,
        triggeredAt: new Date('2026-11-02T09:59:59.123Z'),
      },
    });
  });

  it.each([
    ['signature', 'x-shopify-hmac-sha256'],
    ['topic', 'x-shopify-topic'],
    ['shop', 'x-shopify-shop-domain'],
  ])('without a %s are refused', (_name, header) => {
    expect(readWebhookHeaders({ ...signed, [header]: undefined })).toMatchObject({ kind: 'missing' });
    expect(readWebhookHeaders({ ...signed, [header]: ' \u00ff ' })).toMatchObject({ kind: 'missing' });
  });

  it('lose what no text column can hold', () => {
    const read = readWebhookHeaders({
      ...signed,
      'x-shopify-event-id': ' a\u0000\u00ffb ',
      'x-shopify-triggered-at': 'soon',
    });
    expect(read).toMatchObject({ headers: { eventId: 'ab', triggeredAt: null } });
  });
});
