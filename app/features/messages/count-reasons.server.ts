import type { Context } from '../../platform/context.ts';
import type { MessageReason } from './message.ts';

/** How many messages of a kind met with a reason in a period. */
export interface ReasonCount {
  kind: string;
  /** deferred: they may have been sent later; dropped, failed, unknown: they were not, or not certainly */
  outcome: 'deferred' | 'dropped' | 'failed' | 'unknown';
  reason: MessageReason;
  /** each message once per reason, however often it was put off for it */
  messages: number;
}

/**
 * What was put off, dropped or lost in a period, by kind and reason, most frequent first: "412 deferred by the cap, 9 dropped as
 * stale". A reason counts also when a later decision has replaced it.
 * @param period from (inclusive) to (exclusive)
 */
export async function countReasons(
  ctx: Pick<Context, 'db' | 'shop'>,
  period: { from: Date; to: Date },
): Promise<ReasonCount[]> {
  const { rows } = await ctx.db.query<Omit<ReasonCount, 'messages'> & { messages: bigint }>(
    `select kind, outcome, reason, count(distinct message_id) as messages from message_decisions
     where shop_id = $1 and at >= $2 and at < $3 group by kind, outcome, reason
     order by messages desc, kind, reason`,
    [ctx.shop.id, period.from, period.to],
  );
  return rows.map((row) => ({ ...row, messages: Number(row.messages) }));
}

/** One decision in the story of a message. */
export interface PastDecision {
  outcome: ReasonCount['outcome'];
  reason: MessageReason;
  params: Record<string, string | number>;
  until: Date | null;
  at: Date;
}

/** All that was decided about a message and was not simply "send it", oldest first. */
export async function decisionsOf(
  ctx: Pick<Context, 'db' | 'shop'>,
  messageId: string,
): Promise<PastDecision[]> {
  const { rows } = await ctx.db.query<
    Omit<PastDecision, 'params'> & { params: PastDecision['params'] | null }
  >(
    `select outcome, reason, params, until, at from message_decisions
     where shop_id = $1 and message_id = $2 order by at, id limit 500`,
    [ctx.shop.id, messageId],
  );
  return rows.map((row) => ({ ...row, params: row.params ?? {} }));
}
