import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { findPasted, listRuleValues, valueKinds } from '../../features/offers/index.server.ts';
import { adminContext } from '../../wiring/context.server.ts';

const kind = z.enum(valueKinds);
const pasted = z.object({ text: z.string().max(100_000), by: z.enum(['product', 'variant']) });

/** What a condition can be about: `?kind=tag&q=…`. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx } = await adminContext(args);
  const { searchParams } = new URL(args.request.url);
  const wanted = kind.safeParse(searchParams.get('kind'));
  if (!wanted.success) throw new Response(null, { status: 400 });
  const text = (searchParams.get('q') ?? '').slice(0, 100);
  return json({ kind: wanted.data, q: text, options: await listRuleValues(ctx, wanted.data, text) });
}

/** JSON `{ text, by }`: products or variants by pasted ids and SKUs. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const read = pasted.safeParse(await args.request.json());
  if (!read.success) throw new Response(null, { status: 400 });
  return json(await findPasted(ctx, read.data.text, read.data.by));
}
