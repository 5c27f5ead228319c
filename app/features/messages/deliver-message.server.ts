import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import type { Context, JobInput } from '../../platform/context.ts';
import { problemParams } from '../content/index.ts';
import { decideMessage } from './decide-message.ts';
import { type Guards, gatherFacts } from './gather-facts.server.ts';
import { isMessageKind, messageData } from './kinds.ts';
import type { Because } from './message.ts';
import { deliverMessageJob } from './messages.jobs.ts';
import { type LedgerRow, lockPerson, moveMessage, readMessage, rulesOf } from './messages.repo.server.ts';
import { type RenderedMessage, renderForSending } from './render-message.server.tsx';

/** With the waits of `retryAt` this spans a little more than a day. */
const maxSendAttempts = 32;

type Step =
  | { kind: 'fate'; fate: Fate }
  | { kind: 'render'; row: LedgerRow }
  | { kind: 'send'; row: LedgerRow; attempt: number; rendered: RenderedMessage };

/**
 * Decides about one message and sends it, at most once.
 *
 * One transaction holds the person's lock and the row, reads everything anew, decides, and marks the row `sending`. Only
 * then is the mail server called, with no transaction open. Its answer is recorded if the row is still in our attempt.
 * A row that is found in `sending` was handed over by a run that did not come back: it may have arrived, so it becomes
 * `unknown` and is never sent again. If that run does come back, its answer replaces `unknown`.
 */
export async function deliverMessage(ctx: Context, guards: Guards, job: JobInput): Promise<Fate> {
  const first = await decide(ctx, guards, job.subject, null);
  if (first.kind === 'fate') return first.fate;
  const rendered = await tryRender(ctx, first.row);
  if (!rendered) return done;
  return ctx.email.turn(async () => {
    const step = await decide(ctx, guards, job.subject, rendered);
    if (step.kind === 'render') throw new Error('a rendered message asked to be rendered again');
    return step.kind === 'fate' ? step.fate : handOver(ctx, step);
  });
}

async function decide(
  ctx: Context,
  guards: Guards,
  id: string,
  rendered: RenderedMessage | null,
): Promise<Step> {
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

    const decision = decideMessage(await gatherFacts(ctx, tx, row, guards));
    if (decision.kind === 'drop') {
      const move = { ...fence, from: [row.status], to: 'dropped' as const, because: decision.because };
      await moveMessage(tx, ctx.shop.id, id, move);
      return { kind: 'fate', fate: cancel(decision.because.reason) };
    }
    if (decision.kind === 'defer') {
      await moveMessage(tx, ctx.shop.id, id, {
        ...fence,
        from: [row.status],
        to: 'deferred',
        because: decision.because,
        dueAt: decision.until,
      });
      return { kind: 'fate', fate: snooze(decision.until, decision.because.reason) };
    }
    if (!rendered) return { kind: 'render', row };
    await moveMessage(tx, ctx.shop.id, id, {
      ...fence,
      from: [row.status],
      to: 'sending',
      subjectLine: rendered.subject,
      isNewAttempt: true,
      linksSealed: ctx.vault.seal(JSON.stringify(rendered.links)),
    });
    return { kind: 'send', row, attempt: row.attempt + 1, rendered };
  });
}

/**
 * A message whose stored data no longer fits its kind can never be drawn, and one whose merchant's words cannot be filled in is
 * not sent by halves: it fails for good and says why.
 */
async function tryRender(ctx: Context, row: LedgerRow): Promise<RenderedMessage | null> {
  const sealed = row.sealedData;
  const parsed =
    sealed && isMessageKind(row.kind)
      ? messageData[row.kind].safeParse(JSON.parse(ctx.vault.open(sealed)))
      : null;
  const outcome =
    parsed?.success && isMessageKind(row.kind)
      ? await renderForSending(ctx, { id: row.id, kind: row.kind, locale: row.locale, data: parsed.data })
      : null;
  if (outcome?.kind === 'rendered') return outcome.message;
  await moveMessage(ctx.db, ctx.shop.id, row.id, {
    from: ['planned', 'deferred'],
    attempt: row.attempt,
    to: 'failed',
    because: {
      reason: 'not_renderable',
      ...(outcome && { params: problemParams(outcome.problem) }),
    },
    now: ctx.clock.now(),
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
      // Scheduled here and not by a throw: a run that took us for dead may have finished our due row already
      if (isMoved && to === 'deferred') {
        const dueAt = retryAt(now, attempt);
        await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: deliverMessageJob, subject: row.id, dueAt });
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
