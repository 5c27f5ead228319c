import { type ActionFunctionArgs, json } from '@remix-run/node';
import { getContent, previewContent } from '../../features/content/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** JSON: `{ input, language, orderId }`: what stands in the editor, drawn as it would be sent, and what is wrong with it. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const content = await getContent(ctx, args.params.id ?? '');
  if (!content) throw new Response(null, { status: 404 });
  const body = (await args.request.json()) as { input?: unknown; language?: unknown; orderId?: unknown };
  return json(
    await previewContent(ctx, content.slot, body.input, {
      language: String(body.language ?? ''),
      orderId: typeof body.orderId === 'string' && body.orderId ? body.orderId : null,
    }),
  );
}
