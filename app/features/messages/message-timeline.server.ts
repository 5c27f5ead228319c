import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineValue,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';

type Reader = Pick<Context, 'db' | 'shop'>;

interface Row {
  at: Date;
  id: string;
  kind: string;
  params: {
    id: string;
    kind: string;
    status: string;
    reason: string | null;
    reasonParams: Record<string, string | number> | null;
    dueAt: string | null;
    flow: string | null;
  };
}

const flow = `(select f.name from flow_runs r join flows f on f.shop_id = r.shop_id and f.id = r.flow_id
  where r.shop_id = m.shop_id and r.id = m.subject_id)`;
const about = (reason: string, params: string, until: string) =>
  `jsonb_build_object('id', m.id, 'kind', m.kind, 'status', m.status, 'reason', ${reason}, 'reasonParams', ${params},
    'dueAt', ${until}, 'flow', ${flow})`;
const ofRow = about('m.reason', 'm.reason_params', 'm.due_at');

const past = timelineSql([
  // What was decided is told decision by decision; the row itself tells the rest.
  `select coalesce(m.sent_at, m.decided_at, m.wanted_at) as at, 'message/' || m.id as id, 'message.' || m.status as kind,
          ${ofRow} as params
   from messages m where m.shop_id = $1 and m.person_id = $2 and m.status <> 'planned'
     and (m.status in ('sent', 'sending') or not exists (
       select 1 from message_decisions d where d.shop_id = m.shop_id and d.message_id = m.id and d.outcome = m.status))`,
  `select d.at, 'message/' || m.id || '/' || d.id, 'message.' || d.outcome, ${about('d.reason', 'd.params', 'd.until')}
   from messages m join message_decisions d on d.shop_id = m.shop_id and d.message_id = m.id
   where m.shop_id = $1 and m.person_id = $2`,
  `select m.clicked_at, 'message/' || m.id || '/clicked', 'message.clicked', ${ofRow}
   from messages m where m.shop_id = $1 and m.person_id = $2 and m.clicked_at is not null`,
]);

/** What a person got or was to get, each with the decision about it, and what they clicked. */
export async function messageTimeline(ctx: Reader, ask: TimelineAsk): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<Row>(past, timelineValues(ctx.shop.id, ask));
  return rows.map(toEntry);
}

/** What is on its way to a person: planned and deferred messages, the next one first. */
export async function messagesAhead(ctx: Reader, personId: string, limit: number): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<Row>(
    `select m.due_at as at, 'message/' || m.id as id, 'message.ahead' as kind, ${ofRow} as params from messages m
     where m.shop_id = $1 and m.person_id = $2 and m.status in ('planned', 'deferred') order by m.due_at, m.id limit $3`,
    [ctx.shop.id, personId, limit],
  );
  return rows.map(toEntry);
}

function toEntry({ params, ...row }: Row): TimelineEntry {
  const { status, reason } = params;
  const because: TimelineValue = {
    word: `messages:reasons.${reason ?? status}`,
    params: {
      answer: '',
      ...params.reasonParams,
      first: params.reasonParams?.first ? { word: `messages:kinds.${params.reasonParams.first}.name` } : '',
      until: params.dueAt ? { moment: params.dueAt } : '',
    },
  };
  return {
    ...row,
    group: 'messages',
    params: {
      message: params.flow
        ? { word: 'timeline:messageOf', params: { flow: params.flow } }
        : { word: `messages:kinds.${params.kind}.name` },
      because,
    },
    link: paths.message(params.id),
  };
}
