import type { Context } from '../../platform/context.ts';
import { type MessageFilter, messageConditions } from './list-messages.server.ts';

/** How many messages ended (or wait) one way, for one reason. */
export interface OutcomeCount {
  /** a message's status, or the outcome of a decision about it */
  status: string;
  /** null: nothing stood in the way */
  reason: string | null;
  messages: number;
}

/**
 * What became of the messages that a filter finds, the most frequent first: how many stand where, and how many met with a reason,
 * also where a later decision has replaced it (who was put off and then sent counts for both). The filter's own status and reason
 * do not narrow it.
 */
export async function countOutcomes(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  filter: MessageFilter,
): Promise<OutcomeCount[]> {
  const { status: _status, reason: _reason, ...rest } = filter;
  const { where, values } = messageConditions(ctx, rest);
  const { rows } = await ctx.db.query<OutcomeCount>(
    `with found as (select m.id, m.status, m.reason from messages m where ${where.join(' and ')}),
     met as (
       select f.id, d.outcome as status, d.reason from found f
         join message_decisions d on d.shop_id = $1 and d.message_id = f.id
       union
       select id, status, reason from found where status not in ('sent', 'sending', 'planned') and reason is not null)
     select status, null as reason, count(*)::int as messages from found
       where status in ('sent', 'sending', 'planned') group by status
     union all
     select status, reason, count(distinct id)::int from met group by status, reason
     order by 3 desc, 1, 2`,
    values,
  );
  return rows;
}
