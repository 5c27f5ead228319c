import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { convertDone, goalCountsMs } from './end-run.server.ts';
import { enterFlow } from './enter-flow.server.ts';
import { type Trigger, type TriggerKind, triggerKinds } from './flow.ts';
import { kindsIn } from './flow-tree.ts';
import { enterLaterJob, type FlowEvent, kindsOfEvent, stepJob } from './flows.jobs.ts';
import { type OpenFlow, readOpenFlows, readVersion } from './flows.repo.server.ts';
import { hasHappened, occurrencesOf } from './happened.server.ts';
import { noteStock } from './note-stock.server.ts';
import { isLive, readRunsOf } from './runs.repo.server.ts';

/** true for a name that is one of the events that flows look at (due rows hold text). */
function isFlowEvent(name: string): name is FlowEvent {
  return Object.hasOwn(kindsOfEvent, name);
}

/**
 * Something has happened. First those inside: each run of these people whose flow looks at such a fact takes its next look at once,
 * and ends, goes on or stays (run-steps decides from what is true now). Then the flows that it starts. Told twice, or late, it
 * changes nothing.
 */
export async function noteFact(ctx: Context, subject: string): Promise<Fate> {
  const colon = subject.indexOf(':');
  const event = subject.slice(0, colon);
  const about = subject.slice(colon + 1);
  if (!isFlowEvent(event)) return cancel('no such event');
  if (event === 'product.changed' && !(await noteStock(ctx, about))) return done;
  const kinds: readonly TriggerKind[] = kindsOfEvent[event];
  const now = ctx.clock.now();
  await wakeRuns(ctx, kinds, about);
  for (const flow of await readOpenFlows(ctx, ctx.db, kinds)) {
    const { trigger } = flow.definition;
    for (const occurrence of await occurrencesOf(ctx, ctx.db, trigger, { about })) {
      if (occurrence.at > now) await enterLater(ctx, flow, about, occurrence.at);
      else if (isNews(flow, occurrence.at)) await enterFlow(ctx, flow, occurrence);
    }
  }
  return done;
}

/** What lies long before the flow was switched on starts nothing: an import of old orders is no news. */
const newsMs = 24 * 3_600_000;
export function isNews({ activatedAt }: Pick<OpenFlow, 'activatedAt'>, at: Date): boolean {
  return at >= addMs(activatedAt, -newsMs);
}

async function enterLater(ctx: Context, flow: OpenFlow, about: string, at: Date): Promise<void> {
  await ctx.due.schedule(ctx.db, {
    shopId: ctx.shop.id,
    job: enterLaterJob,
    subject: `${flow.flowId}:${flow.definition.trigger.kind}:${about}`,
    dueAt: at,
  });
}

/** The time that something should be true for is over: is it still? A newer activity has moved it. */
export async function enterWhenDue(ctx: Context, subject: string): Promise<Fate> {
  const [flowId = '', kind = '', ...rest] = subject.split(':');
  if (!(triggerKinds as readonly string[]).includes(kind)) return cancel('no such kind');
  const [flow] = await readOpenFlows(ctx, ctx.db, [kind as TriggerKind], flowId);
  if (!flow) return cancel('the flow is not active, or starts with something else');
  const now = ctx.clock.now();
  const about = rest.join(':');
  const later: Date[] = [];
  for (const occurrence of await occurrencesOf(ctx, ctx.db, flow.definition.trigger, { about })) {
    if (occurrence.at > now) later.push(occurrence.at);
    else if (isNews(flow, occurrence.at)) await enterFlow(ctx, flow, occurrence);
  }
  const [first] = later;
  return first ? snooze(first, 'not long enough yet') : done;
}

/** Whom a fact concerns is asked without the finer points of any flow's trigger: those are looked at per run. */
async function wakeRuns(ctx: Context, kinds: readonly TriggerKind[], about: string): Promise<void> {
  const people = new Set<string>();
  for (const kind of kinds) {
    if (kind === 'nth-order' || kind === 'first-order' || kind.startsWith('segment')) continue;
    for (const { personId } of await occurrencesOf(ctx, ctx.db, { kind }, { about })) people.add(personId);
  }
  if (people.size > 0) await wakeRunsOf(ctx, [...people], kinds);
}

/** Has the runs of these people look again, where their version looks at such facts. */
export async function wakeRunsOf(
  ctx: Context,
  personIds: readonly string[],
  kinds: readonly TriggerKind[],
): Promise<void> {
  const now = ctx.clock.now();
  for (const run of await readRunsOf(ctx, ctx.db, personIds, addMs(now, -goalCountsMs))) {
    const { definition } = await readVersion(ctx, ctx.db, run.flowId, run.version);
    const looksAt: readonly TriggerKind[] = kindsIn(definition);
    if (!kinds.some((kind) => looksAt.includes(kind))) continue;
    if (isLive(run)) {
      await ctx.due.schedule(ctx.db, { shopId: ctx.shop.id, job: stepJob, subject: run.id, dueAt: now });
    } else if (definition.goal && (await isReached(ctx, run, definition.goal, definition.trigger.kind))) {
      await ctx.db.tx((tx) => convertDone(ctx, tx, run.id));
    }
  }
}

function isReached(
  ctx: Context,
  run: Parameters<typeof hasHappened>[3]['run'] & { since: Date },
  goal: Trigger,
  startedBy: TriggerKind,
): Promise<boolean> {
  return hasHappened(ctx, ctx.db, goal, { run, startedBy, since: run.since });
}
