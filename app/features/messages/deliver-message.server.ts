import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import type { Context, JobInput } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type ContentProblem, problemParams } from '../content/index.ts';
import { arbitrateFor } from './arbitrate-person.server.ts';
import { moveMessage, pullForward, settleOthers, wakeBehind } from './fate.repo.server.ts';
import type { Guards } from './gather-facts.server.ts';
import { openData } from './kinds.server.ts';
import { isMessageKind } from './kinds.ts';
import { mergeData } from './merge-messages.ts';
import type { Because } from './message.ts';
import { deliverMessageJob } from './messages.jobs.ts';
import {
  type LedgerRow,
  lockPerson,
  readMessage,
  restoreOwn,
  rulesOf,
  writeMerged,
} from './messages.repo.server.ts';
import { type RenderedMessage, renderForSending } from './render-message.server.tsx';

/** With the waits of `retryAt` this spans a little more than a day. */
const maxSendAttempts = 32;

type Step =
  | { kind: 'fate'; fate: Fate }
  | { kind: 'render'; row: LedgerRow; merged: LedgerRow[]; locale: string | null }
  | { kind: 'send'; row: LedgerRow; attempt: number; rendered: RenderedMessage };

/** What was drawn, and out of which rows. */
interface Drawn {
  rendered: RenderedMessage;
  merged: LedgerRow[];
  /** sealed data of the whole, when others were merged into it */
  sealedData: string | null;
}

/** Others may come to be merged, or fall away, while a message is drawn; more than this is left to the next run. */
const maxDrawings = 3;

/**
 * Decides about one message and sends it, at most once.
 *
 * One transaction holds the person's lock and the row, reads everything anew, lets the arbiter decide among all that waits for
 * the person, and marks the row `sending`. Only then is the mail server called, with no transaction open. Its answer is recorded
 * if the row is still in our attempt. A row that is found in `sending` was handed over by a run that did not come back: it may
 * have arrived, so it becomes `unknown` and is never sent again. If that run does come back, its answer replaces `unknown`.
 */
export async function deliverMessage(ctx: Context, guards: Guards, job: JobInput): Promise<Fate> {
  let step = await decide(ctx, guards, job.subject, null);
  for (let drawing = 0; drawing < maxDrawings && step.kind === 'render'; drawing++) {
    const drawn = await tryRender(ctx, step);
    if (!drawn) return done;
    step = await ctx.email.turn(async (): Promise<Step> => {
      const next = await decide(ctx, guards, job.subject, drawn);
      return next.kind === 'send' ? { kind: 'fate', fate: await handOver(ctx, next) } : next;
    });
  }
  if (step.kind !== 'fate') throw new Error('what goes together in this message does not stand still');
  return step.fate;
}

async function decide(ctx: Context, guards: Guards, id: string, drawn: Drawn | null): Promise<Step> {
  return ctx.db.tx(async (tx): Promise<Step> => {
    const glance = await readMessage(tx, ctx.shop.id, id);
    if (!glance) return { kind: 'fate', fate: cancel('the message is gone') };
    if (rulesOf(glance.kind).class === 'marketing') {
      await lockPerson(tx, ctx.shop.id, glance.personId ?? glance.addressHash ?? glance.id);
    }
    const row = await readMessage(tx, ctx.shop.id, id, true);
    if (!row) return { kind: 'fate', fate: cancel('the message is gone') };
    const now = ctx.clock.now();
    const fence = { attempt: row.attempt, now };

    if (row.status === 'sending') {
      await moveMessage(tx, ctx.shop.id, id, {
        ...fence,
        from: ['sending'],
        to: 'unknown',
        because: { reason: 'interrupted' },
      });
      ctx.log.warn({ messageId: id }, 'message was in the hands of a run that did not come back');
      return { kind: 'fate', fate: done };
    }
    if (row.status !== 'planned' && row.status !== 'deferred') {
      return { kind: 'fate', fate: cancel(`already ${row.status}`) };
    }
    // Put off by another message's turn since this run was claimed: its timer was moved with it
    if (row.dueAt > now) return { kind: 'fate', fate: snooze(row.dueAt, row.reason ?? 'planned') };

    const { verdict, merged, others, locale } = await arbitrateFor(ctx, tx, row, guards);
    if (verdict.kind === 'drop') {
      const move = { ...fence, from: [row.status], to: 'dropped' as const, because: verdict.because };
      await moveMessage(tx, ctx.shop.id, id, move);
      await wakeBehind(ctx, tx, [row], now);
      return { kind: 'fate', fate: cancel(verdict.because.reason) };
    }
    if (verdict.kind === 'defer') {
      await moveMessage(tx, ctx.shop.id, id, {
        ...fence,
        from: [row.status],
        to: 'deferred',
        because: verdict.because,
        dueAt: verdict.until,
      });
      if (verdict.because.reason === 'goes_first') await wakeFirst(ctx, tx, verdict.because, now);
      return { kind: 'fate', fate: snooze(verdict.until, verdict.because.reason) };
    }
    if (!drawn || !isSame(drawn.merged, merged)) return { kind: 'render', row, merged, locale };
    await settleOthers(ctx, tx, others, now);
    if (drawn.sealedData && row.sealedData) {
      await writeMerged(tx, ctx.shop.id, id, { merged: drawn.sealedData, own: row.sealedData });
    }
    await moveMessage(tx, ctx.shop.id, id, {
      ...fence,
      from: [row.status],
      to: 'sending',
      subjectLine: drawn.rendered.subject,
      isNewAttempt: true,
      linksSealed: ctx.vault.seal(JSON.stringify(drawn.rendered.links)),
    });
    return { kind: 'send', row, attempt: row.attempt + 1, rendered: drawn.rendered };
  });
}

const isSame = (a: LedgerRow[], b: LedgerRow[]) =>
  a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);

/** The one that goes first may have been put off to a later moment than this slot: its turn is now. */
async function wakeFirst(ctx: Context, tx: Queryable, because: Because, now: Date): Promise<void> {
  const first = String(because.params?.firstId);
  const isPulled = await pullForward(tx, ctx.shop.id, first, now);
  if (isPulled) {
    await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: deliverMessageJob, subject: first, dueAt: now });
  }
}

/**
 * A message whose stored data no longer fits its kind can never be drawn, and one whose merchant's words cannot be filled in is
 * not sent by halves: it fails for good and says why.
 */
async function tryRender(
  ctx: Context,
  { row, merged, locale }: Extract<Step, { kind: 'render' }>,
): Promise<Drawn | null> {
  let problem: ContentProblem | null = null;
  const own = openData(ctx, row);
  if (own && isMessageKind(row.kind)) {
    const parts = merged.flatMap((each) => openData(ctx, each) ?? []);
    const data = mergeData(row.kind, [own, ...parts]);
    const outcome = await renderForSending(ctx, {
      id: row.id,
      kind: row.kind,
      locale: locale ?? row.locale,
      data,
    });
    if (outcome.kind === 'rendered') {
      const sealedData = merged.length > 0 ? ctx.vault.seal(JSON.stringify(data)) : null;
      return { rendered: outcome.message, merged, sealedData };
    }
    problem = outcome.problem;
  }
  await ctx.db.tx(async (tx) => {
    const now = ctx.clock.now();
    await moveMessage(tx, ctx.shop.id, row.id, {
      from: ['planned', 'deferred'],
      attempt: row.attempt,
      to: 'failed',
      because: { reason: 'not_renderable', ...(problem && { params: problemParams(problem) }) },
      now,
    });
    await wakeBehind(ctx, tx, [row], now);
  });
  return null;
}

async function handOver(
  ctx: Context,
  { row, attempt, rendered }: Extract<Step, { kind: 'send' }>,
): Promise<Fate> {
  const result = await ctx.email.send({
    id: row.id,
    to: ctx.vault.open(row.addressSealed ?? ''),
    fromName: rendered.fromName,
    ...(rendered.replyTo ? { replyTo: rendered.replyTo } : {}),
    subject: rendered.subject,
    html: rendered.html,
    text: rendered.text,
    ...(rendered.unsubscribeUrl ? { unsubscribeUrl: rendered.unsubscribeUrl } : {}),
  });
  const now = ctx.clock.now();
  const record = (
    to: 'sent' | 'failed' | 'unknown' | 'deferred',
    because: Because | null,
    extra: object = {},
  ) =>
    ctx.db.tx(async (tx) => {
      const isMoved = await moveMessage(tx, ctx.shop.id, row.id, {
        from: ['sending', 'unknown'],
        attempt,
        to,
        because,
        now,
        ...extra,
      });
      if (!isMoved) return;
      // Nobody got it: the slot is free for who waits behind it
      if (to === 'failed') await wakeBehind(ctx, tx, [row], now);
      // Scheduled here and not by a throw: a run that took us for dead may have finished our due row already
      if (to === 'deferred') {
        const dueAt = retryAt(now, attempt);
        await restoreOwn(tx, ctx.shop.id, row.id);
        await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: deliverMessageJob, subject: row.id, dueAt });
        await wakeBehind(ctx, tx, [row], dueAt);
      }
    });

  switch (result.kind) {
    case 'sent':
      await record('sent', null, { sentAt: now, providerId: result.providerId });
      return done;
    case 'rejected':
      await record('failed', { reason: 'rejected', params: { answer: result.reason } });
      return done;
    case 'unknown':
      await record('unknown', { reason: 'answer_lost', params: { answer: result.reason } });
      return done;
    case 'retry':
      if (attempt >= maxSendAttempts) {
        await record('failed', { reason: 'mail_server_unreachable', params: { answer: result.reason } });
        return done;
      }
      await record(
        'deferred',
        { reason: 'mail_server_busy', params: { answer: result.reason } },
        { dueAt: retryAt(now, attempt) },
      );
      return done;
  }
}

/** When to try again after try number `attempt`: 15 s, 30 s, 1 min … up to an hour. */
export function retryAt(now: Date, attempt: number): Date {
  const waitMs = Math.min(15_000 * 2 ** Math.max(0, attempt - 1), 3_600_000);
  return new Date(now.getTime() + waitMs);
}
