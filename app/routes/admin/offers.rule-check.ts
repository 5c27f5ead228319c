import { type ActionFunctionArgs, json } from '@remix-run/node';
import { z } from 'zod';
import { catalogueProblemsOf, countMatches } from '../../features/offers/index.server.ts';
import { ruleSchema, surfaces } from '../../features/offers/index.ts';
import { adminContext } from '../../wiring/context.server.ts';

const question = z.object({
  rule: ruleSchema,
  surfaces: z.array(z.enum(surfaces)).max(10),
  product: z.object({ productId: z.string().max(64), variantId: z.string().max(64) }).nullable(),
});

/** What only the server knows of a rule that is being edited: what the catalogue says against it, and how many orders fit. */
export async function action(args: ActionFunctionArgs) {
  const { ctx } = await adminContext(args);
  const read = question.safeParse(await args.request.json());
  if (!read.success) return json({ problems: [], count: null, isFailed: false });
  try {
    const [problems, count] = await Promise.all([
      catalogueProblemsOf(ctx, read.data.rule),
      countMatches(ctx, read.data),
    ]);
    return json({ problems, count, isFailed: false });
  } catch (error) {
    // The editor goes on without: an answer that fails would take the whole page with it.
    ctx.log.warn({ err: error }, 'a rule could not be checked');
    return json({ problems: [], count: null, isFailed: true });
  }
}
