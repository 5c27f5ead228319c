import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { searchCollections } from '../../features/products/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

/** Collections by a part of their name, each with how many products it has: `?q=`. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const text = new URL(args.request.url).searchParams.get('q') ?? '';
  return json({ collections: await searchCollections(ctx, { text: text.slice(0, 100), limit: 12 }) });
}
