import type { Actor, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type OfferRow, offerColumns } from './offers.repo.server.ts';

export type RevisionAction =
  | 'created'
  | 'edited'
  | 'activated'
  | 'paused'
  | 'archived'
  | 'restored'
  | 'undone'
  | 'winner';

/** One state that an offer was in, and who made it so. */
export interface StoredRevision {
  version: number;
  action: RevisionAction;
  at: Date;
  userId: string | null;
  /** as it was then; null = Reprise itself */
  name: string | null;
  content: Record<string, unknown>;
}

/** What a revision keeps: the columns that the input decides, and whether it is shown. */
const kept = [
  'status',
  'name',
  'kind',
  'surfaces',
  'moments',
  'from_days',
  'from_days_after',
  'product_id',
  'variant_id',
  'discount_kind',
  'discount_value',
  'deadline_hours',
  'starts_at',
  'ends_at',
  'texts',
  'rule',
  'setup',
  'picture_id',
] as const;

const contentOf = `jsonb_build_object(${kept.map((column) => `'${column}', o.${column}`).join(', ')})`;

/**
 * Locks an offer for a change and makes sure that what it is now can be gone back to (older versions of the app kept no
 * revisions).
 * @returns the offer as it stands, or null when this shop has none with this id
 */
export async function lockOffer(ctx: Context, tx: Queryable, id: string): Promise<OfferRow | null> {
  const { rows } = await tx.query<OfferRow>(
    `select ${offerColumns} from offers o where o.shop_id = $1 and o.id = $2 for update`,
    [ctx.shop.id, id],
  );
  if (!rows[0]) return null;
  await tx.query(
    `insert into offer_revisions (shop_id, offer_id, version, action, content, at)
     select o.shop_id, o.id, o.version, 'created', ${contentOf}, o.updated_at from offers o where o.shop_id = $1 and o.id = $2
     on conflict do nothing`,
    [ctx.shop.id, id],
  );
  return rows[0];
}

/** Writes down what the offer has just become, and states it. Called in the transaction that changed it. `by` null = Reprise itself. */
export async function keepRevision(
  ctx: Context,
  tx: Queryable,
  id: string,
  action: RevisionAction,
  by: Actor | null,
): Promise<void> {
  await tx.query(
    `insert into offer_revisions (shop_id, offer_id, version, action, content, user_id, user_sealed, at)
     select o.shop_id, o.id, o.version, $3, ${contentOf}, $4, $5, $6 from offers o where o.shop_id = $1 and o.id = $2
     on conflict do nothing`,
    [ctx.shop.id, id, action, by?.userId ?? null, ctx.vault.sealOptional(by?.name), ctx.clock.now()],
  );
  await ctx.emit(tx, ctx.shop.id, 'offer.changed', { offerId: id });
}

/** Puts an offer back into the state of an older revision, as a new version. */
export async function putRevision(
  ctx: Context,
  tx: Queryable,
  id: string,
  content: Record<string, unknown>,
): Promise<void> {
  await tx.query(
    `update offers o set version = o.version + 1, updated_at = $4, (${kept.join(', ')}) =
       (select ${kept.map((column) => `r.${column}`).join(', ')} from jsonb_populate_record(null::offers, $3::jsonb) r)
     where o.shop_id = $1 and o.id = $2`,
    [ctx.shop.id, id, JSON.stringify(content), ctx.clock.now()],
  );
}

interface Row {
  version: number;
  action: string;
  at: Date;
  user_id: string | null;
  user_sealed: string | null;
  content: Record<string, unknown>;
}

/** The newest revisions of an offer, newest first; only up to `before` (excluded) when it is given. */
export async function readRevisions(
  ctx: Context,
  db: Queryable,
  id: string,
  limit: number,
  before: number | null = null,
): Promise<StoredRevision[]> {
  const { rows } = await db.query<Row>(
    `select version, action, at, user_id, user_sealed, content from offer_revisions
     where shop_id = $1 and offer_id = $2 and ($4::int is null or version < $4) order by version desc limit $3`,
    [ctx.shop.id, id, limit, before],
  );
  return rows.map((row) => ({
    version: row.version,
    action: row.action as RevisionAction,
    at: row.at,
    userId: row.user_id,
    name: ctx.vault.openOptional(row.user_sealed),
    content: row.content,
  }));
}
