import type { LoaderFunctionArgs } from '@remix-run/node';
import { openExport } from '../../features/privacy/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** The collected answer to one data request, as a file. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const answer = await openExport(ctx, args.params.id ?? '');
  if (!answer) throw new Response(null, { status: 404 });
  return new Response(answer, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment',
      'cache-control': 'no-store',
    },
  });
}
