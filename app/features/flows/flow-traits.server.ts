import type { Context } from '../../platform/context.ts';
import { traitsIn } from '../offers/index.server.ts';
import type { WantedTrait } from '../people/index.server.ts';
import { rulesIn } from './flow-tree.ts';
import { readVersion } from './flows.repo.server.ts';
import { flowSegments } from './note-segments.server.ts';

/** The customers' tags and segments that the shop's active flows ask about, in rules or as what starts and ends them. */
export async function flowTraits(ctx: Pick<Context, 'db' | 'shop'>): Promise<WantedTrait[]> {
  const { rows } = await ctx.db.query<{ id: string; version: number }>(
    `select id, version from flows where shop_id = $1 and status in ('active', 'paused')`,
    [ctx.shop.id],
  );
  const rules = [];
  for (const { id, version } of rows)
    rules.push(...rulesIn((await readVersion(ctx, ctx.db, id, version)).definition));
  const segments = await flowSegments(ctx);
  return [...traitsIn(rules), ...segments.map((value): WantedTrait => ({ kind: 'segment', value }))];
}
