import type { Context } from '../../platform/context.ts';
import { hashEmail } from '../people/index.server.ts';
import type { MessageReason, MessageStatus } from './message.ts';

/** A ledger row as the merchant reads it. */
export interface ListedMessage {
  id: string;
  /** whom it is for; null when it is for an address that nobody is known by */
  personId: string | null;
  kind: string;
  status: MessageStatus;
  reason: MessageReason | null;
  reasonParams: Record<string, string | number>;
  /** the address in clear; null when it was never known or has been erased */
  email: string | null;
  name: string | null;
  orderName: string | null;
  /** of the flow that wanted it */
  flowName: string | null;
  subjectLine: string | null;
  wantedAt: Date;
  /** when it goes next, for one that waits */
  dueAt: Date;
  sentAt: Date | null;
  clickedAt: Date | null;
}

export interface MessageFilter {
  id?: string;
  kind?: string;
  status?: string;
  /** one of `messageReasons`: what stands, or ever stood, in the way */
  reason?: string;
  /** what was wanted since */
  from?: Date;
  /** what this flow wanted to send */
  flowId?: string;
  /** an e-mail address (exact, any case) or an order's name, with or without `#` */
  search?: string;
  personId?: string;
}

/** A page of the ledger, newest first. Cursors are opaque; null where there is no page that way. */
export interface MessagePage {
  messages: ListedMessage[];
  older: string | null;
  newer: string | null;
}

interface Row {
  id: string;
  person_id: string | null;
  kind: string;
  status: MessageStatus;
  reason: MessageReason | null;
  reason_params: Record<string, string | number> | null;
  address_sealed: string | null;
  first_name_sealed: string | null;
  last_name_sealed: string | null;
  order_name: string | null;
  flow_name: string | null;
  subject_line: string | null;
  wanted_at: Date;
  due_at: Date;
  sent_at: Date | null;
  clicked_at: Date | null;
}

export const pageSize = 50;

/** `<milliseconds>.<id>`: wanted_at is kept to the millisecond, so this is exact. */
function parseCursor(cursor: string | undefined): { at: Date; id: string } | null {
  const match = /^(\d{1,15})\.(msg_[0-9a-f]+)$/.exec(cursor ?? '');
  return match?.[1] && match[2] ? { at: new Date(Number(match[1])), id: match[2] } : null;
}
const cursorOf = (row: Row) => `${row.wanted_at.getTime()}.${row.id}`;

/** The conditions that a filter means, over `messages m`; `$1` is the shop. More values are added with `bind`. */
export function messageConditions(
  ctx: Pick<Context, 'shop' | 'vault'>,
  filter: MessageFilter,
): { where: string[]; values: unknown[]; bind(value: unknown): string } {
  const values: unknown[] = [ctx.shop.id];
  const where = ['m.shop_id = $1'];
  const bind = (value: unknown) => `$${values.push(value)}`;
  if (filter.id) where.push(`m.id = ${bind(filter.id)}`);
  if (filter.kind) where.push(`m.kind = ${bind(filter.kind)}`);
  if (filter.status) where.push(`m.status = ${bind(filter.status)}`);
  if (filter.reason) {
    const reason = bind(filter.reason);
    where.push(`(m.reason = ${reason} or exists (
      select 1 from message_decisions d where d.shop_id = $1 and d.message_id = m.id and d.reason = ${reason}))`);
  }
  if (filter.from) where.push(`m.wanted_at >= ${bind(filter.from)}`);
  if (filter.flowId)
    where.push(
      `m.subject_id in (select id from flow_runs where shop_id = $1 and flow_id = ${bind(filter.flowId)})`,
    );
  if (filter.personId) where.push(`m.person_id = ${bind(filter.personId)}`);
  const search = filter.search?.trim();
  if (search?.includes('@')) {
    const hash = bind(hashEmail(ctx, search) ?? '');
    where.push(`(m.address_hash = ${hash} or m.person_id = (
      select person_id from person_identities where shop_id = $1 and kind = 'email' and value_hash = ${hash}))`);
  } else if (search) {
    const names = bind([search, `#${search}`]);
    where.push(`(m.subject_id in (select id from orders where shop_id = $1 and name = any(${names}))
      or m.person_id in (select person_id from orders where shop_id = $1 and name = any(${names}) and person_id is not null))`);
  }
  return { where, values, bind };
}

/**
 * Reads a page of the ledger. An e-mail address is looked up by its keyed hash: every message to it, and every message to the
 * person behind it at another address. An order's name finds what that order's buyer got.
 */
export async function listMessages(
  ctx: Context,
  filter: MessageFilter,
  at: { before?: string; after?: string } = {},
): Promise<MessagePage> {
  const { where, values, bind } = messageConditions(ctx, filter);
  const before = parseCursor(at.before);
  const after = before ? null : parseCursor(at.after);
  if (before) where.push(`(m.wanted_at, m.id) < (${bind(before.at)}, ${bind(before.id)})`);
  if (after) where.push(`(m.wanted_at, m.id) > (${bind(after.at)}, ${bind(after.id)})`);
  const { rows } = await ctx.db.query<Row>(
    `select m.id, m.person_id, m.kind, m.status, m.reason, m.reason_params, m.address_sealed, p.first_name_sealed, p.last_name_sealed,
            coalesce(o.name, ro.name, fo.name) as order_name, fl.name as flow_name, m.subject_line, m.wanted_at, m.due_at, m.sent_at, m.clicked_at
     from messages m
     left join people p on p.shop_id = m.shop_id and p.id = m.person_id
     left join orders o on o.shop_id = m.shop_id and o.id = m.subject_id
     left join review_requests r on r.shop_id = m.shop_id and r.id = m.subject_id
     left join orders ro on ro.shop_id = m.shop_id and ro.id = r.order_id
     left join flow_runs fr on fr.shop_id = m.shop_id and fr.id = m.subject_id
     left join flows fl on fl.shop_id = fr.shop_id and fl.id = fr.flow_id
     left join orders fo on fo.shop_id = m.shop_id and fo.id = fr.order_id
     where ${where.join(' and ')}
     order by m.wanted_at ${after ? 'asc' : 'desc'}, m.id ${after ? 'asc' : 'desc'} limit ${pageSize + 1}`,
    values,
  );
  const hasMore = rows.length > pageSize;
  const shown = rows.slice(0, pageSize);
  if (after) shown.reverse();
  const first = shown[0];
  const last = shown.at(-1);
  const hasOlder = after ? true : hasMore;
  const hasNewer = after ? hasMore : before !== null;
  return {
    messages: shown.map((row) => toListed(ctx, row)),
    older: hasOlder && last ? cursorOf(last) : null,
    newer: hasNewer && first ? cursorOf(first) : null,
  };
}

function toListed(ctx: Context, row: Row): ListedMessage {
  const name = [row.first_name_sealed, row.last_name_sealed].map((part) => ctx.vault.openOptional(part));
  return {
    id: row.id,
    personId: row.person_id,
    kind: row.kind,
    status: row.status,
    reason: row.reason,
    reasonParams: row.reason_params ?? {},
    email: ctx.vault.openOptional(row.address_sealed),
    name: name.filter(Boolean).join(' ') || null,
    orderName: row.order_name,
    flowName: row.flow_name,
    subjectLine: row.subject_line,
    wantedAt: row.wanted_at,
    dueAt: row.due_at,
    sentAt: row.sent_at,
    clickedAt: row.clicked_at,
  };
}
