import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import { pickLocale } from '../messages/index.server.ts';
import { type FlowContents, type FlowDefinition, flowContents, flowDefinition, flowLimits } from './flow.ts';
import { type Flow, insertFlow, readFlow, updateDraft } from './flows.repo.server.ts';
import { type FlowProblem, lintFlow } from './lint-flow.ts';

export interface DraftInput {
  name: string;
  definition: unknown;
  contents: unknown;
}

export type SaveDraftOutcome =
  /** `problems`: what still keeps it from being switched on, and what to look at */
  | { kind: 'saved'; id: string; draftVersion: number; problems: FlowProblem[] }
  /** somebody else has saved since `seenVersion` */
  | { kind: 'stale'; draftVersion: number }
  /** it could not even be kept: a field is not what it must be */
  | { kind: 'invalid'; problems: FlowProblem[] }
  | { kind: 'unknown' };

type Draft = { name: string; definition: FlowDefinition; contents: FlowContents };

function readDraft(input: DraftInput): { draft: Draft } | { problems: FlowProblem[] } {
  const definition = flowDefinition.safeParse(input.definition);
  const contents = flowContents.safeParse(input.contents);
  const problems: FlowProblem[] = [];
  const name = input.name.trim();
  const add = (path: string, key: string) => problems.push({ path, key, params: {}, severity: 'error' });
  if (name.length > flowLimits.name) add('name', 'flows:problem.longName');
  for (const [root, result] of [
    ['', definition],
    ['contents.', contents],
  ] as const)
    for (const { path, message } of result.error?.issues ?? [])
      add(`${root}${path.join('.')}`, message.startsWith('flows:') ? message : 'flows:problem.invalid');
  return definition.success && contents.success && problems.length === 0
    ? { draft: { name, definition: definition.data, contents: contents.data } }
    : { problems };
}

/** What the shop's own words and money are, for the linter. */
export function lintContext(ctx: Context) {
  return {
    now: ctx.clock.now(),
    currency: ctx.shop.currency,
    language: ctx.shop.locale.split('-')[0]?.toLowerCase() ?? 'en',
    fallback: pickLocale(ctx.text, ctx.shop.locale, 'en').split('-')[0] ?? 'en',
  };
}

/** Keeps a new flow as a draft. */
export async function createFlow(
  ctx: Context,
  input: DraftInput,
  readyName: string | null = null,
): Promise<SaveDraftOutcome> {
  const read = readDraft(input);
  if ('problems' in read) return { kind: 'invalid', problems: read.problems };
  const id = newId('flw');
  await insertFlow(ctx, ctx.db, { ...read.draft, id, readyName, salt: newId('slt') });
  return { kind: 'saved', id, draftVersion: 1, problems: lintFlow(read.draft, lintContext(ctx)) };
}

/**
 * Keeps what is being edited. A draft may be half-written; people inside, and those who enter, notice nothing of it until it is
 * activated.
 */
export async function saveDraft(
  ctx: Context,
  id: string,
  input: DraftInput,
  seenVersion: number,
): Promise<SaveDraftOutcome> {
  const read = readDraft(input);
  if ('problems' in read) return { kind: 'invalid', problems: read.problems };
  return ctx.db.tx(async (tx): Promise<SaveDraftOutcome> => {
    const flow: Flow | null = await readFlow(ctx, tx, id, true);
    if (!flow || flow.status === 'archived') return { kind: 'unknown' };
    if (flow.draftVersion !== seenVersion) return { kind: 'stale', draftVersion: flow.draftVersion };
    const draftVersion = await updateDraft(ctx, tx, id, read.draft);
    return { kind: 'saved', id, draftVersion, problems: lintFlow(read.draft, lintContext(ctx)) };
  });
}
