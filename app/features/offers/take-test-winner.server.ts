import type { Context } from '../../platform/context.ts';
import { getExperiment } from '../experiments/index.server.ts';
import { armOffer } from './live-offer.ts';
import { findOffer, offersChanged, updateOffer } from './offers.repo.server.ts';
import { keepRevision, lockOffer } from './revisions.repo.server.ts';

/**
 * A test is decided: the winner becomes the offer itself, and its variants go. Written down as a version, so that it can be
 * undone like anything else. Safe twice: an offer that has no variants any more has taken it already.
 */
export async function takeTestWinner(ctx: Context, experimentId: string): Promise<void> {
  const report = await getExperiment(ctx, experimentId);
  if (!report?.experiment.winnerId || report.experiment.subjectKind !== 'offer') return;
  const { subjectId, winnerId } = report.experiment;
  await ctx.db.tx(async (tx) => {
    if (!(await lockOffer(ctx, tx, subjectId))) return;
    const offer = await findOffer(tx, ctx.shop.id, subjectId);
    if (!offer?.setup.arms || offer.experimentId !== experimentId) return;
    const {
      id,
      status,
      experimentId: _experiment,
      position: _position,
      version: _version,
      ...won
    } = armOffer(offer, winnerId);
    const { arms: _arms, armWeight: _weight, isAutoTake: _take, ...setup } = won.setup;
    await updateOffer(tx, ctx.shop.id, id, status, { ...won, setup }, ctx.clock.now());
    await keepRevision(ctx, tx, id, 'winner', null);
    await offersChanged(ctx, tx);
  });
}
