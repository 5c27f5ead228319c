import type { Context } from '../../platform/context.ts';
import { type EnterOutcome, enterFlow } from './enter-flow.server.ts';
import { readFlowState, readVersion } from './flows.repo.server.ts';

/**
 * Lets one person into an active flow by hand, whatever it usually starts with. Entry rule, re-entry and hold-out hold as for
 * everybody. @param input.key a second click with the same key starts nothing more
 */
export async function startByHand(
  ctx: Context,
  input: { flowId: string; personId: string; orderId?: string | null; key: string },
): Promise<EnterOutcome> {
  const flow = await readFlowState(ctx, ctx.db, input.flowId);
  if (flow?.status !== 'active' || !flow.activatedAt) return { kind: 'refused', because: 'closed' };
  const { rows } = await ctx.db.query('select 1 from people where shop_id = $1 and id = $2', [
    ctx.shop.id,
    input.personId,
  ]);
  if (rows.length === 0) return { kind: 'refused', because: 'rule' };
  const version = await readVersion(ctx, ctx.db, flow.id, flow.version);
  const open = { ...version, salt: flow.salt, activatedAt: flow.activatedAt };
  return enterFlow(ctx, open, {
    personId: input.personId,
    subject: `by-hand:${input.personId}:${input.key}`,
    orderId: input.orderId ?? null,
    at: ctx.clock.now(),
  });
}
