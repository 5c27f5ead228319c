import type { Context } from '../../platform/context.ts';
import { type MessageFilter, messageConditions } from './list-messages.server.ts';
import type { MessageStatus } from './message.ts';

/** How many messages ended (or wait) one way, for one reason. */
export interface OutcomeCount {
  status: MessageStatus;
  /** null: nothing stood in the way */
  reason: string | null;
  messages: number;
}

/** What became of the messages that a filter finds, the most frequent first. The filter's own status and reason do not narrow it. */
export async function countOutcomes(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  filter: MessageFilter,
): Promise<OutcomeCount[]> {
  const { status: _status, reason: _reason, ...rest } = filter;
  const { where, values } = messageConditions(ctx, rest);
  const { rows } = await ctx.db.query<OutcomeCount>(
    `select m.status, case when m.status in ('sent', 'sending', 'planned') then null else m.reason end as reason,
            count(*)::int as messages
     from messages m where ${where.join(' and ')} group by 1, 2 order by 3 desc, 1, 2`,
    values,
  );
  return rows;
}
