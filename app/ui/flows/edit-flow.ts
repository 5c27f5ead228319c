import { branchesOf, type FlowStep, flowLimits, walkSteps } from '../../features/flows/index.ts';

/**
 * Changes of a flow's tree. All pure: the tree that comes in stays as it is, and parts that a change does not touch are the same
 * objects afterwards. Ids of steps stay unique and no step is lost but by `removeStep`.
 */

/** A gap between steps: in which list, and before which of its steps. */
export interface StepPlace {
  /** the step that holds the list; null = the flow itself */
  parent: string | null;
  /** `then`, `else` or an arm's id; '' for the flow itself */
  branch: string;
  index: number;
}

export interface FoundStep {
  step: FlowStep;
  place: StepPlace;
  /** how many steps stand in the same list */
  count: number;
  /** 0 = in the flow itself */
  depth: number;
}

/** The step with this id and where it stands; null when there is none. */
export function findStep(steps: readonly FlowStep[], id: string): FoundStep | null {
  const look = (list: readonly FlowStep[], at: Omit<StepPlace, 'index'>, depth: number): FoundStep | null => {
    for (const [index, step] of list.entries()) {
      if (step.id === id) return { step, place: { ...at, index }, count: list.length, depth };
      for (const [branch, inner] of branchesOf(step)) {
        const found = look(inner, { parent: step.id, branch }, depth + 1);
        if (found) return found;
      }
    }
    return null;
  };
  return look(steps, { parent: null, branch: '' }, 0);
}

/** The ids of a step and of all that stand in it. */
export function idsIn(step: FlowStep): string[] {
  return [...walkSteps([step])].map((each) => each.step.id);
}

/** A step with another list in one of its branches. */
function withBranch(step: FlowStep, branch: string, list: FlowStep[]): FlowStep {
  // biome-ignore lint/suspicious/noThenProperty: the flow's own word for a branch; it is never awaited
  if (step.kind === 'condition') return branch === 'then' ? { ...step, then: list } : { ...step, else: list };
  if (step.kind === 'split')
    return { ...step, arms: step.arms.map((arm) => (arm.id === branch ? { ...arm, steps: list } : arm)) };
  return step;
}

/** The tree with one list changed; the same tree when the list is nowhere or the change changes nothing. */
function changeList(
  steps: FlowStep[],
  at: Omit<StepPlace, 'index'>,
  change: (list: FlowStep[]) => FlowStep[],
): FlowStep[] {
  if (at.parent === null) return change(steps);
  let isChanged = false;
  const next = steps.map((step) => {
    if (isChanged) return step;
    for (const [branch, inner] of branchesOf(step)) {
      const list =
        step.id === at.parent && branch === at.branch ? change(inner) : changeList(inner, at, change);
      if (list === inner) continue;
      isChanged = true;
      return withBranch(step, branch, list);
    }
    return step;
  });
  return isChanged ? next : steps;
}

/** Puts a step into a gap. A place that does not exist changes nothing; a place behind the end is the end. */
export function insertStep(steps: FlowStep[], place: StepPlace, step: FlowStep): FlowStep[] {
  return changeList(steps, place, (list) => [
    ...list.slice(0, place.index),
    step,
    ...list.slice(place.index),
  ]);
}

/** Takes a step out, with all that stands in it. */
export function removeStep(steps: FlowStep[], id: string): FlowStep[] {
  const found = findStep(steps, id);
  if (!found) return steps;
  return changeList(steps, found.place, (list) => list.filter((step) => step.id !== id));
}

/** Changes one step where it stands. Its id must stay what it is. */
export function changeStep(steps: FlowStep[], id: string, change: (step: FlowStep) => FlowStep): FlowStep[] {
  const found = findStep(steps, id);
  if (!found) return steps;
  return changeList(steps, found.place, (list) => list.map((step) => (step.id === id ? change(step) : step)));
}

/**
 * Moves a step, with all that stands in it, into a gap of the tree as it is before the move.
 * A step cannot stand in itself: such a move changes nothing.
 */
export function moveStep(steps: FlowStep[], id: string, to: StepPlace): FlowStep[] {
  const found = findStep(steps, id);
  if (!found || (to.parent !== null && idsIn(found.step).includes(to.parent))) return steps;
  if (to.parent !== null) {
    const holder = findStep(steps, to.parent);
    if (!holder || !branchesOf(holder.step).some(([name]) => name === to.branch)) return steps;
  }
  const isSameList = found.place.parent === to.parent && found.place.branch === to.branch;
  const index = isSameList && to.index > found.place.index ? to.index - 1 : to.index;
  if (isSameList && index === found.place.index) return steps;
  return insertStep(removeStep(steps, id), { ...to, index }, found.step);
}

export type Direction = 'up' | 'down' | 'out' | 'in';

/**
 * Where a step goes one place up or down: past its neighbour, and at the edge of a branch out of it, before or behind the step
 * that holds the branch. `in` leads to the end of the first branch of the step above; `out` behind the step that holds it.
 * @returns null where there is no such place
 */
export function placeFor(steps: readonly FlowStep[], id: string, direction: Direction): StepPlace | null {
  const found = findStep(steps, id);
  if (!found) return null;
  const { place, count } = found;
  const holder = place.parent === null ? null : findStep(steps, place.parent);
  if (direction === 'up') {
    if (place.index > 0) return { ...place, index: place.index - 1 };
    return holder?.place ?? null;
  }
  if (direction === 'down') {
    if (place.index < count - 1) return { ...place, index: place.index + 2 };
    return holder && { ...holder.place, index: holder.place.index + 1 };
  }
  if (direction === 'out') return holder && { ...holder.place, index: holder.place.index + 1 };
  const above = listOf(steps, place)[place.index - 1];
  const first = above && branchesOf(above)[0];
  return above && first ? { parent: above.id, branch: first[0], index: first[1].length } : null;
}

/** The list that a place is in; empty when there is none. */
function listOf(steps: readonly FlowStep[], { parent, branch }: StepPlace): readonly FlowStep[] {
  if (parent === null) return steps;
  const holder = findStep(steps, parent);
  return (holder && branchesOf(holder.step).find(([name]) => name === branch)?.[1]) ?? [];
}

/** The same step with new ids everywhere. @param renew gives a new id for an old one */
export function copyStep(step: FlowStep, renew: (id: string) => string): FlowStep {
  const copyAll = (list: FlowStep[]) => list.map((each) => copyStep(each, renew));
  const id = renew(step.id);
  if (step.kind === 'condition')
    // biome-ignore lint/suspicious/noThenProperty: the flow's own word for a branch; it is never awaited
    return { ...step, id, then: copyAll(step.then), else: copyAll(step.else) };
  if (step.kind === 'split')
    return { ...step, id, arms: step.arms.map((arm) => ({ ...arm, steps: copyAll(arm.steps) })) };
  return { ...step, id };
}

/** Puts a copy of a step, with all that stands in it, right behind it. */
export function duplicateStep(steps: FlowStep[], id: string, renew: (id: string) => string): FlowStep[] {
  const found = findStep(steps, id);
  if (!found) return steps;
  return insertStep(steps, { ...found.place, index: found.place.index + 1 }, copyStep(found.step, renew));
}

/** May another step be put in at this depth, with what stands in it? The engine keeps the same limits. */
export function fits(steps: readonly FlowStep[], depth: number, more: FlowStep): boolean {
  const inner = Math.max(...[...walkSteps([more])].map((each) => (each.depth - 1) / 2));
  return (
    [...walkSteps(steps)].length + idsIn(more).length <= flowLimits.steps && depth + inner < flowLimits.depth
  );
}

/** The ids of all steps as they are read, from top to bottom. */
export function readingOrder(steps: readonly FlowStep[]): string[] {
  return [...walkSteps(steps)].map(({ step }) => step.id);
}
