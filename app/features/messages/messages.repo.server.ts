import type { Queryable } from '../../platform/db/db.server.ts';
import type { KindRules, MessageKind } from './kinds.ts';
import { kindRules, messageKinds } from './kinds.ts';
import type { Because, MessageAddress, MessageReason, MessageStatus } from './message.ts';

/** A ledger row as the sender needs it. */
export interface LedgerRow {
  id: string;
  personId: string | null;
  kind: string;
  channel: string;
  subjectId: string;
  status: MessageStatus;
  reason: MessageReason | null;
  locale: string | null;
  addressHash: string | null;
  addressSealed: string | null;
  /** sealed JSON of the kind's data */
  sealedData: string | null;
  attempt: number;
  wantedAt: Date;
  dueAt: Date;
  staleAt: Date | null;
}

interface RawRow {
  id: string;
  person_id: string | null;
  kind: string;
  channel: string;
  subject_id: string;
  status: MessageStatus;
  reason: MessageReason | null;
  locale: string | null;
  address_hash: string | null;
  address_sealed: string | null;
  content: { sealed?: string } | null;
  attempt: number;
  wanted_at: Date;
  due_at: Date;
  stale_at: Date | null;
}

const rowColumns = `id, person_id, kind, channel, subject_id, status, reason, locale, address_hash, address_sealed, content,
  attempt, wanted_at, due_at, stale_at`;

function toRow(row: RawRow): LedgerRow {
  return {
    id: row.id,
    personId: row.person_id,
    kind: row.kind,
    channel: row.channel,
    subjectId: row.subject_id,
    status: row.status,
    reason: row.reason,
    locale: row.locale,
    addressHash: row.address_hash,
    addressSealed: row.address_sealed,
    sealedData: row.content?.sealed ?? null,
    attempt: row.attempt,
    wantedAt: row.wanted_at,
    dueAt: row.due_at,
    staleAt: row.stale_at,
  };
}

/** Reads one row; `lock` holds it until the transaction ends. */
export async function readMessage(
  tx: Queryable,
  shopId: string,
  id: string,
  lock = false,
): Promise<LedgerRow | null> {
  const { rows } = await tx.query<RawRow>(
    `select ${rowColumns} from messages where shop_id = $1 and id = $2${lock ? ' for update' : ''}`,
    [shopId, id],
  );
  return rows[0] ? toRow(rows[0]) : null;
}

/**
 * The other marketing messages that wait for this person or address: those put off before, and those that are due by `until`.
 * Held until the transaction ends; call it with the person's lock.
 */
export async function readWaiting(
  tx: Queryable,
  shopId: string,
  row: Pick<LedgerRow, 'id' | 'personId' | 'addressHash'>,
  until: Date,
): Promise<LedgerRow[]> {
  const { rows } = await tx.query<RawRow>(
    `select ${rowColumns} from messages
     where shop_id = $1 and id <> $2 and status in ('planned', 'deferred') and class = 'marketing'
       and (person_id = $3 or address_hash = $4) and (status = 'deferred' or due_at <= $5)
     order by id for update`,
    [shopId, row.id, row.personId, row.addressHash, until],
  );
  return rows.map(toRow);
}

export interface NewMessage {
  id: string;
  shopId: string;
  personId: string | null;
  kind: MessageKind;
  subjectId: string;
  idempotencyKey: string;
  status: 'planned' | 'dropped';
  because: Because | null;
  locale: string | null;
  address: MessageAddress | null;
  sealedData: string | null;
  /** the discount code that only this message carries, so that an order can be traced to it */
  code: string | null;
  wantedAt: Date;
  dueAt: Date;
  staleAt: Date | null;
}

/**
 * Writes a row once per idempotency key. A row that was dropped before is taken up again with what is known now (unless it went
 * inside another message); any other existing row is left as it is.
 * @returns the row's id, and whether it was written by this call
 */
export async function insertMessage(
  tx: Queryable,
  message: NewMessage,
): Promise<{ id: string; isNew: boolean }> {
  const { rows } = await tx.query<{ id: string }>(
    `with written as (
     insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, reason,
                           reason_params, locale, address_hash, address_sealed, content, attempt, wanted_at, due_at,
                           stale_at, decided_at, code)
     values ($1, $2, $3, $4, $5, 'email', $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, $19)
     on conflict (shop_id, idempotency_key) do update
       set status = excluded.status, reason = excluded.reason, reason_params = excluded.reason_params,
           person_id = excluded.person_id, locale = excluded.locale, address_hash = excluded.address_hash,
           address_sealed = excluded.address_sealed, content = excluded.content, due_at = excluded.due_at,
           stale_at = excluded.stale_at, decided_at = excluded.decided_at, code = excluded.code
       where messages.status = 'dropped' and messages.reason is distinct from 'merged'
     returning shop_id, id, kind, status, reason, reason_params
     ), logged as (
       insert into message_decisions (shop_id, message_id, kind, outcome, reason, params, at)
       select shop_id, id, kind, status, reason, reason_params, $15 from written where reason is not null
     )
     select id from written`,
    [
      message.id,
      message.shopId,
      message.personId,
      message.kind,
      kindRules[message.kind].class,
      message.subjectId,
      message.idempotencyKey,
      message.status,
      message.because?.reason ?? null,
      message.because?.params ? JSON.stringify(message.because.params) : null,
      message.locale,
      message.address?.hash ?? null,
      message.address?.sealed ?? null,
      message.sealedData === null ? null : JSON.stringify({ sealed: message.sealedData }),
      message.wantedAt,
      message.dueAt,
      message.staleAt,
      message.status === 'dropped' ? message.wantedAt : null,
      message.code,
    ],
  );
  if (rows[0]) return { id: rows[0].id, isNew: true };
  const existing = await tx.query<{ id: string }>(
    'select id from messages where shop_id = $1 and idempotency_key = $2',
    [message.shopId, message.idempotencyKey],
  );
  const id = existing.rows[0]?.id;
  if (!id) throw new Error('a message vanished between insert and read');
  return { id, isNew: false };
}

/** Serialises decisions about one person (or one address) until the transaction ends, so that two cannot share a cap. */
export async function lockPerson(tx: Queryable, shopId: string, key: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 11))', [`${shopId}/${key}`]);
}

const reviewKinds = messageKinds.filter((kind) => kindRules[kind].isReview);
const timesOf = `coalesce(sent_at, decided_at)`;

/** What a person already got: last marketing e-mail, review messages since `since` (oldest first). `unknown` counts as got. */
export async function readHistory(
  tx: Queryable,
  shopId: string,
  row: { id: string; personId: string | null; addressHash: string | null },
  since: Date,
): Promise<{ lastMarketingAt: Date | null; reviewsAt: Date[] }> {
  const { rows } = await tx.query<{ kind: string; at: Date }>(
    `select kind, ${timesOf} as at from messages
     where shop_id = $1 and id <> $2 and status in ('sending', 'sent', 'unknown') and class = 'marketing'
       and (person_id = $3 or address_hash = $4) and ${timesOf} > $5
     order by at`,
    [shopId, row.id, row.personId, row.addressHash, since],
  );
  return {
    lastMarketingAt: rows.at(-1)?.at ?? null,
    reviewsAt: rows.filter(({ kind }) => (reviewKinds as string[]).includes(kind)).map(({ at }) => at),
  };
}

/** true while the installation lives; share-locked, so an uninstall waits for us, or we see it. */
export async function isInstalled(tx: Queryable, shopId: string): Promise<boolean> {
  const { rows } = await tx.query('select 1 from shops where id = $1 and uninstalled_at is null for share', [
    shopId,
  ]);
  return rows.length > 0;
}

/** The rules of a kind by its stored name; an unknown name (an older version's) is treated as the strictest. */
export function rulesOf(kind: string): KindRules {
  return kindRules[kind as MessageKind] ?? { class: 'marketing', consent: 'subscribed', isReview: false };
}

/** Puts the content of several messages into the one that goes; `own` is kept beside it, for when it does not go after all. */
export async function writeMerged(
  tx: Queryable,
  shopId: string,
  id: string,
  content: { merged: string; own: string },
): Promise<void> {
  await tx.query('update messages set content = $3 where shop_id = $1 and id = $2', [
    shopId,
    id,
    JSON.stringify({ sealed: content.merged, own: content.own }),
  ]);
}

/** The message is by itself again. */
export async function restoreOwn(tx: Queryable, shopId: string, id: string): Promise<void> {
  await tx.query(
    `update messages set content = jsonb_build_object('sealed', content ->> 'own')
     where shop_id = $1 and id = $2 and content ? 'own'`,
    [shopId, id],
  );
}
