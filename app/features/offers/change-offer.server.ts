import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { OfferStatus } from './offer.ts';
import { inputOf } from './offer-form.ts';
import { limits, type Problems } from './offer-input.ts';
import { findOffer, insertOffer, offersChanged } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';

export type ChangeOutcome =
  | { kind: 'changed'; id: string }
  | { kind: 'unknown' }
  | { kind: 'invalid'; problems: Problems };

/** Switches an offer on, if it is complete enough to be shown. */
export async function activateOffer(ctx: Context, id: string): Promise<ChangeOutcome> {
  const offer = await findOffer(ctx.db, ctx.shop.id, id);
  if (!offer) return { kind: 'unknown' };
  const read = readOfferInput(
    { ...inputOf(offer, ctx.shop.currency), isActive: true },
    ctx.shop,
    ctx.clock.now(),
  );
  if (read.kind === 'invalid') return read;
  return setStatus(ctx, id, 'active');
}

/** Switches an offer off: from now on it is neither shown nor accepted. Codes that were given stay good. */
export async function pauseOffer(ctx: Context, id: string): Promise<ChangeOutcome> {
  return setStatus(ctx, id, 'draft');
}

/** Puts an offer away; its figures stay. */
export async function archiveOffer(ctx: Context, id: string): Promise<ChangeOutcome> {
  return setStatus(ctx, id, 'archived');
}

async function setStatus(ctx: Context, id: string, status: OfferStatus): Promise<ChangeOutcome> {
  return ctx.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      `update offers set status = $3, version = version + 1, updated_at = $4 where shop_id = $1 and id = $2`,
      [ctx.shop.id, id, status, ctx.clock.now()],
    );
    if (rowCount === 0) return { kind: 'unknown' };
    await offersChanged(tx, ctx.shop.id);
    return { kind: 'changed', id };
  });
}

/** A copy that is not shown yet, under a name that says so. */
export async function duplicateOffer(ctx: Context, id: string, name: string): Promise<ChangeOutcome> {
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
  await ctx.db.tx(async (tx) => {
    await insertOffer(
      tx,
      ctx.shop.id,
      copy,
      'draft',
      { ...content, name: name.slice(0, limits.name) },
      ctx.clock.now(),
    );
    await offersChanged(tx, ctx.shop.id);
  });
  return { kind: 'changed', id: copy };
}

/** Moves an offer one place up or down among those that are not archived. Offers higher up are shown first. */
export async function moveOffer(ctx: Context, id: string, by: -1 | 1): Promise<ChangeOutcome> {
  return ctx.db.tx(async (tx) => {
    const { rows } = await tx.query<{ id: string }>(
      `select id from offers where shop_id = $1 and status <> 'archived' order by position, id for update`,
      [ctx.shop.id],
    );
    const order = rows.map((row) => row.id);
    const from = order.indexOf(id);
    if (from < 0) return { kind: 'unknown' };
    const to = Math.max(0, Math.min(order.length - 1, from + by));
    order.splice(to, 0, ...order.splice(from, 1));
    await tx.query(
      `update offers o set position = u.n - 1 from unnest($2::text[]) with ordinality as u(id, n)
       where o.shop_id = $1 and o.id = u.id`,
      [ctx.shop.id, order],
    );
    await offersChanged(tx, ctx.shop.id);
    return { kind: 'changed', id };
  });
}
