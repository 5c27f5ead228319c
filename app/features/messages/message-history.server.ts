import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { nextAllowed, reviewWindowMs } from './decide-message.ts';
import { kindRules, type MessageKind } from './kinds.ts';
import type { Because, MessageAddress } from './message.ts';
import { readHistory } from './messages.repo.server.ts';
import { wishesOf } from './preferences.ts';
import { pickZone } from './quiet-hours.ts';
import { readReader } from './reader.repo.server.ts';

/** Has this person (or address) a message of a kind about something else, on its way or sent, wanted since a moment? */
export async function hasMessageElsewhere(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  about: {
    kind: MessageKind;
    personId: string | null;
    addressHash: string | null;
    notSubjectId: string;
    since: Date;
  },
): Promise<boolean> {
  const { rows } = await db.query(
    `select 1 from messages
     where shop_id = $1 and kind = $2 and subject_id <> $3 and (person_id = $4 or address_hash = $5)
       and status in ('planned', 'deferred', 'sending', 'sent', 'unknown')
       and coalesce(sent_at, decided_at, wanted_at) > $6
     limit 1`,
    [ctx.shop.id, about.kind, about.notSubjectId, about.personId, about.addressHash, about.since],
  );
  return rows.length > 0;
}

/**
 * When quiet hours and caps would let a marketing message to this person go; null = now. For features that must prepare
 * something with a deadline right before sending; the decision itself is made again at delivery.
 */
export async function nextAllowedFor(
  ctx: Context,
  db: Queryable,
  wanted: { kind: MessageKind; personId: string | null; address: MessageAddress | null },
): Promise<{ until: Date; because: Because } | null> {
  const now = ctx.clock.now();
  const who = { id: '', personId: wanted.personId, addressHash: wanted.address?.hash ?? null };
  const history = await readHistory(db, ctx.shop.id, who, addMs(now, -reviewWindowMs));
  const reader = await readReader(db, ctx.shop.id, who);
  const zone = pickZone(reader.timezone, ctx.shop.timezone);
  const wishes = wishesOf(wanted.kind, reader.preference);
  return nextAllowed({ now, rules: kindRules[wanted.kind], zone, wishes, ...history });
}
