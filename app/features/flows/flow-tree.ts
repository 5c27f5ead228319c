import type { Rule } from '@reprise/rules';
import type { FlowDefinition, FlowStep, TriggerKind } from './flow.ts';

/*
 * A place in a flow is a path: `2` is the third step, `2.then.0` the first step of its branch, `2.yes.0` that of its arm `yes`.
 * Behind the last step of a branch comes the step after the one that holds the branch, so there is no way back and no loop.
 */

/** The branches of a step, by the name that a path says. Steps without branches have none. */
export function branchesOf(step: FlowStep): [name: string, steps: FlowStep[]][] {
  if (step.kind === 'condition')
    return [
      ['then', step.then],
      ['else', step.else],
    ];
  if (step.kind === 'split') return step.arms.map((arm) => [arm.id, arm.steps]);
  return [];
}

/** Every step with its path, in the order in which they are read. */
export function* walkSteps(
  steps: readonly FlowStep[],
  prefix = '',
): Generator<{ step: FlowStep; path: string; depth: number }> {
  for (const [i, step] of steps.entries()) {
    const path = `${prefix}${i}`;
    yield { step, path, depth: path.split('.').length };
    for (const [name, inner] of branchesOf(step)) yield* walkSteps(inner, `${path}.${name}.`);
  }
}

function listAt(steps: readonly FlowStep[], parts: string[]): readonly FlowStep[] | null {
  let list = steps;
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const step = list[Number(parts[i])];
    const branch = step && branchesOf(step).find(([name]) => name === parts[i + 1]);
    if (!branch) return null;
    list = branch[1];
  }
  return list;
}

/** The step at a path; null where there is none. */
export function stepAt(steps: readonly FlowStep[], path: string): FlowStep | null {
  const parts = path.split('.');
  return listAt(steps, parts)?.[Number(parts.at(-1))] ?? null;
}

/** The path itself where a step stands there, else that of the step which comes next; null = the flow is over. */
export function settlePath(steps: readonly FlowStep[], path: string): string | null {
  const parts = path.split('.');
  for (;;) {
    if (stepAt(steps, parts.join('.'))) return parts.join('.');
    // Behind the end of this list: go on after the step that holds it.
    if (parts.length < 3) return null;
    parts.splice(-2);
    parts[parts.length - 1] = String(Number(parts.at(-1)) + 1);
  }
}

/** Where it goes on after the step at this path; null = the flow is over. */
export function pathAfter(steps: readonly FlowStep[], path: string): string | null {
  const parts = path.split('.');
  parts[parts.length - 1] = String(Number(parts.at(-1)) + 1);
  return settlePath(steps, parts.join('.'));
}

/** Where a branch of the step at this path begins; an empty branch leads on behind the step. */
export function pathInto(steps: readonly FlowStep[], path: string, branch: string): string | null {
  return settlePath(steps, `${path}.${branch}.0`);
}

/** Where the step with this id stands; null = nowhere. */
export function pathOf(steps: readonly FlowStep[], id: string): string | null {
  for (const { step, path } of walkSteps(steps)) if (step.id === id) return path;
  return null;
}

/**
 * Where somebody who stands at `path` of an older version goes on in a newer one: at the same step where it still exists, else at
 * the first of the steps that were to come which does. null = nothing of what was to come is left: the flow is over.
 */
export function movedPath(
  old: readonly FlowStep[],
  path: string | null,
  renewed: readonly FlowStep[],
): string | null {
  for (let at = path; at !== null; at = pathAfter(old, at)) {
    const step = stepAt(old, at);
    const found = step && pathOf(renewed, step.id);
    if (found) return found;
  }
  return null;
}

/** All kinds of facts that matter to a flow: what starts it, what it waits for, what ends it. */
export function kindsIn({ trigger, goal, exits, steps }: FlowDefinition): TriggerKind[] {
  const kinds = new Set<TriggerKind>([trigger.kind, ...exits.map(({ kind }) => kind)]);
  if (goal) kinds.add(goal.kind);
  for (const { step } of walkSteps(steps))
    if (step.kind === 'wait' && step.wait.until === 'event') kinds.add(step.wait.event.kind);
  return [...kinds];
}

/** All rules of a flow: who may enter, and its conditions. */
export function rulesIn({ rule, steps }: FlowDefinition): Rule[] {
  const rules = rule ? [rule as Rule] : [];
  for (const { step } of walkSteps(steps)) if (step.kind === 'condition') rules.push(step.rule as Rule);
  return rules;
}

/** The ids of the segments whose members start a flow, end it or are waited for. */
export function segmentsIn({ trigger, goal, exits, steps }: FlowDefinition): string[] {
  const triggers = [trigger, ...exits, ...(goal ? [goal] : [])];
  for (const { step } of walkSteps(steps))
    if (step.kind === 'wait' && step.wait.until === 'event') triggers.push(step.wait.event);
  return [...new Set(triggers.flatMap(({ segmentId }) => segmentId ?? []))];
}
