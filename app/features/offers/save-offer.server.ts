import { newId } from '../../kit/id.ts';
import type { Actor, Context } from '../../platform/context.ts';
import { findMissing } from './find-missing.server.ts';
import type { OfferStatus } from './offer.ts';
import type { Problems } from './offer-input.ts';
import { insertOffer, offersChanged, updateOffer } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import { keepRevision, lockOffer, readRevisions } from './revisions.repo.server.ts';

export type SaveOutcome =
  | { kind: 'saved'; id: string; version: number }
  /** somebody else saved in between: who (null = Reprise itself or not known) and when (ISO UTC); nothing was written */
  | { kind: 'stale'; by: string | null; at: string; version: number }
  | { kind: 'invalid'; problems: Problems }
  | { kind: 'unknown' };

/**
 * Writes an offer as it was typed, with its revision. The offer and the shop's new version stand or fall together, so no process
 * shows an old offer for longer than it takes to hear of it.
 * @param id null for a new offer
 * @param seenVersion the version that the editor was opened with
 */
export async function saveOffer(
  ctx: Context,
  id: string | null,
  input: unknown,
  seenVersion: number,
  by: Actor,
): Promise<SaveOutcome> {
  const now = ctx.clock.now();
  const read = readOfferInput(input, ctx.shop, now);
  if (read.kind === 'invalid') return read;
  const problems = await findMissing(ctx, read.content, read.isActive);
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  return ctx.db.tx(async (tx): Promise<SaveOutcome> => {
    if (id === null) {
      const made = newId('off');
      await insertOffer(tx, ctx.shop.id, made, read.isActive ? 'active' : 'draft', read.content, now);
      await keepRevision(ctx, tx, made, 'created', by);
      await offersChanged(ctx, tx);
      return { kind: 'saved', id: made, version: 1 };
    }
    const known = await lockOffer(ctx, tx, id);
    if (!known) return { kind: 'unknown' };
    if (known.version !== seenVersion) {
      const [last] = await readRevisions(ctx, tx, id, 1);
      return {
        kind: 'stale',
        by: last?.name ?? null,
        at: (last?.at ?? now).toISOString(),
        version: known.version,
      };
    }
    const status: OfferStatus = read.isActive ? 'active' : known.status === 'archived' ? 'archived' : 'draft';
    await updateOffer(tx, ctx.shop.id, id, status, read.content, now);
    await keepRevision(ctx, tx, id, 'edited', by);
    await offersChanged(ctx, tx);
    return { kind: 'saved', id, version: known.version + 1 };
  });
}
