import type { Queryable } from '../../platform/db/db.server.ts';
import type { KindRules, MessageKind } from './kinds.ts';
import { kindRules, messageKinds } from './kinds.ts';
import type { Because, MessageAddress, MessageStatus } from './message.ts';

/** A ledger row as the sender needs it. */
export interface LedgerRow {
  id: string;
  personId: string | null;
  kind: string;
  subjectId: string;
  status: MessageStatus;
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
  subject_id: string;
  status: MessageStatus;
  locale: string | null;
  address_hash: string | null;
  address_sealed: string | null;
  content: { sealed?: string } | null;
  attempt: number;
  wanted_at: Date;
  due_at: Date;
  stale_at: Date | null;
}

/** Reads one row; `lock` holds it until the transaction ends. */
export async function readMessage(
  tx: Queryable,
  shopId: string,
  id: string,
  lock = false,
): Promise<LedgerRow | null> {
  const { rows } = await tx.query<RawRow>(
    `select id, person_id, kind, subject_id, status, locale, address_hash, address_sealed, content, attempt,
            wanted_at, due_at, stale_at
     from messages where shop_id = $1 and id = $2${lock ? ' for update' : ''}`,
    [shopId, id],
  );
  const row = rows[0];
  if (!row) return null;
  return {
    id: row.id,
    personId: row.person_id,
    kind: row.kind,
    subjectId: row.subject_id,
    status: row.status,
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
 * Writes a row once per idempotency key. A row that was dropped before is taken up again with what is known now; any other
 * existing row is left as it is.
 * @returns the row's id, and whether it was written by this call
 */
export async function insertMessage(
  tx: Queryable,
  message: NewMessage,
): Promise<{ id: string; isNew: boolean }> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into messages (id, shop_id, person_id, kind, class, channel, subject_id, idempotency_key, status, reason,
                           reason_params, locale, address_hash, address_sealed, content, attempt, wanted_at, due_at,
                           stale_at, decided_at, code)
     values ($1, $2, $3, $4, $5, 'email', $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16, $17, $18, $19)
     on conflict (shop_id, idempotency_key) do update
       set status = excluded.status, reason = excluded.reason, reason_params = excluded.reason_params,
           person_id = excluded.person_id, locale = excluded.locale, address_hash = excluded.address_hash,
           address_sealed = excluded.address_sealed, content = excluded.content, due_at = excluded.due_at,
           stale_at = excluded.stale_at, decided_at = excluded.decided_at, code = excluded.code
       where messages.status = 'dropped'
     returning id`,
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

const marketingKinds = messageKinds.filter((kind) => kindRules[kind].class === 'marketing');
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
     where shop_id = $1 and id <> $2 and status in ('sending', 'sent', 'unknown') and kind = any($3)
       and (person_id = $4 or address_hash = $5) and ${timesOf} > $6
     order by at`,
    [shopId, row.id, marketingKinds, row.personId, row.addressHash, since],
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

/** The zone a person lives in, as far as it is known. */
export async function readZone(
  tx: Queryable,
  shopId: string,
  personId: string | null,
): Promise<string | null> {
  if (!personId) return null;
  const { rows } = await tx.query<{ timezone: string | null }>(
    'select timezone from people where shop_id = $1 and id = $2',
    [shopId, personId],
  );
  return rows[0]?.timezone ?? null;
}

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
    `update messages set status = $5, reason = $6, reason_params = $7, decided_at = $8, due_at = coalesce($9, due_at),
            sent_at = coalesce($10, sent_at), provider_id = coalesce($11, provider_id),
            subject_line = coalesce($12, subject_line), attempt = attempt + $13,
            content = case when $14::text is null then content else jsonb_set(content, '{links}', to_jsonb($14::text)) end
     where shop_id = $1 and id = $2 and status = any($3) and attempt = $4`,
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

/** Drops waiting messages of some kinds about a subject, a person or an address. @returns how many */
export async function dropWaiting(
  tx: Queryable,
  shopId: string,
  which: { kinds: MessageKind[]; subjectId?: string; personId?: string; addressHash?: string },
  because: Because,
  now: Date,
): Promise<number> {
  if (!which.subjectId && !which.personId && !which.addressHash) return 0;
  const { rowCount } = await tx.query(
    `update messages set status = 'dropped', reason = $3, reason_params = $4, decided_at = $5
     where shop_id = $1 and kind = any($2) and status in ('planned', 'deferred')
       and ($6::text is null or subject_id = $6) and ($7::text is null or person_id = $7)
       and ($8::text is null or address_hash = $8)`,
    [
      shopId,
      which.kinds,
      because.reason,
      because.params ? JSON.stringify(because.params) : null,
      now,
      which.subjectId ?? null,
      which.personId ?? null,
      which.addressHash ?? null,
    ],
  );
  return rowCount;
}

/** The rules of a kind by its stored name; an unknown name (an older version's) is treated as the strictest. */
export function rulesOf(kind: string): KindRules {
  return kindRules[kind as MessageKind] ?? { class: 'marketing', consent: 'subscribed', isReview: false };
}
