import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { dropWaiting, type WaitingMessages, wakeBehind } from './fate.repo.server.ts';
import { type MessageData, type MessageKind, messageData } from './kinds.ts';
import type { Because, MessageAddress } from './message.ts';
import { deliverMessageJob } from './messages.jobs.ts';
import { insertMessage } from './messages.repo.server.ts';

/** A message that a feature would like to have sent. */
export interface WantedMessage<Kind extends MessageKind> {
  kind: Kind;
  personId: string | null;
  /** null: nobody to write to; the ledger says so */
  address: MessageAddress | null;
  /** what it is about: order id, checkout token, review request id */
  subjectId: string;
  /** once per shop and key, e.g. `review_request:<order id>` */
  idempotencyKey: string;
  /** not before this; default now */
  dueAt?: Date;
  /** worthless from then on; default never */
  staleAt?: Date | null;
  /** the order's or checkout's language tag */
  locale: string | null;
}

/**
 * Asks for a message: writes its ledger row and the due row that will decide about it, in the caller's transaction. The same
 * key again changes nothing, unless the message was dropped before: then it is decided anew.
 * @throws ZodError when the data does not fit the kind (a bug of the caller)
 */
export async function requestMessage<Kind extends MessageKind>(
  ctx: Context,
  tx: Queryable,
  wanted: WantedMessage<Kind> & { data: MessageData<Kind> },
): Promise<{ kind: 'planned' | 'exists'; id: string }> {
  const now = ctx.clock.now();
  const dueAt = wanted.dueAt ?? now;
  const data = messageData[wanted.kind].parse(wanted.data);
  const { id, isNew } = await insertMessage(tx, {
    id: newId('msg'),
    shopId: ctx.shop.id,
    personId: wanted.personId,
    kind: wanted.kind,
    subjectId: wanted.subjectId,
    idempotencyKey: wanted.idempotencyKey,
    status: 'planned',
    because: null,
    locale: wanted.locale,
    address: wanted.address,
    sealedData: ctx.vault.seal(JSON.stringify(data)),
    code: 'code' in data && typeof data.code === 'object' ? (data.code?.code ?? null) : null,
    wantedAt: now,
    dueAt,
    staleAt: wanted.staleAt ?? null,
  });
  if (!isNew) return { kind: 'exists', id };
  await ctx.due.schedule(tx, { shopId: ctx.shop.id, job: deliverMessageJob, subject: id, dueAt });
  return { kind: 'planned', id };
}

/**
 * Writes down that a message was considered and will not be sent, with the reason that the merchant reads. Does not touch a
 * message of the same key that is on its way or sent.
 */
export async function recordDropped<Kind extends MessageKind>(
  ctx: Context,
  tx: Queryable,
  wanted: WantedMessage<Kind>,
  because: Because,
): Promise<{ id: string }> {
  const now = ctx.clock.now();
  const { id } = await insertMessage(tx, {
    id: newId('msg'),
    shopId: ctx.shop.id,
    personId: wanted.personId,
    kind: wanted.kind,
    subjectId: wanted.subjectId,
    idempotencyKey: wanted.idempotencyKey,
    status: 'dropped',
    because,
    locale: wanted.locale,
    address: wanted.address,
    sealedData: null,
    code: null,
    wantedAt: now,
    dueAt: wanted.dueAt ?? now,
    staleAt: wanted.staleAt ?? null,
  });
  return { id };
}

/** Withdraws messages that still wait (a refund, an order, an unsubscribe). One in the mail server's hands can't be recalled. */
export async function dropMessages(
  ctx: Context,
  tx: Queryable,
  which: WaitingMessages,
  because: Because,
): Promise<number> {
  const now = ctx.clock.now();
  const gone = await dropWaiting(tx, ctx.shop.id, which, because, now);
  await wakeBehind(ctx, tx, gone, now);
  return gone.length;
}
