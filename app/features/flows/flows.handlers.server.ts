import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { callWebhook } from './call-webhook.server.ts';
import { enterAll } from './enter-all.server.ts';
import {
  callWebhookJob,
  enterAllJob,
  enterLaterJob,
  noteFactJob,
  noteSegmentsJob,
  stepJob,
  stopMarketingJob,
  sweepFlowsJob,
  tagCustomerJob,
} from './flows.jobs.ts';
import { enterWhenDue, noteFact } from './note-fact.server.ts';
import { noteSegments } from './note-segments.server.ts';
import { runSteps } from './run-steps.server.ts';
import { stopMarketing } from './stop-marketing.server.ts';
import { sweepFlows } from './sweep-flows.server.ts';
import { tagCustomer } from './tag-customer.server.ts';

/** What the jobs of flows.jobs.ts do. */
export const flowHandlers = {
  [stepJob.name]: (ctx, { subject }) => runSteps(ctx, subject),
  [noteFactJob.name]: (ctx, { subject }) => noteFact(ctx, subject),
  [enterLaterJob.name]: (ctx, { subject }) => enterWhenDue(ctx, subject),
  [callWebhookJob.name]: (ctx, job) => callWebhook(ctx, job),
  [tagCustomerJob.name]: (ctx, { subject }) => tagCustomer(ctx, subject),
  [sweepFlowsJob.name]: (ctx) => sweepFlows(ctx),
  [noteSegmentsJob.name]: async (ctx) => {
    await noteSegments(ctx);
    return done;
  },
  [enterAllJob.name]: (ctx, { subject, payload }) => enterAll(ctx, subject, payload),
  [stopMarketingJob.name]: (ctx, { subject }) => stopMarketing(ctx, subject),
} satisfies Record<string, Handler>;
