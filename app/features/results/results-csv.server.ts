import { moneyAmount } from '../../kit/money.ts';
import type { Context } from '../../platform/context.ts';
import { byteOrderMark, csvLine } from './csv.ts';
import type { ResultsQuestion } from './read-results.server.ts';

/** Rows that are read and sent at a time. */
const pageSize = 2_000;

const columns = [
  'day',
  'offer_id',
  'offer',
  'variant',
  'placement',
  'product_id',
  'product',
  'shown',
  'seen',
  'clicked',
  'accepted',
  'dismissed',
  'held_out',
  'bought',
  'gross',
  'refunded',
  'earned',
  'discounts',
  'pieces',
  'pieces_with_known_cost',
  'revenue_with_known_cost',
  'cost',
  'profit',
  'currency',
] as const;

interface Row {
  day: string;
  offer_id: string;
  name: string | null;
  arm: string;
  surface: string;
  product_id: string;
  title: string | null;
  shown: number;
  seen: number;
  clicked: number;
  accepted: number;
  dismissed: number;
  held_out: number;
  bought: number;
  gross_minor: bigint;
  refunded_minor: bigint;
  discount_minor: bigint;
  pieces: number;
  costed_pieces: number;
  costed_minor: bigint;
  cost_minor: bigint;
}

/**
 * The roll-up as it is, one line for each day, offer, variant, placement and product: UTF-8 with a byte order mark, amounts as
 * decimals with their currency in a column of its own. The names of the columns are the same in every language, for programs.
 * Read page by page, so that a large shop costs no more memory than a small one.
 */
export async function* resultsCsv(
  ctx: Pick<Context, 'db' | 'shop'>,
  { period, surface }: ResultsQuestion,
  offerId: string | null,
): AsyncGenerator<string> {
  yield byteOrderMark + csvLine(columns);
  const { currency } = ctx.shop;
  const amount = (minor: bigint) => moneyAmount({ minor, currency });
  let after: string[] = [period.from, '', '', '', ''];
  for (;;) {
    const { rows } = await ctx.db.query<Row>(
      `select to_char(s.day, 'YYYY-MM-DD') as day, s.offer_id, o.name, s.arm, s.surface, s.product_id, p.title, s.shown, s.seen,
         s.clicked, s.accepted, s.dismissed, s.held_out, s.bought, s.gross_minor, s.refunded_minor, s.discount_minor, s.pieces,
         s.costed_pieces, s.costed_minor, s.cost_minor
       from offer_stats s
       left join offers o on o.shop_id = s.shop_id and o.id = s.offer_id
       left join products p on p.shop_id = s.shop_id and p.id = s.product_id
       where s.shop_id = $1 and s.day between $2 and $3 and ($4::text is null or s.offer_id = $4)
         and ($5::text is null or s.surface = $5)
         and (s.day, s.offer_id, s.arm, s.surface, s.product_id) > ($2::date, $6, $7, $8, $9)
       order by s.day, s.offer_id, s.arm, s.surface, s.product_id limit ${pageSize}`,
      [ctx.shop.id, after[0], period.to, offerId, surface, ...after.slice(1)],
    );
    if (rows.length > 0) yield rows.map(line).join('');
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = [last.day, last.offer_id, last.arm, last.surface, last.product_id];
  }

  function line(row: Row): string {
    return csvLine([
      row.day,
      row.offer_id,
      row.name ?? '',
      row.arm,
      row.surface,
      row.product_id,
      row.title ?? '',
      row.shown,
      row.seen,
      row.clicked,
      row.accepted,
      row.dismissed,
      row.held_out,
      row.bought,
      amount(row.gross_minor),
      amount(row.refunded_minor),
      amount(row.gross_minor - row.refunded_minor),
      amount(row.discount_minor),
      row.pieces,
      row.costed_pieces,
      amount(row.costed_minor),
      amount(row.cost_minor),
      amount(row.costed_minor - row.cost_minor),
      currency,
    ]);
  }
}
