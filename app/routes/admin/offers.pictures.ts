import {
  type ActionFunctionArgs,
  json,
  unstable_parseMultipartFormData as parseMultipart,
} from '@remix-run/node';
import { maxPictureBytes, savePicture } from '../../features/offers/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** Takes in one picture (`picture`); what is larger than allowed is read past and not kept. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const chunks: Uint8Array[] = [];
  let length = 0;
  await parseMultipart(args.request, async ({ name, data }) => {
    for await (const chunk of data) {
      length += chunk.byteLength;
      if (length > 4 * maxPictureBytes) throw new Response(null, { status: 413 });
      if (name === 'picture' && length <= maxPictureBytes) chunks.push(chunk);
    }
    return undefined;
  });
  if (length > maxPictureBytes) return json({ kind: 'refused' as const, reason: 'too_large' as const });
  return json(await savePicture(ctx, Buffer.concat(chunks)));
}
