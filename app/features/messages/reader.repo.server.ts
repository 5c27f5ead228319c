import type { Queryable } from '../../platform/db/db.server.ts';
import type { Pace, Topic } from './preferences.ts';

/** What is known of the person that a message is for. */
export interface Reader {
  /** the zone they live in, as far as it is known */
  timezone: string | null;
  /** their data was erased: a message that was wanted meanwhile must not go */
  isErased: boolean;
  /** their choice on the preference page; null = never made one */
  preference: Preference | null;
}

export interface Preference {
  topicsOff: Topic[];
  pace: Pace;
  /** language of messages; null = as the order says */
  locale: string | null;
  pausedUntil: Date | null;
}

/** Reads who a message is for, in one query. Of the choices of all their addresses the newest counts. */
export async function readReader(
  tx: Queryable,
  shopId: string,
  who: { personId: string | null; addressHash: string | null },
): Promise<Reader> {
  const { rows } = await tx.query<{
    timezone: string | null;
    erased_at: Date | null;
    pace: Pace | null;
    topics_off: Topic[] | null;
    locale: string | null;
    paused_until: Date | null;
  }>(
    `select p.timezone, p.erased_at, w.pace, w.topics_off, w.locale, w.paused_until
     from (select 1) one
     left join people p on p.shop_id = $1 and p.id = $2
     left join lateral (
       select pace, topics_off, locale, paused_until from person_preferences
       where shop_id = $1 and (identity_hash = $3 or person_id = $2) order by updated_at desc limit 1) w on true`,
    [shopId, who.personId, who.addressHash],
  );
  const row = rows[0];
  return {
    timezone: row?.timezone ?? null,
    isErased: Boolean(row?.erased_at),
    preference: row?.pace
      ? {
          topicsOff: row.topics_off ?? [],
          pace: row.pace,
          locale: row.locale,
          pausedUntil: row.paused_until,
        }
      : null,
  };
}
/** Keeps a reader's choice for an address; it counts for the whole person. */
export async function writePreference(
  tx: Queryable,
  shopId: string,
  who: { personId: string | null; addressHash: string },
  preference: Preference,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into person_preferences (shop_id, identity_hash, person_id, topics_off, pace, locale, paused_until, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (shop_id, identity_hash) do update set
       person_id = excluded.person_id, topics_off = excluded.topics_off, pace = excluded.pace, locale = excluded.locale,
       paused_until = excluded.paused_until, updated_at = excluded.updated_at`,
    [
      shopId,
      who.addressHash,
      who.personId,
      preference.topicsOff,
      preference.pace,
      preference.locale,
      preference.pausedUntil,
      now,
    ],
  );
}
