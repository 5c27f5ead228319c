import type { Guard } from '../messages/index.server.ts';
import { readFlowState, readVersion } from './flows.repo.server.ts';
import { endingOf } from './happened.server.ts';
import { readRun } from './runs.repo.server.ts';

/**
 * Asked by the message ledger right before a flow's message goes: is this person still in the flow, is the flow on, and has neither
 * its goal nor one of its exits come true since it was wanted (quiet hours may have held it)? Reads from `tx` only.
 */
export const guardFlowMessage: Guard = async (ctx, tx, message) => {
  const run = await readRun(ctx, tx, message.subjectId);
  const flow = run && (await readFlowState(ctx, tx, run.flowId));
  if (!run || !flow) return { reason: 'flow_left' };
  if (run.state === 'converted') return { reason: 'flow_goal' };
  if (run.state === 'left') return { reason: run.reason === 'flow_archived' ? 'flow_archived' : 'flow_left' };
  if (flow.status === 'archived') return { reason: 'flow_archived' };
  if (flow.status !== 'active') return { reason: 'flow_paused' };
  const version = await readVersion(ctx, tx, run.flowId, run.version);
  const ending = await endingOf(ctx, tx, run, version.definition);
  if (!ending) return null;
  return { reason: ending === 'goal' ? 'flow_goal' : 'flow_left' };
};
