import type { Context } from '../../platform/context.ts';
import type { Queryable, Tx } from '../../platform/db/db.server.ts';
import { hashCustomer, hashEmail, hashPhone } from './hashes.ts';
import { type ConsentAnswer, type ConsentChannel, type ConsentState, consentState } from './person.ts';
import { resolvePerson } from './resolve-person.server.ts';

/** What the shop reports about one address or number. */
export interface ReportedConsent {
  channel: ConsentChannel;
  /** e-mail address or telephone number; null when the shop names only the customer */
  address: string | null;
  customerId: string | null;
  state: ConsentState;
  /** when the person said so; null = never asked, which any real answer overrules */
  changedAt: Date | null;
  source: string;
}

const never = new Date(0);

/** Records what Shopify says about consent; the newest change of an address wins whatever the order of arrival. */
export async function recordConsent(ctx: Context, tx: Tx, reported: ReportedConsent): Promise<void> {
  const personId = await resolvePerson(ctx, tx, {
    emails: reported.channel === 'email' ? [reported.address] : [],
    phones: reported.channel === 'sms' ? [reported.address] : [],
    customerIds: [reported.customerId],
    source: reported.source,
    at: never,
  });
  const hash =
    (reported.channel === 'email'
      ? hashEmail(ctx, reported.address)
      : hashPhone(ctx, reported.address, null)) ?? hashCustomer(ctx, reported.customerId);
  if (!hash) return;
  await writeConsent(ctx, tx, {
    channel: reported.channel,
    identityHash: hash,
    personId,
    state: reported.state,
    source: reported.source,
    text: null,
    changedAt: reported.changedAt ?? never,
    isUnsynced: false,
    isConfirmed: false,
  });
}

/**
 * Records a choice made with us (an unsubscribe link, a preference page, a box on the thank-you page) for the address with
 * this look-up hash. It is marked for telling Shopify.
 * @param input.text the words the person agreed to, kept as evidence
 */
export async function setConsent(
  ctx: Context,
  tx: Tx,
  input: {
    channel: ConsentChannel;
    identityHash: string;
    personId: string | null;
    state: ConsentState;
    source: string;
    text?: string;
    /** confirmed by a link in a mail to that address */
    isConfirmed?: boolean;
  },
): Promise<void> {
  await writeConsent(ctx, tx, {
    ...input,
    isConfirmed: input.isConfirmed ?? false,
    text: input.text ?? null,
    changedAt: ctx.clock.now(),
    isUnsynced: true,
  });
}

/** Shopify has been told of the state that was set at `changedAt`; a newer choice stays marked. */
export async function markConsentSynced(
  ctx: Pick<Context, 'db' | 'shop'>,
  channel: ConsentChannel,
  identityHash: string,
  changedAt: Date,
): Promise<void> {
  await ctx.db.query(
    `update consents set is_unsynced = false
     where shop_id = $1 and channel = $2 and identity_hash = $3 and changed_at = $4`,
    [ctx.shop.id, channel, identityHash, changedAt],
  );
}

async function writeConsent(
  ctx: Context,
  tx: Tx,
  row: {
    channel: ConsentChannel;
    identityHash: string;
    personId: string | null;
    state: ConsentState;
    source: string;
    text: string | null;
    changedAt: Date;
    isUnsynced: boolean;
    isConfirmed: boolean;
  },
): Promise<void> {
  // Equal times: the answer that says no wins, so that replays in any order end alike.
  const { rows } = await tx.query<{ person_id: string | null; state: string }>(
    `with written as (
     insert into consents as c (shop_id, channel, identity_hash, person_id, state, source, text, changed_at, is_unsynced, is_confirmed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (shop_id, channel, identity_hash) do update set
       person_id = coalesce(excluded.person_id, c.person_id), state = excluded.state, source = excluded.source,
       text = excluded.text, changed_at = excluded.changed_at, is_unsynced = excluded.is_unsynced,
       is_confirmed = excluded.is_confirmed
     where excluded.changed_at > c.changed_at
        or (excluded.changed_at = c.changed_at and excluded.state <> c.state and excluded.state > c.state)
     returning *
     ), kept as (
       insert into consent_changes (shop_id, channel, identity_hash, person_id, state, source, text, is_confirmed, changed_at, recorded_at)
       select shop_id, channel, identity_hash, person_id, state, source, text, is_confirmed, changed_at, $11 from written
     )
     select person_id, state from written`,
    [
      ctx.shop.id,
      row.channel,
      row.identityHash,
      row.personId,
      row.state,
      row.source,
      row.text,
      row.changedAt,
      row.isUnsynced,
      row.isConfirmed,
      ctx.clock.now(),
    ],
  );
  const written = rows[0];
  if (written?.person_id && ['unsubscribed', 'invalid', 'redacted'].includes(written.state)) {
    await ctx.emit(tx, ctx.shop.id, 'consent.withdrawn', { personId: written.person_id });
  }
}

/**
 * May this person be sent marketing on this channel, and to which address? The newest clear answer over all their addresses
 * decides: who said stop once is believed everywhere, until they say yes again.
 */
export async function consentFor(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  personId: string,
  channel: ConsentChannel,
  db: Queryable = ctx.db,
): Promise<ConsentAnswer> {
  const { rows } = await db.query<{
    state: string;
    changed_at: Date;
    identity_hash: string;
    kind: string | null;
    value_sealed: string | null;
  }>(
    `select c.state, c.changed_at, c.identity_hash, i.kind, i.value_sealed from consents c
     left join person_identities i
       on i.shop_id = c.shop_id and i.value_hash = c.identity_hash and i.person_id = c.person_id
     where c.shop_id = $1 and c.person_id = $2 and c.channel = $3
     order by (c.state in ('subscribed', 'unsubscribed', 'redacted')) desc, c.changed_at desc, c.state desc`,
    [ctx.shop.id, personId, channel],
  );
  const decisive = rows[0];
  if (!decisive) return { state: 'not_subscribed', address: null, addressHash: null, changedAt: null };
  const state = consentState(decisive.state) ?? 'not_subscribed';
  const kind = channel === 'email' ? 'email' : 'phone';
  const reachable = rows.find((row) => row.state === 'subscribed' && row.kind === kind);
  const isOpen = state === 'subscribed' && reachable !== undefined;
  return {
    state,
    address: isOpen ? ctx.vault.openOptional(reachable.value_sealed) : null,
    addressHash: isOpen ? reachable.identity_hash : null,
    changedAt: decisive.changed_at,
  };
}

/** What is known about one address, whoever owns it; null when it never said anything. */
export async function consentOfAddress(
  ctx: Pick<Context, 'db' | 'shop'>,
  channel: ConsentChannel,
  identityHash: string,
  db: Queryable = ctx.db,
): Promise<{ state: ConsentState; changedAt: Date; isUnsynced: boolean; isConfirmed: boolean } | null> {
  const { rows } = await db.query<{
    state: string;
    changed_at: Date;
    is_unsynced: boolean;
    is_confirmed: boolean;
  }>(
    'select state, changed_at, is_unsynced, is_confirmed from consents where shop_id = $1 and channel = $2 and identity_hash = $3',
    [ctx.shop.id, channel, identityHash],
  );
  const row = rows[0];
  const state = row ? consentState(row.state) : null;
  return row && state
    ? { state, changedAt: row.changed_at, isUnsynced: row.is_unsynced, isConfirmed: row.is_confirmed }
    : null;
}

/** What a person has said at each of their addresses and numbers, on every channel. */
export async function consentsOfPerson(
  ctx: Pick<Context, 'db' | 'shop'>,
  personId: string,
  db: Queryable = ctx.db,
): Promise<{ channel: ConsentChannel; identityHash: string; state: ConsentState }[]> {
  const { rows } = await db.query<{ channel: ConsentChannel; identity_hash: string; state: string }>(
    `select channel, identity_hash, state from consents where shop_id = $1 and person_id = $2
     order by channel, identity_hash`,
    [ctx.shop.id, personId],
  );
  return rows.flatMap(({ channel, identity_hash: identityHash, state: word }) => {
    const state = consentState(word);
    return state ? { channel, identityHash, state } : [];
  });
}

/** One change of a consent as it was said. */
export interface ConsentChange {
  channel: ConsentChannel;
  state: ConsentState;
  /** the address or number in clear; null when it is not known any more */
  address: string | null;
  /** where it was said or reported, e.g. `preferences page`, `orders/create` */
  source: string;
  /** the words that were agreed to or refused, where we showed them */
  text: string | null;
  isConfirmed: boolean;
  changedAt: Date;
  recordedAt: Date;
}

/** All that a person ever said about messages, on any channel and address, newest first (at most 500). */
export async function consentHistory(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  personId: string,
): Promise<ConsentChange[]> {
  const { rows } = await ctx.db.query<{
    channel: ConsentChannel;
    state: string;
    source: string;
    text: string | null;
    is_confirmed: boolean;
    changed_at: Date;
    recorded_at: Date;
    value_sealed: string | null;
  }>(
    `select c.channel, c.state, c.source, c.text, c.is_confirmed, c.changed_at, c.recorded_at,
            (select i.value_sealed from person_identities i
             where i.shop_id = c.shop_id and i.value_hash = c.identity_hash and i.kind in ('email', 'phone') limit 1)
     from consent_changes c where c.shop_id = $1 and c.person_id = $2 order by c.changed_at desc, c.id desc limit 500`,
    [ctx.shop.id, personId],
  );
  return rows.flatMap((row) => {
    const state = consentState(row.state);
    return state
      ? {
          channel: row.channel,
          state,
          address: ctx.vault.openOptional(row.value_sealed),
          source: row.source,
          text: row.text,
          isConfirmed: row.is_confirmed,
          changedAt: row.changed_at,
          recordedAt: row.recorded_at,
        }
      : [];
  });
}
