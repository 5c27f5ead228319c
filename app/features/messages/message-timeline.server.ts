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
    dueAt: string;
    subject: string | null;
    flow: string | null;
  };
}

const about = `jsonb_build_object('id', m.id, 'kind', m.kind, 'status', m.status, 'reason', m.reason,
  'reasonParams', m.reason_params, 'dueAt', m.due_at, 'subject', m.subject_line,
  'flow', (select f.name from flow_runs r join flows f on f.shop_id = r.shop_id and f.id = r.flow_id
           where r.shop_id = m.shop_id and r.id = m.subject_id))`;

const past = timelineSql([
  `select coalesce(m.sent_at, m.decided_at, m.wanted_at) as at, 'message/' || m.id as id, 'message.' || m.status as kind,
          ${about} as params
   from messages m where m.shop_id = $1 and m.person_id = $2 and m.status <> 'planned'`,
  `select m.clicked_at, 'message/' || m.id || '/clicked', 'message.clicked', ${about}
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
    `select m.due_at as at, 'message/' || m.id as id, 'message.ahead' as kind, ${about} as params from messages m
     where m.shop_id = $1 and m.person_id = $2 and m.status in ('planned', 'deferred') order by m.due_at, m.id limit $3`,
    [ctx.shop.id, personId, limit],
  );
  return rows.map(toEntry);
}

function toEntry({ params, ...row }: Row): TimelineEntry {
  const { status, reason } = params;
  const because: TimelineValue = {
    word: `messages:reasons.${reason ?? status}`,
    params: { answer: '', ...params.reasonParams, until: { moment: params.dueAt } },
  };
  return {
    ...row,
    group: 'messages',
    params: {
      message: params.flow
        ? { word: 'timeline:messageOf', params: { flow: params.flow } }
        : { word: `messages:kinds.${params.kind}.name` },
      because,
      ...(params.subject ? { subject: params.subject } : {}),
    },
    link: paths.message(params.id),
  };
}
