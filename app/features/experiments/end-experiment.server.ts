import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Experiment } from './experiment.ts';
import { findExperiment, markDecided, markStopped } from './experiments.repo.server.ts';

export type StopOutcome = { kind: 'stopped' } | { kind: 'not-running' };

/**
 * Ends a test without a winner: everybody sees the first variant again. Its figures stay, and go on being netted.
 * @param within the caller's transaction, if it has one
 */
export async function stopExperiment(ctx: Context, id: string, within?: Queryable): Promise<StopOutcome> {
  const isStopped = await markStopped(within ?? ctx.db, ctx.shop.id, id, ctx.clock.now());
  return { kind: isStopped ? 'stopped' : 'not-running' };
}

export type TakeOutcome =
  | { kind: 'taken'; experiment: Experiment }
  | { kind: 'already-decided'; winnerId: string }
  | { kind: 'unknown-arm' }
  | { kind: 'unknown' };

/**
 * Takes an arm for good: everybody sees it from now on, and `experiment.decided` is stated in the same transaction. A
 * merchant may take any arm at any time, also after having stopped the test; the first to take one wins.
 */
export async function takeWinner(
  ctx: Context,
  id: string,
  armId: string,
  by: 'merchant' | 'itself' = 'merchant',
): Promise<TakeOutcome> {
  return ctx.db.tx(async (tx) => {
    const experiment = await findExperiment(tx, ctx.shop.id, id, true);
    if (!experiment) return { kind: 'unknown' };
    if (experiment.winnerId !== null) return { kind: 'already-decided', winnerId: experiment.winnerId };
    if (!experiment.variants.some((arm) => arm.id === armId)) return { kind: 'unknown-arm' };
    const now = ctx.clock.now();
    await markDecided(tx, ctx.shop.id, id, armId, by, now);
    await ctx.emit(tx, ctx.shop.id, 'experiment.decided', { experimentId: id });
    const endedAt = experiment.endedAt ?? now;
    return {
      kind: 'taken',
      experiment: { ...experiment, status: 'decided', winnerId: armId, decidedBy: by, endedAt },
    };
  });
}
