import type { Rule } from '@reprise/rules';
import { problemsOf } from '../offers/index.ts';
import {
  type FlowContents,
  type FlowDefinition,
  type FlowStep,
  flowLimits,
  startsOnly,
  type Trigger,
  type TriggerKind,
} from './flow.ts';
import { walkSteps } from './flow-tree.ts';

/** One thing about a flow that the merchant should know. */
export interface FlowProblem {
  /** the part it is about: `trigger`, `rule`, `goal`, `exits.0`, `entry`, `name`, or `steps.` and a step's path */
  path: string;
  /** a key of the locale files */
  key: string;
  params: Readonly<Record<string, string>>;
  /** error: it cannot be switched on so. warning: it can, but look at it. */
  severity: 'error' | 'warning';
}

export interface LintContext {
  now: Date;
  currency: string;
  /** the shop's language, as `de` */
  language: string;
  /** the one that stands in where we do not speak it */
  fallback?: string;
}

/** What somebody has done or what has happened to their order: a message about it is a service. */
const serviceTriggers: ReadonlySet<TriggerKind> = new Set<TriggerKind>([
  'order-paid',
  'first-order',
  'nth-order',
  'order-fulfilled',
  'order-shipped',
  'order-out-for-delivery',
  'order-delivered',
  'parcel-late',
  'parcel-stalled',
  'order-refunded',
  'order-cancelled',
  'referral-made',
  'referral-credited',
  'referral-paid',
  'vip-joined',
]);

const hoursOf = { minutes: 1 / 60, hours: 1, days: 24, weeks: 168 } as const;
const isTooLong = ({ amount, unit }: { amount: number; unit: keyof typeof hoursOf }) =>
  amount * hoursOf[unit] > flowLimits.waitDays * 24;

/** What is wrong with a flow, as far as it says itself. Pure; an empty list, or warnings alone: it may be switched on. */
export function lintFlow(
  flow: { name: string; definition: FlowDefinition; contents: FlowContents },
  context: LintContext,
): FlowProblem[] {
  const { definition, contents } = flow;
  const problems: FlowProblem[] = [];
  const say =
    (severity: FlowProblem['severity']) =>
    (path: string, name: string, params: FlowProblem['params'] = {}) =>
      problems.push({ path, key: `flows:problem.${name}`, params, severity });
  const error = say('error');
  const warn = say('warning');
  const limits = { steps: String(flowLimits.steps), depth: String(flowLimits.depth) };

  if (flow.name.trim() === '') error('name', 'noName');
  else if (flow.name.length > flowLimits.name) error('name', 'longName', { most: String(flowLimits.name) });
  triggerProblems('trigger', definition.trigger, true, context, error);
  if (definition.goal) triggerProblems('goal', definition.goal, false, context, error);
  for (const [i, exit] of definition.exits.entries())
    triggerProblems(`exits.${i}`, exit, false, context, error);
  ruleProblems('rule', definition.rule as Rule | null, context, problems);
  if (definition.entry.isOncePerSubject && definition.entry.againAfter) warn('entry', 'againUnused');

  const steps = [...walkSteps(definition.steps)];
  if (steps.length === 0) error('steps', 'noSteps');
  if (steps.length > flowLimits.steps) error('steps', 'tooManySteps', limits);
  const seen = new Set<string>();
  let hasCode = false;
  for (const { step, path, depth } of steps) {
    const at = `steps.${path}`;
    if (seen.has(step.id)) error(at, 'twiceId', { id: step.id });
    seen.add(step.id);
    if ((depth + 1) / 2 > flowLimits.depth) error(at, 'tooDeep', limits);
    if (step.kind === 'code') hasCode = true;
    stepProblems(at, step, { definition, contents, context, hasCode, ruleInto: problems }, error, warn);
  }
  unreachable(definition.steps, 'steps.', error);
  return problems;
}

type Say = (path: string, name: string, params?: FlowProblem['params']) => void;

function triggerProblems(
  path: string,
  trigger: Trigger,
  isStart: boolean,
  { now }: LintContext,
  error: Say,
): void {
  const { kind } = trigger;
  if (!isStart && startsOnly.has(kind)) error(path, 'startsOnly');
  if (isStart && kind === 'message-clicked') error(path, 'neverStarts');
  if (kind === 'nth-order' && !trigger.number) error(path, 'noNumber');
  if (kind.startsWith('segment') && !trigger.segmentId) error(path, 'noSegment');
  if (kind === 'order-overdue' && !trigger.rhythm) error(path, 'noRhythm');
  if (kind === 'date') {
    if (!trigger.on) error(path, 'noDate');
    else if (Date.parse(`${trigger.on}T23:59:59Z`) < now.getTime() - 86_400_000) error(path, 'pastDate');
  }
  if ((trigger.minRating ?? 1) > (trigger.maxRating ?? 5)) error(path, 'minOverMax');
  if (trigger.after && isTooLong(trigger.after))
    error(path, 'tooLong', { days: String(flowLimits.waitDays) });
}

function ruleProblems(path: string, rule: Rule | null, context: LintContext, into: FlowProblem[]): void {
  if (!rule) return;
  for (const problem of problemsOf(rule, {
    now: context.now,
    currency: context.currency,
    surfaces: ['message'],
  }))
    into.push({ ...problem, path: problem.path === '' ? path : `${path}.${problem.path}` });
}

interface StepParts {
  definition: FlowDefinition;
  contents: FlowContents;
  context: LintContext;
  /** a step read before gives a code */
  hasCode: boolean;
  ruleInto: FlowProblem[];
}

function stepProblems(at: string, step: FlowStep, parts: StepParts, error: Say, warn: Say): void {
  const { definition, contents, context } = parts;
  switch (step.kind) {
    case 'wait': {
      const { wait } = step;
      const span = wait.until === 'span' ? wait.span : wait.until === 'event' ? wait.atMost : null;
      if (span && isTooLong(span)) error(at, 'tooLong', { days: String(flowLimits.waitDays) });
      if (wait.until === 'event') triggerProblems(at, wait.event, false, context, error);
      return;
    }
    case 'send': {
      const texts = contents[step.contentId];
      if (!texts || Object.keys(texts).length === 0) error(at, 'noContent');
      else if (!texts[context.language] && !(context.fallback && texts[context.fallback]))
        error(at, 'noLanguage', { language: context.language });
      if (step.class === 'transactional') {
        if (!serviceTriggers.has(definition.trigger.kind)) error(at, 'notAService');
        else if (parts.hasCode) error(at, 'codeInService');
      }
      if (step.channel === 'sms' || step.channel === 'whatsapp') warn(at, 'noChannel');
      if (step.usefulFor && isTooLong(step.usefulFor))
        error(at, 'tooLong', { days: String(flowLimits.waitDays) });
      return;
    }
    case 'condition':
      ruleProblems(at, step.rule as Rule, context, parts.ruleInto);
      if (step.then.length === 0 && step.else.length === 0) warn(at, 'emptyBranches');
      return;
    case 'split':
      if (new Set(step.arms.map(({ id }) => id)).size < step.arms.length) error(at, 'twiceArm');
      return;
    case 'code':
      if (step.terms.kind === 'amount' && step.terms.currency !== context.currency)
        error(at, 'otherCurrency', { currency: context.currency });
      return;
    case 'webhook':
      if (!step.url.startsWith('https://')) warn(at, 'notHttps');
      return;
    default:
      return;
  }
}

/** Steps behind an end, or behind branches that all end. @returns whether a list ends on every way through it */
function unreachable(steps: readonly FlowStep[], prefix: string, error: Say): boolean {
  let isOver = false;
  for (const [i, step] of steps.entries()) {
    const at = `${prefix}${i}`;
    if (isOver) {
      error(at, 'unreachable');
      return true;
    }
    if (step.kind === 'end') isOver = true;
    if (step.kind === 'condition') {
      const ends = [
        unreachable(step.then, `${at}.then.`, error),
        unreachable(step.else, `${at}.else.`, error),
      ];
      isOver = ends.every(Boolean);
    }
    if (step.kind === 'split')
      isOver = step.arms.map((arm) => unreachable(arm.steps, `${at}.${arm.id}.`, error)).every(Boolean);
  }
  return isOver;
}
