import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type ExperimentInput, experimentInput } from './experiment-input.ts';
import { insertExperiment } from './experiments.repo.server.ts';

export type StartOutcome =
  | { kind: 'started'; id: string }
  /** this offer or flow is being tested already */
  | { kind: 'already-running' }
  /** field path → what is wrong with it */
  | { kind: 'invalid'; problems: Record<string, string> };

/**
 * Starts a test. From now on `armOf` says who sees which variant; the feature that owns the subject shows it, and tells its
 * processes that something has changed.
 * @param within the caller's transaction, so that variants and test begin together; without it the test has its own
 */
export async function startExperiment(
  ctx: Context,
  input: ExperimentInput,
  within?: Queryable,
): Promise<StartOutcome> {
  const read = experimentInput.safeParse(input);
  if (!read.success) {
    const problems: Record<string, string> = {};
    for (const { path, message } of read.error.issues) problems[path.join('.')] ??= message;
    return { kind: 'invalid', problems };
  }
  const id = newId('exp');
  const isWritten = await insertExperiment(within ?? ctx.db, ctx.shop.id, {
    ...read.data,
    id,
    status: 'running',
    salt: newId('slt'),
    startedAt: ctx.clock.now(),
    endedAt: null,
    winnerId: null,
    decidedBy: null,
    countedAt: null,
  });
  return isWritten ? { kind: 'started', id } : { kind: 'already-running' };
}
