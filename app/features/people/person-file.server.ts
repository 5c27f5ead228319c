import { type TimelineAsk, type TimelineEntry, timelineSql, timelineValues } from '../../kit/timeline.ts';
import type { Context } from '../../platform/context.ts';
import type { ConsentChannel, ConsentState, IdentityKind } from './person.ts';
import { sourceWord } from './source-word.ts';

type Keeper = Pick<Context, 'db' | 'shop' | 'vault'>;

/** One way of knowing a person, opened, and the evidence: where and when it was learned. */
export interface KnownIdentity {
  kind: IdentityKind;
  value: string;
  source: string;
  learnedAt: Date;
}

/** What was last said about one address or number on one channel. */
export interface KnownConsent {
  channel: ConsentChannel;
  /** null when the address itself is not known any more */
  address: string | null;
  state: ConsentState;
  source: string;
  /** the words that were agreed to */
  text: string | null;
  /** null = never asked */
  changedAt: Date | null;
  isConfirmed: boolean;
}

/** Who a person is, for the merchant's page about them. */
export interface PersonFile {
  id: string;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  country: string | null;
  timezone: string | null;
  createdAt: Date;
  tags: string[];
  /** how many others turned out to be the same person */
  joined: number;
  identities: KnownIdentity[];
  consents: KnownConsent[];
}

/**
 * Opens all that is known of a person: the only place where identities are shown. An id that was joined into another leads to
 * the survivor.
 * @returns null when there is nobody with this id in this shop
 */
export async function readPersonFile(ctx: Keeper, personId: string): Promise<PersonFile | null> {
  const { rows } = await ctx.db.query<{
    id: string;
    first_name_sealed: string | null;
    last_name_sealed: string | null;
    locale: string | null;
    country: string | null;
    timezone: string | null;
    created_at: Date;
    tags: string[] | null;
    joined: number;
  }>(
    `select p.id, p.first_name_sealed, p.last_name_sealed, p.locale, p.country, p.timezone, p.created_at, t.tags,
            (select count(*)::int from people j where j.shop_id = p.shop_id and j.merged_into = p.id) as joined
     from people p left join person_traits t on t.shop_id = p.shop_id and t.person_id = p.id
     where p.shop_id = $1 and p.id = (select coalesce(merged_into, id) from people where shop_id = $1 and id = $2)`,
    [ctx.shop.id, personId],
  );
  const row = rows[0];
  if (!row) return null;
  const [identities, consents] = await Promise.all([
    ctx.db.query<{ kind: IdentityKind; value_sealed: string; source: string; created_at: Date }>(
      `select kind, value_sealed, source, created_at from person_identities where shop_id = $1 and person_id = $2
       order by kind, created_at, value_hash`,
      [ctx.shop.id, row.id],
    ),
    readConsents(ctx, row.id),
  ]);
  return {
    id: row.id,
    firstName: ctx.vault.openOptional(row.first_name_sealed),
    lastName: ctx.vault.openOptional(row.last_name_sealed),
    locale: row.locale,
    country: row.country,
    timezone: row.timezone,
    createdAt: row.created_at,
    tags: row.tags ?? [],
    joined: row.joined,
    identities: identities.rows.map((one) => ({
      kind: one.kind,
      value: ctx.vault.open(one.value_sealed),
      source: one.source,
      learnedAt: one.created_at,
    })),
    consents,
  };
}

async function readConsents(ctx: Keeper, personId: string): Promise<KnownConsent[]> {
  const { rows } = await ctx.db.query<{
    channel: ConsentChannel;
    state: ConsentState;
    source: string;
    text: string | null;
    changed_at: Date;
    is_confirmed: boolean;
    value_sealed: string | null;
  }>(
    `select c.channel, c.state, c.source, c.text, c.changed_at, c.is_confirmed, i.value_sealed
     from consents c
     left join person_identities i on i.shop_id = c.shop_id and i.person_id = c.person_id and i.value_hash = c.identity_hash
       and i.kind in ('email', 'phone')
     where c.shop_id = $1 and c.person_id = $2
     order by c.channel, c.changed_at desc, c.identity_hash`,
    [ctx.shop.id, personId],
  );
  return rows.map((row) => ({
    channel: row.channel,
    address: ctx.vault.openOptional(row.value_sealed),
    state: row.state,
    source: row.source,
    text: row.text,
    changedAt: row.changed_at.getTime() === 0 ? null : row.changed_at,
    isConfirmed: row.is_confirmed,
  }));
}

// Shopify's "never asked" has no moment of its own and is no event.
const sql = timelineSql([
  `select c.changed_at as at, 'consent/' || c.id as id,
          'consent.' || case when c.state in ('subscribed', 'unsubscribed', 'pending') then c.state else 'other' end as kind,
          jsonb_build_object('channel', c.channel, 'state', c.state, 'source', c.source) as params
   from consent_changes c where c.shop_id = $1 and c.person_id = $2 and c.changed_at > to_timestamp(0)`,
  `select j.joined_at, 'person/joined/' || j.id, 'person.joined', jsonb_build_object('source', j.source)
   from person_joins j where j.shop_id = $1 and j.survivor_id = $2`,
  `select j.undone_at, 'person/parted/' || j.id, 'person.parted', null::jsonb
   from person_joins j where j.shop_id = $1 and (j.survivor_id = $2 or j.joined_id = $2) and j.undone_at is not null`,
  `select p.created_at, 'person/known', 'person.known', null::jsonb
   from people p where p.shop_id = $1 and p.id = $2`,
]);

/** When a person became known, whom they turned out to be too, and all they said about being written to. */
export async function consentTimeline(
  ctx: Pick<Context, 'db' | 'shop'>,
  ask: TimelineAsk,
): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<{
    at: Date;
    id: string;
    kind: string;
    params: { channel?: string; state?: string; source: string } | null;
  }>(sql, timelineValues(ctx.shop.id, ask));
  return rows.map(({ params, ...row }) => ({
    ...row,
    group: 'consent',
    params: params
      ? {
          ...(params.channel ? { channel: { word: `timeline:channel.${params.channel}` } } : {}),
          ...(params.state ? { state: { word: `timeline:consent.${params.state}` } } : {}),
          source: sourceWord(params.source),
        }
      : {},
    link: null,
  }));
}
