import type { Context } from '../../platform/context.ts';

/** How many people came into each flow since a moment; those who were held out did not. Flows without anybody are not in it. */
export async function countEntered(
  ctx: Pick<Context, 'db' | 'shop'>,
  flowIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const { rows } = await ctx.db.query<{ flow_id: string; n: number }>(
    `select flow_id, count(*)::int as n from flow_runs
     where shop_id = $1 and flow_id = any($2) and entered_at >= $3 and state <> 'held-out' group by flow_id`,
    [ctx.shop.id, flowIds, since],
  );
  return new Map(rows.map(({ flow_id: id, n }) => [id, n]));
}
