import { walkSteps } from '../../features/flows/index.ts';
import type { FlowReader } from './describe-flow.ts';
import type { FlowDraft } from './flow-draft.ts';

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A step without what stands in it: those are steps of their own. */
function alone(draft: FlowDraft): Map<string, { kind: string; text: string }> {
  return new Map(
    [...walkSteps(draft.definition.steps)].map(({ step }) => {
      const { id, kind } = step;
      const own: object =
        step.kind === 'condition'
          ? { rule: step.rule }
          : step.kind === 'split'
            ? { arms: step.arms.map((arm) => [arm.id, arm.weight]), isExperiment: step.isExperiment }
            : step;
      const words = step.kind === 'send' ? draft.contents[step.contentId] : null;
      return [id, { kind, text: JSON.stringify([own, words]) }];
    }),
  );
}

/** What saving `mine` over `theirs` would change, a sentence each. */
export function flowChanges(theirs: FlowDraft, mine: FlowDraft, { t }: Pick<FlowReader, 't'>): string[] {
  const says = (key: string, params?: Record<string, string | number>) =>
    t(`flow-pages:changes.${key}`, params);
  const [before, after] = [alone(theirs), alone(mine)];
  const kindOf = (id: string) => t(`flow-pages:kind.${(after.get(id) ?? before.get(id))?.kind ?? ''}`);
  const changes: string[] = [];
  if (theirs.name !== mine.name) changes.push(says('name', { name: mine.name }));
  for (const part of ['trigger', 'rule', 'entry', 'holdOutPercent', 'goal', 'exits'] as const)
    if (!same(theirs.definition[part], mine.definition[part])) changes.push(says(part));
  for (const id of before.keys()) if (!after.has(id)) changes.push(says('gone', { step: kindOf(id) }));
  for (const [id, step] of after) {
    const known = before.get(id);
    if (!known) changes.push(says('new', { step: kindOf(id) }));
    else if (known.text !== step.text) changes.push(says('changed', { step: kindOf(id) }));
  }
  const kept = (from: Map<string, unknown>, other: Map<string, unknown>) =>
    [...from.keys()].filter((id) => other.has(id));
  if (!same(kept(before, after), kept(after, before))) changes.push(says('order'));
  return changes;
}
