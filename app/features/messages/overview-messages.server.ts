import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { type MessageKind, messageKinds } from './kinds.ts';

/** What became of one kind of message in the last thirty days. */
export interface KindCounts {
  sent: number;
  clicked: number;
  /** planned or deferred now, whenever wanted */
  waiting: number;
  dropped: number;
  /** refused by the mail server, or not known to have arrived */
  troubled: number;
}

/** Counts by kind, thirty days back by when they were decided; kinds without messages have zeros. */
export async function messageCounts(
  ctx: Pick<Context, 'db' | 'shop' | 'clock'>,
): Promise<Record<MessageKind, KindCounts>> {
  const { rows } = await ctx.db.query<{
    kind: string;
    sent: bigint;
    clicked: bigint;
    waiting: bigint;
    dropped: bigint;
    troubled: bigint;
  }>(
    `select kind,
            count(*) filter (where status = 'sent' and sent_at >= $2) as sent,
            count(*) filter (where status = 'sent' and sent_at >= $2 and clicked_at is not null) as clicked,
            count(*) filter (where status in ('planned', 'deferred')) as waiting,
            count(*) filter (where status = 'dropped' and wanted_at >= $2) as dropped,
            count(*) filter (where status in ('failed', 'unknown') and wanted_at >= $2) as troubled
     from messages where shop_id = $1 and (wanted_at >= $2 or sent_at >= $2 or status in ('planned', 'deferred'))
     group by kind`,
    [ctx.shop.id, addMs(ctx.clock.now(), -30 * day)],
  );
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  return Object.fromEntries(
    messageKinds.map((kind) => {
      const row = byKind.get(kind);
      const counts = {
        sent: Number(row?.sent ?? 0n),
        clicked: Number(row?.clicked ?? 0n),
        waiting: Number(row?.waiting ?? 0n),
        dropped: Number(row?.dropped ?? 0n),
        troubled: Number(row?.troubled ?? 0n),
      };
      return [kind, counts];
    }),
  ) as Record<MessageKind, KindCounts>;
}
