import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';
import { stepOfJob } from './call-webhook.server.ts';
import { logStep } from './runs.repo.server.ts';

/** Tags the person's customers at Shopify, or takes the tag away. Doing it again changes nothing; a guest has no customer. */
export async function tagCustomer(ctx: Context, subject: string): Promise<Fate> {
  const found = await stepOfJob(ctx, subject);
  if (found?.step.kind !== 'tag') return cancel('the run or its step are gone');
  const { run, step } = found;
  const person = await getPerson(ctx, run.personId);
  let tagged = 0;
  for (const customerId of person?.customerIds ?? []) {
    const result = await ctx.shopify.tagCustomer({ customerId, tag: step.tag, isAdded: step.isAdded });
    if (result === 'tagged') tagged += 1;
  }
  await logStep(ctx, ctx.db, run, {
    id: step.id,
    part: 'answered',
    outcome: tagged > 0 ? 'tagged' : 'no-customer',
  });
  return done;
}
