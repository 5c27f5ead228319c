import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { listExperiments, startExperiment, stopExperiment } from '../experiments/index.server.ts';
import type { Arm, Experiment, Metric } from '../experiments/index.ts';
import { discountKinds, type Offer, productKinds } from './offer.ts';
import { offerOf, offersChanged } from './offers.repo.server.ts';
import { lockOffer } from './revisions.repo.server.ts';
import { FIRST_ARM, setupDefaults } from './setup.ts';

/**
 * Brings an offer's experiment in line with what the offer says, after each change: it begins when an active offer has variants,
 * begins anew when their split or the hold-out is another one, and ends when there is nothing left to compare. An offer that is
 * switched off for a while keeps its test. Safe at any time, and twice.
 */
export async function settleTest(ctx: Context, offerId: string): Promise<void> {
  const known = await listExperiments(ctx, { subjectKind: 'offer', subjectId: offerId });
  const running = known.find(({ experiment }) => experiment.status === 'running')?.experiment ?? null;
  await ctx.db.tx(async (tx) => {
    const row = await lockOffer(ctx, tx, offerId);
    if (!row) return;
    const offer = offerOf(row);
    const variants = variantsOf(offer);
    const isOver = variants === null || offer.status === 'archived';
    if (running && (isOver || !isSameSplit(running, offer, variants))) {
      await stopExperiment(ctx, running.id, tx);
      await offersChanged(ctx, tx);
    } else if (running) {
      await linkExperiment(ctx, tx, offerId, running.id);
      return;
    }
    if (isOver || offer.status !== 'active') return;
    const started = await startExperiment(
      ctx,
      {
        subjectKind: 'offer',
        subjectId: offerId,
        name: offer.name,
        variants,
        holdOutPercent: offer.setup.holdOutPercent ?? 0,
        metric: metricOf(offer),
        isAutoTake: offer.setup.isAutoTake ?? false,
      },
      tx,
    );
    if (started.kind !== 'started') return;
    await linkExperiment(ctx, tx, offerId, started.id);
  });
}

/** The variants that anybody sees, the offer itself first; null when there are fewer than two. */
function variantsOf(offer: Offer): Arm[] | null {
  const { arms, armWeight = setupDefaults.armWeight } = offer.setup;
  if (!arms || arms.length === 0) return null;
  const all = [{ id: FIRST_ARM, name: offer.name, weight: armWeight }, ...arms].filter(
    ({ weight }) => weight > 0,
  );
  return all.length < 2 ? null : all.map(({ id, name, weight }) => ({ id, name: name || id, weight }));
}

function isSameSplit(experiment: Experiment, offer: Offer, variants: Arm[]): boolean {
  const split = (list: readonly Arm[]) => list.map(({ id, weight }) => `${id} ${weight}`).join();
  return (
    split(experiment.variants) === split(variants) &&
    experiment.holdOutPercent === (offer.setup.holdOutPercent ?? 0) &&
    experiment.isAutoTake === (offer.setup.isAutoTake ?? false)
  );
}

/** What an offer sells is judged by what it brings; what it asks, by how many take part. */
function metricOf({ kind, discount }: Offer): Metric {
  const sells = productKinds.includes(kind) || (discountKinds.includes(kind) && discount.kind !== 'none');
  return sells ? 'revenue' : 'accept';
}

async function linkExperiment(ctx: Context, tx: Queryable, offerId: string, id: string): Promise<void> {
  const { rowCount } = await tx.query(
    `update offers set experiment_id = $3 where shop_id = $1 and id = $2 and experiment_id is distinct from $3`,
    [ctx.shop.id, offerId, id],
  );
  if (rowCount > 0) await offersChanged(ctx, tx);
}
