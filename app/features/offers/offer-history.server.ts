import type { Actor, Context } from '../../platform/context.ts';
import { inputOf } from './offer-form.ts';
import type { OfferInput } from './offer-input.ts';
import { findOffer, type OfferRow, offerOf, offersChanged } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import {
  keepRevision,
  lockOffer,
  putRevision,
  type RevisionAction,
  readRevisions,
  type StoredRevision,
} from './revisions.repo.server.ts';

/** Parts of an offer as a history names them. */
const parts: Record<string, readonly string[]> = {
  name: ['name'],
  status: ['status'],
  kind: ['kind'],
  product: ['product_id', 'variant_id'],
  discount: ['discount_kind', 'discount_value'],
  deadline: ['deadline_hours'],
  window: ['starts_at', 'ends_at'],
  where: ['surfaces', 'moments', 'from_days', 'from_days_after'],
  texts: ['texts'],
  rule: ['rule'],
  setup: ['setup'],
  picture: ['picture_id'],
};
export type OfferPart = keyof typeof parts & string;

export interface OfferRevision {
  version: number;
  action: RevisionAction;
  /** ISO UTC */
  at: string;
  userId: string | null;
  /** who, as their admin named them then; null = Reprise itself */
  by: string | null;
  isCurrent: boolean;
  /** what is different from the revision before; empty for the first one */
  changed: OfferPart[];
  /** what the offer was then, as it stands in the editor's fields */
  input: OfferInput;
}

const shownAtMost = 100;

/** What an offer has been, newest first, with who and when; at most the last 100. Empty when there is no such offer. */
export async function listRevisions(ctx: Context, id: string): Promise<OfferRevision[]> {
  const found = await readRevisions(ctx, ctx.db, id, shownAtMost + 1);
  return found.slice(0, shownAtMost).map((revision, index) => ({
    version: revision.version,
    action: revision.action,
    at: revision.at.toISOString(),
    userId: revision.userId,
    by: revision.name,
    isCurrent: index === 0,
    changed: difference(revision, found[index + 1]),
    input: inputThen(ctx, id, revision),
  }));
}

/** The columns that a revision keeps, read as the table would give them. */
function inputThen(ctx: Context, id: string, { content, version }: StoredRevision): OfferInput {
  const row = content as Omit<OfferRow, 'starts_at' | 'ends_at' | 'discount_value'> & {
    starts_at: string | null;
    ends_at: string | null;
    discount_value: string | number;
  };
  const time = (text: string | null) => (text === null ? null : new Date(text));
  const then = offerOf({
    ...row,
    id,
    version,
    position: 0,
    experiment_id: null,
    discount_value: BigInt(row.discount_value),
    starts_at: time(row.starts_at),
    ends_at: time(row.ends_at),
  });
  return inputOf(then, ctx.shop.currency);
}

function difference(now: StoredRevision, before: StoredRevision | undefined): OfferPart[] {
  if (!before) return [];
  return Object.keys(parts).filter((part) =>
    parts[part]?.some(
      (column) => JSON.stringify(now.content[column]) !== JSON.stringify(before.content[column]),
    ),
  );
}

export type UndoOutcome =
  /** `isActive`: it is shown (again). What was shown but could not be now (over, incomplete) comes back switched off. */
  | { kind: 'changed'; id: string; version: number; isActive: boolean }
  /** there is nothing before it */
  | { kind: 'nothing' }
  | { kind: 'unknown' };

/** Takes back the last change of an offer; done again it takes back the taking back. Its place in the list stays. */
export async function undoLastChange(ctx: Context, id: string, by: Actor): Promise<UndoOutcome> {
  return goBack(ctx, id, 'undone', by, ([, before]) => before);
}

/** Makes an offer what it was in an older version. */
export async function restoreRevision(
  ctx: Context,
  id: string,
  version: number,
  by: Actor,
): Promise<UndoOutcome> {
  return goBack(ctx, id, 'restored', by, (all) => all.find((each) => each.version === version));
}

async function goBack(
  ctx: Context,
  id: string,
  action: RevisionAction,
  by: Actor,
  pick: (newestFirst: StoredRevision[]) => StoredRevision | undefined,
): Promise<UndoOutcome> {
  return ctx.db.tx(async (tx): Promise<UndoOutcome> => {
    if (!(await lockOffer(ctx, tx, id))) return { kind: 'unknown' };
    const target = pick(await readRevisions(ctx, tx, id, shownAtMost));
    if (!target) return { kind: 'nothing' };
    await putRevision(ctx, tx, id, target.content);
    let offer = await findOffer(tx, ctx.shop.id, id);
    if (!offer) return { kind: 'unknown' };
    if (offer.status === 'active') {
      const read = readOfferInput(inputOf(offer, ctx.shop.currency), ctx.shop, ctx.clock.now());
      if (read.kind === 'invalid') {
        await tx.query(`update offers set status = 'draft' where shop_id = $1 and id = $2`, [
          ctx.shop.id,
          id,
        ]);
        offer = { ...offer, status: 'draft' };
      }
    }
    await keepRevision(ctx, tx, id, action, by);
    await offersChanged(ctx, tx);
    return { kind: 'changed', id, version: offer.version, isActive: offer.status === 'active' };
  });
}
