import type { LoaderFunctionArgs } from '@remix-run/node';
import { bouncePage } from '../../wiring/context.server.ts';

/** Shopify's library answers here itself (bounce page, leaving the frame); whoever gets past it has no business here. */
export async function loader(args: LoaderFunctionArgs) {
  await bouncePage(args);
  throw new Response(null, { status: 404 });
}
