import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { enterFlow } from './enter-flow.server.ts';
import { segmentsIn } from './flow-tree.ts';
import { readOpenFlows, readVersion } from './flows.repo.server.ts';
import { occurrencesOf } from './happened.server.ts';
import { wakeRunsOf } from './note-fact.server.ts';

const kinds = ['segment-entered', 'segment-left'] as const;

/** The segments that the shop's active and paused flows look at. */
export async function flowSegments(ctx: Pick<Context, 'shop' | 'db'>): Promise<string[]> {
  const { rows } = await ctx.db.query<{ id: string; version: number }>(
    `select id, version from flows where shop_id = $1 and status in ('active', 'paused') and listens && $2::text[]`,
    [ctx.shop.id, kinds],
  );
  const segments = new Set<string>();
  for (const { id, version } of rows) {
    const { definition } = await readVersion(ctx, ctx.db, id, version);
    for (const segment of segmentsIn(definition)) segments.add(segment);
  }
  return [...segments];
}

/**
 * Compares who is in each watched segment with who was, all people at once, and lets the flows know. Who was in it when we first
 * looked has not entered it.
 */
export async function noteSegments(ctx: Context): Promise<void> {
  const now = ctx.clock.now();
  const changed: string[] = [];
  for (const segment of await flowSegments(ctx)) {
    const people = await ctx.db.tx(async (tx) => {
      const { rows: read } = await tx.query(
        `select 1 from wanted_traits where shop_id = $1 and kind = 'segment' and value = $2 and read_at is not null`,
        [ctx.shop.id, segment],
      );
      // Not read whole yet: nobody can be missed from it, and nobody be new in it.
      if (read.length === 0) return [];
      const { rowCount: known } = await tx.query(
        `select 1 from flow_marks where shop_id = $1 and kind = 'segment' and key = $2 limit 1`,
        [ctx.shop.id, segment],
      );
      // The mark of nobody remembers that we have looked, also where the segment was empty.
      await tx.query(
        `insert into flow_marks (shop_id, kind, key, person_id) values ($1, 'segment', $2, '') on conflict do nothing`,
        [ctx.shop.id, segment],
      );
      const { rows: entered } = await tx.query<{ person_id: string }>(
        `insert into flow_marks as m (shop_id, kind, key, person_id, at)
         select $1, 'segment', $2, t.person_id, case when $4 then $3::timestamptz end from person_traits t
         where t.shop_id = $1 and t.segment_ids @> array[$2::text]
         on conflict (shop_id, kind, key, person_id) do update set at = $3, ended_at = null where m.ended_at is not null
         returning person_id`,
        [ctx.shop.id, segment, now, known > 0],
      );
      const { rows: left } = await tx.query<{ person_id: string }>(
        `update flow_marks m set ended_at = $3 where m.shop_id = $1 and m.kind = 'segment' and m.key = $2 and m.person_id <> ''
           and m.ended_at is null and not exists (select 1 from person_traits t where t.shop_id = m.shop_id
             and t.person_id = m.person_id and t.segment_ids @> array[$2::text])
         returning person_id`,
        [ctx.shop.id, segment, now],
      );
      return [...entered, ...left].map((row) => row.person_id);
    });
    changed.push(...people);
  }
  await wakeRunsOf(ctx, [...new Set(changed)], kinds);
  // A day back: what a run before noticed and did not carry through. Each occurrence lets in once.
  for (const flow of await readOpenFlows(ctx, ctx.db, kinds))
    for (const occurrence of await occurrencesOf(ctx, ctx.db, flow.definition.trigger, {
      since: addMs(now, -day),
    }))
      await enterFlow(ctx, flow, occurrence);
}
