import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import { getProducts, recordProducts, toProductInput } from '../products/index.server.ts';
import type { OfferStatus } from './offer.ts';
import type { Problems } from './offer-input.ts';
import { findOffer, insertOffer, offersChanged, updateOffer } from './offers.repo.server.ts';
import { type OfferContent, readOfferInput } from './read-offer-input.ts';

export type SaveOutcome =
  | { kind: 'saved'; id: string; version: number }
  /** somebody else saved in between; nothing was written */
  | { kind: 'stale' }
  | { kind: 'invalid'; problems: Problems }
  | { kind: 'unknown' };

/**
 * Writes an offer as it was typed. The offer and the shop's new version stand or fall together, so no process shows an old
 * offer for longer than it takes to hear of it.
 * @param id null for a new offer
 * @param seenVersion the version that the editor was opened with
 */
export async function saveOffer(
  ctx: Context,
  id: string | null,
  input: unknown,
  seenVersion: number,
): Promise<SaveOutcome> {
  const now = ctx.clock.now();
  const read = readOfferInput(input, ctx.shop, now);
  if (read.kind === 'invalid') return read;
  const missing = await findMissingProduct(ctx, read.content, read.isActive);
  if (missing) return { kind: 'invalid', problems: { choice: missing } };
  if (id === null) {
    const made = newId('off');
    await ctx.db.tx(async (tx) => {
      await insertOffer(tx, ctx.shop.id, made, read.isActive ? 'active' : 'draft', read.content, now);
      await offersChanged(tx, ctx.shop.id);
    });
    return { kind: 'saved', id: made, version: 1 };
  }
  const known = await findOffer(ctx.db, ctx.shop.id, id);
  if (!known) return { kind: 'unknown' };
  const status: OfferStatus = read.isActive ? 'active' : known.status === 'archived' ? 'archived' : 'draft';
  const version = await ctx.db.tx(async (tx) => {
    const next = await updateOffer(tx, ctx.shop.id, id, seenVersion, status, read.content, now);
    if (next !== null) await offersChanged(tx, ctx.shop.id);
    return next;
  });
  return version === null ? { kind: 'stale' } : { kind: 'saved', id, version };
}

/** A product is copied from the shop if we do not have it yet; one that cannot be sold stops an offer from being shown. */
async function findMissingProduct(
  ctx: Context,
  content: OfferContent,
  isActive: boolean,
): Promise<string | null> {
  const wanted = content.product;
  if (!wanted) return null;
  let [product] = await getProducts(ctx, [wanted.productId]);
  if (!product?.variants.some((variant) => variant.id === wanted.variantId)) {
    const found = await ctx.shopify.getProducts([wanted.productId]);
    await ctx.db.tx((tx) => recordProducts(ctx, tx, found.map(toProductInput)));
    [product] = await getProducts(ctx, [wanted.productId]);
  }
  if (!product?.variants.some((variant) => variant.id === wanted.variantId)) {
    return 'offers:problem.productGone';
  }
  return isActive && product.status !== 'active' ? 'offers:problem.productHidden' : null;
}
