import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { MessageKind } from './kinds.ts';
import type { Because, MessageStatus } from './message.ts';
import { deliverMessageJob } from './messages.jobs.ts';

/*
 * What becomes of ledger rows, and the history of it: whoever puts off, drops or fails a message writes the decision down in the
 * same statement (`message_decisions`), so that every reason can be counted, also one that a later decision has replaced. Being
 * put off once more for the same reason (a pause is looked at every hour) is not a new decision.
 */

/**
 * The mail server's own words may name the address, and those of a text that could not be filled in its reader: they stay on the
 * row, which is emptied with the person.
 */
const loggedParams = `case when $7::jsonb ? 'answer' then null else $7::jsonb - 'detail' end`;

/**
 * Moves a row from one of `from` to `to`. The attempt is the fence: a run that was overtaken changes nothing.
 * @returns whether the row was moved
 */
export async function moveMessage(
  tx: Queryable,
  shopId: string,
  id: string,
  move: {
    from: MessageStatus[];
    attempt: number;
    to: MessageStatus;
    because?: Because | null;
    now: Date;
    dueAt?: Date;
    sentAt?: Date;
    providerId?: string;
    subjectLine?: string;
    isNewAttempt?: boolean;
    /** where the links of the message lead, sealed; kept with its content and erased with it */
    linksSealed?: string;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `with before as (
       select status, reason, reason_params ->> 'firstId' as first_id from messages where shop_id = $1 and id = $2
     ), moved as (
       update messages set status = $5, reason = $6, reason_params = $7, decided_at = $8, due_at = coalesce($9, due_at),
              sent_at = coalesce($10, sent_at),
              provider_id = case when address_hash is null then provider_id else coalesce($11, provider_id) end,
              subject_line = coalesce($12, subject_line), attempt = attempt + $13,
              content = case when $14::text is null then content
                             else jsonb_set(content, '{links}', to_jsonb($14::text)) end
       where shop_id = $1 and id = $2 and status = any($3) and attempt = $4
       returning shop_id, id, kind
     ), logged as (
       insert into message_decisions (shop_id, message_id, kind, outcome, reason, params, until, at)
       select shop_id, id, kind, $5, $6, ${loggedParams}, $9, $8 from moved, before b
       where $6::text is not null and not (b.status = 'deferred' and b.status = $5 and b.reason = $6
         and b.first_id is not distinct from $7::jsonb ->> 'firstId')
     )
     select 1 from moved`,
    [
      shopId,
      id,
      move.from,
      move.attempt,
      move.to,
      move.because?.reason ?? null,
      move.because?.params ? JSON.stringify(move.because.params) : null,
      move.now,
      move.dueAt ?? null,
      move.sentAt ?? null,
      move.providerId ?? null,
      move.subjectLine ?? null,
      move.isNewAttempt ? 1 : 0,
      move.linksSealed ?? null,
    ],
  );
  return rowCount > 0;
}

/** Waits that are about this one message and the way out, not about its person: their time is not over before it is. */
export const ownWaits: readonly string[] = ['mail_server_busy', 'throttled'];

/** What becomes of one of several waiting messages; null `until` = dropped. */
export interface Settled {
  id: string;
  until: Date | null;
  because: Because;
}

/** Puts off or drops waiting messages of one person in one statement, and moves their timers. */
export async function settleOthers(
  ctx: Pick<Context, 'shop' | 'due'>,
  tx: Queryable,
  others: Settled[],
  now: Date,
): Promise<void> {
  if (others.length === 0) return;
  await tx.query(
    `with given as (
       select * from unnest($2::text[], $3::text[], $4::jsonb[], $5::timestamptz[]) as g(id, reason, params, until)
     ), moved as (
       update messages m set status = case when g.until is null then 'dropped' else 'deferred' end, reason = g.reason,
              reason_params = g.params, decided_at = $6, due_at = coalesce(g.until, m.due_at)
       from given g where m.shop_id = $1 and m.id = g.id and m.status in ('planned', 'deferred')
       returning m.shop_id, m.id, m.kind, m.status, m.reason, m.reason_params, g.until)
     insert into message_decisions (shop_id, message_id, kind, outcome, reason, params, until, at)
     select shop_id, id, kind, status, reason, reason_params, until, $6 from moved`,
    [
      ctx.shop.id,
      others.map(({ id }) => id),
      others.map(({ because }) => because.reason),
      others.map(({ because }) => (because.params ? JSON.stringify(because.params) : null)),
      others.map(({ until }) => until),
      now,
    ],
  );
  const entries = others.flatMap(({ id, until }) =>
    until ? [{ shopId: ctx.shop.id, job: deliverMessageJob, subject: id, dueAt: until }] : [],
  );
  await ctx.due.scheduleAll(tx, entries);
}

/** A row that left the queue without being sent. */
export interface Gone {
  id: string;
  personId: string | null;
  addressHash: string | null;
}

/**
 * The slot that these would have taken is free again: whoever waits because one of them goes first is decided about at `at`, and
 * what was merged into one of them wants to go by itself again.
 */
export async function wakeBehind(
  ctx: Pick<Context, 'shop' | 'due'>,
  tx: Queryable,
  gone: Gone[],
  at: Date,
): Promise<void> {
  if (gone.length === 0) return;
  const { rows } = await tx.query<{ id: string }>(
    `update messages set due_at = $5, status = 'deferred', reason = 'goes_first'
     where shop_id = $1 and (person_id = any($3) or address_hash = any($4))
       and ((status = 'deferred' and reason = 'goes_first') or (status = 'dropped' and reason = 'merged'))
       and reason_params ->> 'firstId' = any($2)
     returning id`,
    [
      ctx.shop.id,
      gone.map(({ id }) => id),
      [...new Set(gone.flatMap(({ personId }) => personId ?? []))],
      [...new Set(gone.flatMap(({ addressHash }) => addressHash ?? []))],
      at,
    ],
  );
  await ctx.due.scheduleAll(
    tx,
    rows.map(({ id }) => ({ shopId: ctx.shop.id, job: deliverMessageJob, subject: id, dueAt: at })),
  );
}

/** Messages of some kinds about a subject (or several), to a person or an address. */
export interface WaitingMessages {
  kinds: MessageKind[];
  subjectId?: string;
  subjectIds?: readonly string[];
  personId?: string;
  addressHash?: string;
}

/** Drops waiting messages of some kinds about a subject, a person or an address. @returns which */
export async function dropWaiting(
  tx: Queryable,
  shopId: string,
  which: WaitingMessages,
  because: Because,
  now: Date,
): Promise<Gone[]> {
  if (!which.subjectId && !which.subjectIds && !which.personId && !which.addressHash) return [];
  const { rows } = await tx.query<{ id: string; person_id: string | null; address_hash: string | null }>(
    `with moved as (
       update messages set status = 'dropped', reason = $3, reason_params = $4, decided_at = $5
       where shop_id = $1 and kind = any($2) and status in ('planned', 'deferred')
         and ($6::text is null or subject_id = $6) and ($7::text is null or person_id = $7)
         and ($8::text is null or address_hash = $8) and ($9::text[] is null or subject_id = any($9))
       returning shop_id, id, kind, person_id, address_hash
     ), logged as (
       insert into message_decisions (shop_id, message_id, kind, outcome, reason, params, at)
       select shop_id, id, kind, 'dropped', $3, $4, $5 from moved
     )
     select id, person_id, address_hash from moved`,
    [
      shopId,
      which.kinds,
      because.reason,
      because.params ? JSON.stringify(because.params) : null,
      now,
      which.subjectId ?? null,
      which.personId ?? null,
      which.addressHash ?? null,
      which.subjectIds ?? null,
    ],
  );
  return rows.map((row) => ({ id: row.id, personId: row.person_id, addressHash: row.address_hash }));
}

/** Makes a message that was put off due at `now`. @returns whether it was waiting for a later moment */
export async function pullForward(tx: Queryable, shopId: string, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update messages set due_at = $3
     where shop_id = $1 and id = $2 and status = 'deferred' and reason <> all($4) and due_at > $3`,
    [shopId, id, now, ownWaits],
  );
  return rowCount > 0;
}

/** What waits for the reader's own pace or pause is decided about anew: they have chosen otherwise. */
export async function wakeReader(
  ctx: Pick<Context, 'shop' | 'due'>,
  tx: Queryable,
  who: { personId: string | null; addressHash: string },
  now: Date,
): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `update messages set due_at = $4
     where shop_id = $1 and (person_id = $2 or address_hash = $3) and status = 'deferred'
       and reason in ('reader_pace', 'reader_paused')
     returning id`,
    [ctx.shop.id, who.personId, who.addressHash, now],
  );
  await ctx.due.scheduleAll(
    tx,
    rows.map(({ id }) => ({ shopId: ctx.shop.id, job: deliverMessageJob, subject: id, dueAt: now })),
  );
}
