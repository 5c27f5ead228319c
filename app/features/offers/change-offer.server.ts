import { newId } from '../../kit/id.ts';
import type { Actor, Context } from '../../platform/context.ts';
import { findMissing } from './find-missing.server.ts';
import type { OfferStatus } from './offer.ts';
import { inputOf } from './offer-form.ts';
import { limits, type Problems } from './offer-input.ts';
import { findOffer, insertOffer, offersChanged } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import { keepRevision, lockOffer, type RevisionAction } from './revisions.repo.server.ts';

export type ChangeOutcome =
  | { kind: 'changed'; id: string }
  | { kind: 'unknown' }
  | { kind: 'invalid'; problems: Problems };

/** Switches an offer on, if it is complete enough to be shown. */
export async function activateOffer(ctx: Context, id: string, by: Actor): Promise<ChangeOutcome> {
  const offer = await findOffer(ctx.db, ctx.shop.id, id);
  if (!offer) return { kind: 'unknown' };
  const input = { ...inputOf(offer, ctx.shop.currency), isActive: true };
  const read = readOfferInput(input, ctx.shop, ctx.clock.now());
  if (read.kind === 'invalid') return read;
  const problems = await findMissing(ctx, read.content, true);
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  return setStatus(ctx, id, 'active', 'activated', by);
}

/** Switches an offer off: from now on it is neither shown nor accepted. Codes that were given stay good. */
export async function pauseOffer(ctx: Context, id: string, by: Actor): Promise<ChangeOutcome> {
  return setStatus(ctx, id, 'draft', 'paused', by);
}

/** Puts an offer away; its figures stay. */
export async function archiveOffer(ctx: Context, id: string, by: Actor): Promise<ChangeOutcome> {
  return setStatus(ctx, id, 'archived', 'archived', by);
}

/** Takes an offer out of the archive; it is not shown until it is switched on. */
export async function restoreOffer(ctx: Context, id: string, by: Actor): Promise<ChangeOutcome> {
  return setStatus(ctx, id, 'draft', 'restored', by);
}

async function setStatus(
  ctx: Context,
  id: string,
  status: OfferStatus,
  action: RevisionAction,
  by: Actor,
): Promise<ChangeOutcome> {
  return ctx.db.tx(async (tx): Promise<ChangeOutcome> => {
    const known = await lockOffer(ctx, tx, id);
    if (!known) return { kind: 'unknown' };
    // A second click changes nothing, so there is nothing to go back from.
    if (known.status === status) return { kind: 'changed', id };
    await tx.query(
      `update offers set status = $3, version = version + 1, updated_at = $4 where shop_id = $1 and id = $2`,
      [ctx.shop.id, id, status, ctx.clock.now()],
    );
    await keepRevision(ctx, tx, id, action, by);
    await offersChanged(ctx, tx);
    return { kind: 'changed', id };
  });
}

/** A copy that is not shown yet, under a name that says so. */
export async function duplicateOffer(
  ctx: Context,
  id: string,
  name: string,
  by: Actor,
): Promise<ChangeOutcome> {
  const offer = await findOffer(ctx.db, ctx.shop.id, id);
  if (!offer) return { kind: 'unknown' };
  const {
    id: _id,
    status: _status,
    experimentId: _experiment,
    position: _position,
    version: _version,
    ...content
  } = offer;
  const copy = newId('off');
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    await insertOffer(tx, ctx.shop.id, copy, 'draft', { ...content, name: name.slice(0, limits.name) }, now);
    await keepRevision(ctx, tx, copy, 'created', by);
    await offersChanged(ctx, tx);
  });
  return { kind: 'changed', id: copy };
}
