import type { Context } from '../../platform/context.ts';

/** A data request that the merchant still has to answer. */
export interface OpenExport {
  id: string;
  receivedAt: Date;
}

/** Collected answers that wait for the merchant, newest first. */
export async function listExports(ctx: Pick<Context, 'db' | 'shop'>): Promise<OpenExport[]> {
  const { rows } = await ctx.db.query<{ id: string; received_at: Date }>(
    `select id, received_at from privacy_requests
     where shop_id = $1 and export_sealed is not null order by received_at desc limit 100`,
    [ctx.shop.id],
  );
  return rows.map((row) => ({ id: row.id, receivedAt: row.received_at }));
}

/** One collected answer as JSON text; null when there is none (any more) with this id in this shop. */
export async function openExport(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  id: string,
): Promise<string | null> {
  const { rows } = await ctx.db.query<{ export_sealed: string }>(
    'select export_sealed from privacy_requests where shop_id = $1 and id = $2 and export_sealed is not null',
    [ctx.shop.id, id],
  );
  return rows[0] ? JSON.stringify(JSON.parse(ctx.vault.open(rows[0].export_sealed)), null, 2) : null;
}
