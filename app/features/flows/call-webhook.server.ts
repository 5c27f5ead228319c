import { createHmac, randomBytes } from 'node:crypto';
import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context, JobInput } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';
import { walkSteps } from './flow-tree.ts';
import { callWebhookJob } from './flows.jobs.ts';
import { readFlowState, readVersion } from './flows.repo.server.ts';
import { logStep, outcomeOf, type Run, readRun } from './runs.repo.server.ts';

/** What the step of a job says; null when run or step are gone. `subject` is `<run id>/<step id>`. */
export async function stepOfJob(ctx: Context, subject: string) {
  const [runId = '', stepId = ''] = subject.split('/');
  const run = await readRun(ctx, ctx.db, runId);
  if (!run || run.reason === 'erased') return null;
  const { rows } = await ctx.db.query<{ version: number }>(
    'select version from flow_step_log where shop_id = $1 and run_id = $2 and key = $3',
    [ctx.shop.id, runId, stepId],
  );
  // The version that the step was taken in: the run may have been moved since.
  const version = await readVersion(ctx, ctx.db, run.flowId, rows[0]?.version ?? run.version);
  for (const { step } of walkSteps(version.definition.steps))
    if (step.id === stepId) return { run, step, version };
  return null;
}

/** The secret that this shop's webhooks are signed with; made when it is first needed. The merchant gives it to the receiver. */
export async function webhookSecret(ctx: Pick<Context, 'db' | 'shop' | 'vault'>): Promise<string> {
  const { rows } = await ctx.db.query<{ webhook_secret_sealed: string }>(
    `insert into flow_shops as f (shop_id, webhook_secret_sealed) values ($1, $2)
     on conflict (shop_id) do update
       set webhook_secret_sealed = coalesce(f.webhook_secret_sealed, excluded.webhook_secret_sealed)
     returning webhook_secret_sealed`,
    [ctx.shop.id, ctx.vault.seal(`whsec_${randomBytes(24).toString('base64url')}`)],
  );
  return ctx.vault.open(rows[0]?.webhook_secret_sealed ?? '');
}

/**
 * The header that proves where a call comes from: `t=<seconds>,v1=<hex>`, HMAC-SHA256 over `<seconds>.<body>`. The time is signed
 * along, so that an old call cannot be played again.
 */
export function signatureOf(secret: string, at: Date, body: string): string {
  const seconds = Math.floor(at.getTime() / 1000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Tells another system. Every try carries the same `Reprise-Id`, so that a receiver can tell a repetition; what is refused for good
 * is not tried again, everything else with backoff for about two days.
 */
export async function callWebhook(ctx: Context, { subject, attempt }: JobInput): Promise<Fate> {
  const found = await stepOfJob(ctx, subject);
  if (found?.step.kind !== 'webhook') return cancel('the run or its step are gone');
  const { run, step } = found;
  if ((await outcomeOf(ctx, ctx.db, run.id, `${step.id}:answered`)) !== null)
    return cancel('it was called already');
  const body = JSON.stringify(await bodyOf(ctx, run, step.id));
  const result = await ctx.outbound.post({
    url: step.url,
    body,
    headers: {
      'user-agent': 'Reprise-Flows/1',
      'reprise-id': subject,
      'reprise-signature': signatureOf(await webhookSecret(ctx), ctx.clock.now(), body),
    },
  });
  const answer = (outcome: string, detail: object) =>
    logStep(ctx, ctx.db, run, { id: step.id, part: 'answered', outcome, detail });
  if (result.kind === 'answered' && result.status >= 200 && result.status < 300) {
    await answer('accepted', { status: result.status });
    return done;
  }
  const mayWork =
    result.kind === 'unreachable' ||
    (result.kind === 'answered' && (result.status >= 500 || [408, 409, 425, 429].includes(result.status)));
  if (!mayWork || attempt >= callWebhookJob.maxAttempts) {
    await answer(mayWork ? 'given-up' : 'refused', result);
    return cancel(`the webhook was ${mayWork ? 'given up' : 'refused'}`);
  }
  throw new Error(`webhook: ${JSON.stringify(result)}`);
}

/** Ids and no personal data: who receives it looks up at Shopify what it may know. */
async function bodyOf(ctx: Context, run: Run, stepId: string) {
  const flow = await readFlowState(ctx, ctx.db, run.flowId);
  const person = await getPerson(ctx, run.personId);
  return {
    id: `${run.id}/${stepId}`,
    type: 'flow.step',
    shop: ctx.shop.domain,
    at: ctx.clock.now().toISOString(),
    flow: { id: run.flowId, name: flow?.name ?? '', version: run.version },
    step: stepId,
    startedBy: run.cause.split(':')[0],
    subject: run.subject,
    orderId: run.orderId,
    personId: run.personId,
    customerIds: person?.customerIds ?? [],
  };
}
