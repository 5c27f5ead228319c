import type { TestContext } from '../../../tests/support/context.ts';
import { addMs } from '../../kit/span.ts';
import type { OutgoingEmail, SendResult } from '../../platform/channels/port.ts';
import type { Context } from '../../platform/context.ts';
import { acknowledge, claimDue, putOff } from '../../platform/queue/due-rows.server.ts';
import { hashEmail, setConsent } from '../people/index.server.ts';
import { deliverMessage } from './deliver-message.server.ts';
import { describeMessage, momentFormat } from './describe-message.ts';
import type { MessageKind } from './kinds.ts';
import { listMessages } from './list-messages.server.ts';
import { deliverMessageJob } from './messages.jobs.ts';
import { requestMessage } from './request-message.server.ts';
import { sampleData } from './sample-data.ts';

/** Builds people, consents and orders for this feature's database tests, as intake would have recorded them. */
export async function addPerson(
  ctx: Context,
  id: string,
  email: string,
  options: { timezone?: string; firstName?: string } = {},
): Promise<{ personId: string; hash: string; sealed: string }> {
  const now = ctx.clock.now();
  const hash = hashEmail(ctx, email);
  if (!hash) throw new Error(`not an address: ${email}`);
  const sealed = ctx.vault.seal(email);
  await ctx.db.query(
    `insert into people (id, shop_id, locale, timezone, first_name_sealed, created_at, updated_at)
     values ($1, $2, 'de', $3, $4, $5, $5) on conflict do nothing`,
    [id, ctx.shop.id, options.timezone ?? null, ctx.vault.sealOptional(options.firstName), now],
  );
  await ctx.db.query(
    `insert into person_identities (shop_id, kind, value_hash, value_sealed, person_id, source, created_at)
     values ($1, 'email', $2, $3, $4, 'test', $5)`,
    [ctx.shop.id, hash, sealed, id, now],
  );
  return { personId: id, hash, sealed };
}

export async function subscribe(ctx: Context, person: { personId: string; hash: string }): Promise<void> {
  await ctx.db.tx((tx) =>
    setConsent(ctx, tx, {
      channel: 'email',
      identityHash: person.hash,
      personId: person.personId,
      state: 'subscribed',
      source: 'test',
    }),
  );
}

export async function addOrder(
  ctx: Context,
  id: string,
  person: { personId: string; hash: string; sealed: string } | null,
  options: { locale?: string; cancelledAt?: Date; paidAt?: Date; title?: string; emit?: boolean } = {},
): Promise<void> {
  const now = ctx.clock.now();
  const paidAt = options.paidAt ?? addMs(now, -1000);
  await ctx.db.tx(async (tx) => {
    await tx.query(
      `insert into orders (shop_id, id, name, person_id, email_hash, email_sealed, status_url_sealed, currency, total_minor, subtotal_minor,
                           discount_minor, discount_codes, locale, processed_at, paid_at, cancelled_at, shop_updated_at)
       values ($1, $2, $3, $4, $5, $6, $10, 'EUR', 5490, 4990, 500, '{}', $7, $8, $8, $9, $8)`,
      [
        ctx.shop.id,
        id,
        `#${id.slice(-4)}`,
        person?.personId ?? null,
        person?.hash ?? null,
        person?.sealed ?? null,
        options.locale ?? 'de',
        paidAt,
        options.cancelledAt ?? null,
        ctx.vault.seal(`https://testladen.example/orders/${id}?key=1`),
      ],
    );
    await tx.query(
      `insert into order_lines (shop_id, order_id, id, position, product_id, variant_id, title, variant_title, quantity, price_minor)
       values ($1, $2, '1', 0, '11', '12', $3, 'Groß', 2, 2245), ($1, $2, '2', 1, null, null, 'Gravur', null, 1, 1000)`,
      [ctx.shop.id, id, options.title ?? 'Teekanne „Öland“'],
    );
    if (options.emit !== false) await ctx.emit(tx, ctx.shop.id, 'order.paid', { orderId: id });
  });
}

/** The ledger's sentences as an English merchant of the shop reads them, oldest first: `<kind>: <sentence>`. */
export async function sentences(
  ctx: Context,
  filter: { personId?: string; id?: string } = {},
): Promise<string[]> {
  const { messages } = await listMessages(ctx, filter);
  const moment = momentFormat('en-GB', ctx.shop.timezone);
  return messages
    .reverse()
    .map((message) => `${message.kind}: ${describeMessage(message, ctx.text('en'), moment).sentence}`);
}

/** A person as tests name them. */
export type Somebody = { personId: string; hash: string; sealed: string };

/** Asks for messages, runs them as the worker does, and plays a mail server that answers as told. */
export function deliveryDesk(current: () => { t: TestContext; ada: Somebody }) {
  let counter = 0;
  async function ask(
    kind: MessageKind = 'abandoned_checkout',
    person = current().ada,
    change: { staleAt?: Date; dueAt?: Date; products?: string[] } = {},
  ): Promise<string> {
    counter += 1;
    const { ctx } = current().t;
    const titles = change.products ?? ['Tee'];
    const base = {
      personId: person.personId,
      address: { hash: person.hash, sealed: person.sealed },
      subjectId: `s${counter}`,
      idempotencyKey: `${kind}:s${counter}`,
      locale: 'de',
      ...(change.staleAt ? { staleAt: change.staleAt } : {}),
      ...(change.dueAt ? { dueAt: change.dueAt } : {}),
    };
    const data = sampleData(kind, {
      currency: 'EUR',
      storefrontUrl: ctx.shop.storefrontUrl,
      appUrl: ctx.appUrl,
      flowContent: {
        subject: 'For you',
        text: 'A greeting.',
        button: 'To the shop',
        url: ctx.shop.storefrontUrl,
      },
      now: ctx.clock.now(),
      products: titles.map((title) => ({ title, imageUrl: null, priceMinor: 4490n })),
      firstName: 'Ada',
      productTitle: 'Tee',
    });
    const { id } = await ctx.db.tx((tx) => requestMessage(ctx, tx, { ...base, kind, data }));
    return id;
  }

  const row = async (id: string) =>
    (
      await current().t.ctx.db.query<{
        status: string;
        reason: string | null;
        attempt: number;
        due_at: Date;
      }>('select status, reason, attempt, due_at from messages where id = $1', [id])
    ).rows[0]!;

  const job = (id: string) => ({ subject: id, payload: null, attempt: 1 });

  /** The context with a mail server that answers as told; the messages that it was given are kept. */
  function withMail(answer: (email: OutgoingEmail) => Promise<SendResult> | SendResult): {
    ctx: Context;
    given: OutgoingEmail[];
  } {
    const given: OutgoingEmail[] = [];
    const email = {
      async send(mail: OutgoingEmail) {
        given.push(mail);
        return answer(mail);
      },
      turn: <T>(work: () => Promise<T>) => work(),
      close: async () => {},
    };
    return { ctx: { ...current().t.ctx, email }, given };
  }
  /** Runs due rows as the worker does, up to a moment, in order; without the guards of other features. */
  async function runUntil(target: Date): Promise<void> {
    for (let step = 0; step < 500; step++) {
      for (const due of await claimDue(current().t.ctx.db, current().t.clock.now(), 100, 60_000)) {
        const fate =
          due.kind === deliverMessageJob.name
            ? await deliverMessage(current().t.ctx, {}, job(due.subject))
            : ({ kind: 'done' } as const);
        if (fate.kind === 'snooze') await putOff(current().t.ctx.db, due, fate.until);
        else await acknowledge(current().t.ctx.db, [due]);
      }
      const { rows } = await current().t.ctx.db.query<{ next: Date | null }>(
        'select min(due_at) as next from due_items',
      );
      const next = rows[0]?.next;
      if (!next || next > target) break;
      if (next > current().t.clock.now()) current().t.clock.set(next);
    }
    current().t.clock.set(target);
  }
  const runFor = (ms: number) => runUntil(new Date(current().t.clock.now().getTime() + ms));
  const sent: SendResult = { kind: 'sent', providerId: '250 ok' };
  return { ask, row, job, withMail, runFor, sent };
}
