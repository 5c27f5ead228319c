import { done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { consentFor } from '../people/index.server.ts';
import { endRuns } from './end-run.server.ts';
import { walkSteps } from './flow-tree.ts';
import { readVersion } from './flows.repo.server.ts';
import { readRunsOf } from './runs.repo.server.ts';

/**
 * Somebody has unsubscribed: flows that would go on writing marketing to them end. What waits was dropped with the unsubscribe
 * itself; flows that only serve (a parcel that is late) go on.
 */
export async function stopMarketing(ctx: Context, personId: string): Promise<Fate> {
  // They may have said yes again since.
  if ((await consentFor(ctx, personId, 'email')).state === 'subscribed') return done;
  await ctx.db.tx(async (tx) => {
    const ending: string[] = [];
    for (const run of await readRunsOf(ctx, tx, [personId])) {
      const { definition } = await readVersion(ctx, tx, run.flowId, run.version);
      for (const { step } of walkSteps(definition.steps)) {
        if (step.kind !== 'send' || step.class !== 'marketing') continue;
        ending.push(run.id);
        break;
      }
    }
    await endRuns(ctx, tx, ending, 'unsubscribed');
  });
  return done;
}
