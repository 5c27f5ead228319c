import type { ZodError } from 'zod';
import {
  branchesOf,
  type FlowContents,
  type FlowDefinition,
  type FlowStep,
  flowContents,
  flowDefinition,
  type LintContext,
  lintFlow,
  walkSteps,
} from '../../features/flows/index.ts';
import { changeStep, insertStep, type StepPlace } from './edit-flow.ts';

/** What is being edited: the flow as it will be saved. */
export interface FlowDraft {
  name: string;
  definition: FlowDefinition;
  contents: FlowContents;
}

/** A part of the page: the head, the start, a step by its id, the end. */
export type FlowPart = 'name' | 'start' | 'end' | `step:${string}`;

/** The id of a part's element on the page. */
export const partId = (part: FlowPart) => `flow-${part.replace(':', '-')}`;

/** Something to say about a part of a flow. */
export interface PartProblem {
  part: FlowPart;
  /** where in the part: `url`, `contents.de.subject`, `rule.rules.0`; '' = the part as a whole */
  field: string;
  /** a key of the locale files, and what goes into it */
  key: string;
  params: Readonly<Record<string, string>>;
  /** error: it cannot be switched on so; unreadable: it cannot even be saved; warning: look at it */
  severity: 'error' | 'unreadable' | 'warning';
}

interface Issue {
  path: PropertyKey[];
  message: string;
  code: string;
  errors?: Issue[][];
}

/**
 * The innermost things that a schema said, with whole paths. Of a union it is what the option says that fits best: the one
 * whose `kind` is right.
 */
function flatIssues(issues: readonly Issue[], prefix: PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'invalid_union' || !issue.errors?.length) return [{ ...issue, path }];
    const fitting = issue.errors.find(
      (option) => !option.some((each) => each.path.at(-1) === 'kind' || each.path.at(-1) === 'until'),
    );
    return flatIssues(fitting ?? issue.errors[0] ?? [], path);
  });
}

/** Which part a path is in, as the schema (`steps.2.arms.0.steps.1.url`) or the linter (`steps.2.yes.1`) writes it. */
function placeOf(path: readonly string[], { steps }: FlowDefinition): Pick<PartProblem, 'part' | 'field'> {
  const [root = '', ...rest] = path;
  if (root === 'name') return { part: 'name', field: '' };
  if (root === 'goal' || root === 'exits') return { part: 'end', field: path.join('.') };
  if (root !== 'steps') return { part: 'start', field: path.join('.') };
  let list: readonly FlowStep[] = steps;
  let step: FlowStep | undefined;
  let parts = rest;
  while (/^\d+$/.test(parts[0] ?? '')) {
    step = list[Number(parts[0])];
    parts = parts.slice(1);
    if (!step) break;
    const isSchemas = step.kind === 'split' && parts[0] === 'arms' && parts[2] === 'steps';
    const name = isSchemas && step.kind === 'split' ? step.arms[Number(parts[1])]?.id : parts[0];
    const branch = branchesOf(step).find(([each]) => each === name);
    const next = isSchemas ? parts.slice(3) : parts.slice(1);
    if (!branch || !/^\d+$/.test(next[0] ?? '')) break;
    list = branch[1];
    parts = next;
  }
  return step ? { part: `step:${step.id}`, field: parts.join('.') } : { part: 'start', field: 'steps' };
}

/** What fields that must not be empty are called; the schema says no more than that they are too short. */
const missing: Record<string, string> = {
  tag: 'flow-pages:problem.tag',
  list: 'flow-pages:problem.list',
  text: 'flow-pages:problem.note',
  url: 'flows:problem.url',
};

const wordsOf = (issue: Issue): string => {
  if (issue.message.startsWith('flows:')) return issue.message;
  const field = String(issue.path.at(-1) ?? '');
  return missing[field] ?? 'flows:problem.invalid';
};

/** Everything there is to say about a draft: the schema's word where it cannot be saved, the linter's where it can. */
export function problemsOf(draft: FlowDraft, context: LintContext): PartProblem[] {
  const definition = flowDefinition.safeParse(draft.definition);
  const contents = flowContents.safeParse(draft.contents);
  const unreadable: PartProblem[] = [];
  const issuesOf = (error: ZodError | undefined) => flatIssues((error?.issues ?? []) as unknown as Issue[]);
  for (const issue of issuesOf(definition.error))
    unreadable.push({
      ...placeOf(issue.path.map(String), draft.definition),
      key: wordsOf(issue),
      params: {},
      severity: 'unreadable',
    });
  const sends = [...walkSteps(draft.definition.steps)].flatMap(({ step }) =>
    step.kind === 'send' ? [step] : [],
  );
  for (const issue of issuesOf(contents.error)) {
    const [contentId, language, field] = issue.path.map(String);
    const send = sends.find((step) => step.contentId === contentId);
    unreadable.push({
      part: send ? `step:${send.id}` : 'start',
      field: `contents.${language}.${field}`,
      key: wordsOf(issue),
      params: {},
      severity: 'unreadable',
    });
  }
  if (unreadable.length > 0) return unreadable;
  return lintFlow(draft, context).map(({ path, ...problem }) => ({
    ...problem,
    ...placeOf(path.split('.'), draft.definition),
  }));
}

/** The draft without texts that no message uses any more. */
export function withoutOrphans(draft: FlowDraft): FlowDraft {
  const used = new Set(
    [...walkSteps(draft.definition.steps)].flatMap(({ step }) =>
      step.kind === 'send' ? [step.contentId] : [],
    ),
  );
  const kept = Object.entries(draft.contents).filter(([id]) => used.has(id));
  return { ...draft, contents: Object.fromEntries(kept) };
}

/**
 * The draft with a copy of a step in a gap. Each of its messages has words of its own: changing the copy's must not change the
 * first one's.
 */
export function withCopy(draft: FlowDraft, copy: FlowStep, place: StepPlace): FlowDraft {
  const contents = { ...draft.contents };
  let renamed = [copy];
  for (const { step } of walkSteps([copy])) {
    if (step.kind !== 'send') continue;
    contents[step.id] = contents[step.contentId] ?? {};
    renamed = changeStep(renamed, step.id, (before) =>
      before.kind === 'send' ? { ...before, contentId: step.id } : before,
    );
  }
  const steps = renamed.reduce((list, each) => insertStep(list, place, each), draft.definition.steps);
  return { ...draft, contents, definition: { ...draft.definition, steps } };
}
