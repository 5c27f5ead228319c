import { pickVariant, type Rule } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { listExperiments } from '../experiments/index.server.ts';
import { armOf } from '../experiments/index.ts';
import { afterQuietHours, nextAllowedFor } from '../messages/index.server.ts';
import type { MessageAddress } from '../messages/index.ts';
import { askRule } from '../offers/index.server.ts';
import { consentFor, currentPersonId, getPerson, hashEmail } from '../people/index.server.ts';
import { isHeldOut } from './enter-flow.server.ts';
import type { FlowContents, FlowDefinition, FlowStep } from './flow.ts';
import { experimentSubject } from './flow-experiment.ts';
import { pathAfter, pathInto, settlePath, stepAt } from './flow-tree.ts';
import { readFlow } from './flows.repo.server.ts';
import { zoneOfPerson } from './person-zone.server.ts';
import { textFor } from './send-step.server.ts';
import { waitUntil } from './wait-until.ts';

/** What would happen at one step. */
export interface DryStep {
  path: string;
  stepId: string;
  kind: FlowStep['kind'];
  /** when they would come to it */
  at: Date;
  /**
   * wait: `waits`, `waits-for-event` (until `until` at the latest) · condition: `then`, `else` · split: `arm:<id>` · send: `sends`,
   * or why not: `no-consent`, `no-address`, `nothing-written`, `no-channel` · others: `does`
   */
  outcome: string;
  /** until when a wait lasts, or when a message would really go (quiet hours and caps) */
  until: Date | null;
  /** the subject line of a message, unfilled */
  subject: string | null;
}

export type DryRun =
  | { kind: 'unknown' }
  | {
      kind: 'told';
      /** rule: the entry rule says no · held-out: they are one of the few who get nothing */
      entry: 'enters' | 'rule' | 'held-out';
      steps: DryStep[];
      /** when they would be through; null = they do not enter */
      endsAt: Date | null;
    };

/**
 * What would happen to a person who entered at a moment, step by step: from the definition and what is known now, without writing
 * anything. Where it waits for an event it is told as if none came; conditions are answered as of now.
 * @param flow its id (the draft is looked at), or a definition that is not saved
 */
export async function dryRun(
  ctx: Context,
  flow: string | { definition: FlowDefinition; contents: FlowContents },
  personIdGiven: string,
  at: Date = ctx.clock.now(),
  orderId: string | null = null,
): Promise<DryRun> {
  const saved = typeof flow === 'string' ? await readFlow(ctx, ctx.db, flow) : null;
  const plan = typeof flow === 'string' ? saved : flow;
  const personId = await currentPersonId(ctx, personIdGiven);
  const person = await getPerson(ctx, personId);
  if (!plan || !person) return { kind: 'unknown' };
  const { definition } = plan;
  const about = { personId, orderId };
  if (definition.rule && (await askRule(ctx, definition.rule as Rule, about)) !== 'yes')
    return { kind: 'told', entry: 'rule', steps: [], endsAt: null };
  const draw = { flowId: saved?.id ?? 'draft', salt: saved?.salt ?? '' };
  if (saved && isHeldOut(draw, definition.holdOutPercent, personId))
    return { kind: 'told', entry: 'held-out', steps: [], endsAt: null };

  const zone = await zoneOfPerson(ctx, ctx.db, personId);
  const tellSend = await mailTeller(
    ctx,
    { personId, emails: person.emails, locale: person.locale, zone },
    plan.contents,
  );
  const steps: DryStep[] = [];
  let now = at;
  for (let path = settlePath(definition.steps, '0'); path !== null; ) {
    const step: FlowStep | null = stepAt(definition.steps, path);
    if (!step) break;
    const told: DryStep = {
      path,
      stepId: step.id,
      kind: step.kind,
      at: now,
      outcome: 'does',
      until: null,
      subject: null,
    };
    let branch: string | null = null;
    if (step.kind === 'wait') {
      told.until = waitUntil(step.wait, now, zone);
      told.outcome = step.wait.until === 'event' ? 'waits-for-event' : 'waits';
      now = told.until;
    } else if (step.kind === 'condition') {
      branch = (await askRule(ctx, step.rule as Rule, about)) === 'yes' ? 'then' : 'else';
      told.outcome = branch;
    } else if (step.kind === 'split') {
      branch = await armOfSplit(ctx, draw, step, personId);
      told.outcome = `arm:${branch}`;
    } else if (step.kind === 'send') Object.assign(told, tellSend(step, now));
    steps.push(told);
    if (step.kind === 'end') break;
    path = branch === null ? pathAfter(definition.steps, path) : pathInto(definition.steps, path, branch);
  }
  return { kind: 'told', entry: 'enters', steps, endsAt: now };
}

async function armOfSplit(
  ctx: Context,
  flow: { flowId: string; salt: string },
  step: Extract<FlowStep, { kind: 'split' }>,
  personId: string,
): Promise<string> {
  const subjectId = experimentSubject(flow.flowId, step.id);
  if (step.isExperiment) {
    const [known] = await listExperiments(ctx, { subjectKind: 'flow', subjectId });
    const arm = known ? armOf(known.experiment, personId) : null;
    if (arm !== null && step.arms.some(({ id }) => id === arm)) return arm;
  }
  const draw = { experimentId: subjectId, salt: flow.salt };
  return pickVariant(draw, personId, step.arms) ?? step.arms[0]?.id ?? '';
}

/** Says what would become of a message at a moment. Caps are known for now only: later ones are told by quiet hours alone. */
async function mailTeller(
  ctx: Context,
  person: { personId: string; emails: string[]; locale: string | null; zone: string },
  contents: FlowContents,
): Promise<(step: Extract<FlowStep, { kind: 'send' }>, at: Date) => Partial<DryStep>> {
  const consent = await consentFor(ctx, person.personId, 'email');
  const email = consent.address ?? person.emails[0];
  const hash = hashEmail(ctx, email);
  const address: MessageAddress | null = email && hash ? { hash, sealed: '' } : null;
  const wait = await nextAllowedFor(ctx, ctx.db, { kind: 'flow', personId: person.personId, address });
  return (step, at) => {
    const text = textFor(contents[step.contentId], [person.locale, ctx.shop.locale]);
    if (!text) return { outcome: 'nothing-written' };
    const subject = text.text.subject;
    if (step.channel !== 'email' && step.channel !== 'best') return { outcome: 'no-channel', subject };
    if (!address) return { outcome: 'no-address', subject };
    if (step.class === 'transactional') return { outcome: 'sends', until: at, subject };
    if (consent.state !== 'subscribed') return { outcome: 'no-consent', subject };
    const awake = afterQuietHours(at, person.zone);
    const until = wait && wait.until > awake ? wait.until : awake;
    return { outcome: 'sends', until, subject };
  };
}
