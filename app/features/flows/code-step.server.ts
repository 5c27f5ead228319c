import type { Context } from '../../platform/context.ts';
import { nextAllowedFor } from '../messages/index.server.ts';
import type { FlowDefinition, FlowStep } from './flow.ts';
import { pathAfter, stepAt } from './flow-tree.ts';
import type { Run, RunCode } from './runs.repo.server.ts';
import { spanAfter } from './wait-until.ts';

type CodeStep = Extract<FlowStep, { kind: 'code' }>;
/** `refused`: Shopify would not make it; the flow goes on without. */
export type CodeOutcome = { kind: 'made'; code: RunCode } | { kind: 'refused' };

/** No vowels and nothing that looks like something else: no words by accident, easy to type. */
const letters = '23456789BCDFGHJKMNPQRSTVWXZ';

/**
 * Makes the one code of a run's step: usable once, with a real end. Its name follows from run and step, so a repeated run finds the
 * code of the run before, with the deadline that it was made with.
 */
export async function makeFlowCode(ctx: Context, run: Pick<Run, 'id'>, step: CodeStep): Promise<CodeOutcome> {
  const signature = Buffer.from(ctx.vault.sign('flow code', `${run.id}/${step.id}`), 'base64url');
  const name = [...signature.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('');
  const code = `FLOW-${name}`;
  const now = ctx.clock.now();
  const endsAt = spanAfter(now, step.validFor, ctx.shop.timezone);
  const { terms } = step;
  const made = await ctx.shopify.createDiscountCode({
    title: `Reprise: flow ${code}`,
    code,
    startsAt: now,
    endsAt,
    value:
      terms.kind === 'amount'
        ? { kind: 'amount', amount: { minor: BigInt(terms.minor), currency: terms.currency } }
        : terms,
    productIds: null,
    usageLimit: 1,
    oncePerCustomer: true,
  });
  if (made.kind === 'created') return { kind: 'made', code: { code, endsAt: endsAt.toISOString() } };
  if (made.kind === 'refused') {
    ctx.log.warn({ reason: made.message }, 'the code of a flow was refused; the flow goes on without it');
    return { kind: 'refused' };
  }
  const existing = await ctx.shopify.findDiscountCode(code);
  if (!existing?.endsAt || existing.endsAt <= now) return { kind: 'refused' };
  return { kind: 'made', code: { code, endsAt: existing.endsAt.toISOString() } };
}

/**
 * A code's time should begin when it can be read: where the next step is a marketing message that quiet hours or caps hold back,
 * the code waits as long. @returns until when; null = make it now
 */
export async function codeMayWait(
  ctx: Context,
  run: Run,
  definition: FlowDefinition,
  step: CodeStep,
): Promise<Date | null> {
  const path = run.path === null ? null : pathAfter(definition.steps, run.path);
  const next = path === null ? null : stepAt(definition.steps, path);
  if (next?.kind !== 'send' || next.class !== 'marketing') return null;
  const wait = await nextAllowedFor(ctx, ctx.db, { kind: 'flow', personId: run.personId, address: null });
  if (!wait) return null;
  // Longer than it would be good for: then it is better to have it now than never.
  return wait.until < spanAfter(ctx.clock.now(), step.validFor, ctx.shop.timezone) ? wait.until : null;
}
