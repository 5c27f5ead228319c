import { newId } from '../../kit/id.ts';
import type { Actor, Context } from '../../platform/context.ts';
import { checkInput } from './check-content.server.ts';
import { type ContentInput, type ContentProblem, contentInput } from './content.ts';
import {
  insertContent,
  keepRevision,
  type RevisionAction,
  readContent,
  readContents,
  readRevisions,
  type StoredContent,
  type StoredRevision,
  updateContent,
} from './contents.repo.server.ts';
import { defaultContent } from './default-content.server.ts';
import { isSlot, type SlotName } from './slots.ts';
import type { TemplateName } from './templates.ts';

export type SaveContentOutcome =
  | { kind: 'saved'; id: string; version: number }
  /** somebody else saved in between: who (null = Reprise itself or not known) and when (ISO UTC); nothing was written */
  | { kind: 'stale'; by: string | null; at: string; version: number }
  /** `invalid` has what is wrong with its shape, `blocked` what stands in the way of publishing */
  | { kind: 'invalid' | 'blocked'; problems: ContentProblem[] }
  | { kind: 'unknown' };

/** Contents of the shop, those of our own messages first. */
export async function listContents(
  ctx: Context,
  filter: { withArchived?: boolean } = {},
): Promise<StoredContent[]> {
  return readContents(ctx.db, ctx.shop.id, { withArchived: filter.withArchived ?? false });
}

/** One content of this shop; null when there is none with this id. */
export async function getContent(ctx: Context, id: string): Promise<StoredContent | null> {
  return readContent(ctx.db, ctx.shop.id, { id });
}

/** The content of one of our own messages, when the merchant has begun one. */
export async function contentOfSlot(ctx: Context, slot: SlotName): Promise<StoredContent | null> {
  return readContent(ctx.db, ctx.shop.id, { slot });
}

/**
 * Begins a content from a template, as a draft. A place of ours has one content at most: asking again gives the one there is.
 * @param template `blank`, one of our messages' places, or a ready one
 */
export async function createContent(
  ctx: Context,
  template: TemplateName,
  by: Actor | null,
  name?: string,
): Promise<{ id: string; isNew: boolean }> {
  const slot = isSlot(template) ? template : null;
  const made = defaultContent(ctx.text, template, ctx.shop.locale);
  const input = name ? { ...made, name } : made;
  const id = newId('cnt');
  return ctx.db.tx(async (tx) => {
    const isNew = await insertContent(tx, ctx.shop.id, id, slot, input, ctx.clock.now());
    if (isNew) {
      await keepRevision(ctx, tx, id, 'created', by);
      return { id, isNew };
    }
    const known = slot && (await readContent(tx, ctx.shop.id, { slot }));
    if (!known) throw new Error(`no content could be made from ${template}`);
    return { id: known.id, isNew: false };
  });
}

/** Reads what an editor sent; what is wrong names its field. */
export function readInput(
  input: unknown,
): { kind: 'read'; input: ContentInput } | { kind: 'invalid'; problems: ContentProblem[] } {
  const parsed = contentInput.safeParse(input);
  if (parsed.success) {
    // Words of blocks that are gone go with them.
    const ids = new Set(parsed.data.blocks.map(({ id }) => id));
    const texts = Object.fromEntries(
      Object.entries(parsed.data.texts).map(([language, words]) => [
        language,
        { ...words, blocks: Object.fromEntries(Object.entries(words.blocks).filter(([id]) => ids.has(id))) },
      ]),
    );
    return { kind: 'read', input: { ...parsed.data, texts } };
  }
  const own = new Set(['twice', 'footer_not_last', 'no_language', 'too_many_languages', 'too_long']);
  return {
    kind: 'invalid',
    problems: parsed.error.issues.map((issue) => ({
      field: issue.path.join('.'),
      rule: own.has(issue.message)
        ? (issue.message as ContentProblem['rule'])
        : issue.code === 'too_big'
          ? 'too_long'
          : 'invalid',
      line: null,
      isBlocking: true,
      params: {},
    })),
  };
}

/**
 * Writes a content as it was typed, as the next version: a draft (`save`), or what is sent from now on (`publish`, refused
 * while a check stands in the way). What was sent before stays as it was until then.
 * @param seenVersion the version that the editor was opened with
 */
export async function saveContent(
  ctx: Context,
  id: string,
  input: unknown,
  seenVersion: number,
  by: Actor | null,
  intent: 'save' | 'publish' = 'save',
): Promise<SaveContentOutcome> {
  const read = readInput(input);
  if (read.kind === 'invalid') return read;
  if (intent === 'publish') {
    const known = await getContent(ctx, id);
    if (!known) return { kind: 'unknown' };
    const problems = (await checkInput(ctx, known.slot, read.input)).filter(({ isBlocking }) => isBlocking);
    if (problems.length > 0) return { kind: 'blocked', problems };
  }
  return change(ctx, id, seenVersion, by, intent === 'publish' ? 'published' : 'edited', () => ({
    input: read.input,
    publish: intent === 'publish' ? 'this' : 'keep',
    isArchived: false,
  }));
}

/** Stops sending a content: one of our messages is drawn by its template again. The draft stays. */
export async function unpublishContent(
  ctx: Context,
  id: string,
  seenVersion: number,
  by: Actor | null,
): Promise<SaveContentOutcome> {
  return change(ctx, id, seenVersion, by, 'unpublished', ({ input, isArchived }) => ({
    input,
    publish: 'none',
    isArchived,
  }));
}

/** Takes a content out of the list. Messages and flows that name a version of it go on with that version. */
export async function archiveContent(
  ctx: Context,
  id: string,
  seenVersion: number,
  by: Actor | null,
): Promise<SaveContentOutcome> {
  return change(ctx, id, seenVersion, by, 'archived', ({ input }) => ({
    input,
    publish: 'none',
    isArchived: true,
  }));
}

/** Brings an older version back as a new draft. */
export async function restoreContent(
  ctx: Context,
  id: string,
  version: number,
  seenVersion: number,
  by: Actor | null,
): Promise<SaveContentOutcome> {
  const then = (await readRevisions(ctx, ctx.db, id, shownRevisions)).find(
    (each) => each.version === version,
  );
  if (!then) return { kind: 'unknown' };
  return change(ctx, id, seenVersion, by, 'restored', () => ({
    input: then.input,
    publish: 'keep',
    isArchived: false,
  }));
}

const shownRevisions = 100;

/** What a content has been, newest first, with who and when; at most the last 100. */
export async function listContentRevisions(ctx: Context, id: string): Promise<StoredRevision[]> {
  return readRevisions(ctx, ctx.db, id, shownRevisions);
}

async function change(
  ctx: Context,
  id: string,
  seenVersion: number,
  by: Actor | null,
  action: RevisionAction,
  next: (now: StoredContent) => Parameters<typeof updateContent>[3],
): Promise<SaveContentOutcome> {
  return ctx.db.tx(async (tx): Promise<SaveContentOutcome> => {
    const known = await readContent(tx, ctx.shop.id, { id }, true);
    if (!known) return { kind: 'unknown' };
    if (known.version !== seenVersion) {
      const [last] = await readRevisions(ctx, tx, id, 1);
      return {
        kind: 'stale',
        by: last?.by ?? null,
        at: (last?.at ?? known.updatedAt).toISOString(),
        version: known.version,
      };
    }
    await updateContent(tx, ctx.shop.id, id, next(known), ctx.clock.now());
    await keepRevision(ctx, tx, id, action, by);
    return { kind: 'saved', id, version: known.version + 1 };
  });
}
