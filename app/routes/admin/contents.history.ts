import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { getContent, listContentRevisions, restoreContent } from '../../features/content/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** What a content has been, newest first. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const content = await getContent(ctx, args.params.id ?? '');
  if (!content) throw new Response(null, { status: 404 });
  const revisions = await listContentRevisions(ctx, content.id);
  return json({
    revisions: revisions.map(({ version, action, at, by }) => ({
      version,
      action,
      at: at.toISOString(),
      by,
      isCurrent: version === content.version,
      isPublished: version === content.publishedVersion,
    })),
  });
}

/** JSON: `{ version, seen }`: brings that version back as a new draft. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, by } = await adminContext(args);
  const id = args.params.id ?? '';
  const body = (await args.request.json()) as { version?: unknown; seen?: unknown };
  const version = Number(body.version) || 0;
  const outcome = await restoreContent(ctx, id, version, Number(body.seen) || 0, await by());
  const content = await getContent(ctx, id);
  if (!content) throw new Response(null, { status: 404 });
  return json({
    kind: outcome.kind,
    restored: version,
    version: content.version,
    publishedVersion: content.publishedVersion,
    input: content.input,
  });
}
