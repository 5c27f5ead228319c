import type { Context } from '../../platform/context.ts';
import { netPromoterScore, type QuestionType } from './question.ts';

export interface SurveyResults {
  answers: number;
  /** by option id, most chosen first */
  options: { id: string; count: number }[];
  /** by step of the scale, all steps that were chosen */
  scale: { step: number; count: number }[];
  /** mean of the scale; null without one */
  average: number | null;
  /** −100 to 100; null unless it is an NPS question with answers */
  nps: number | null;
  /** newest first */
  words: { text: string; orderId: string; orderName: string | null; scale: number | null; at: Date }[];
}

const newestWords = 50;

/** What was answered to one question since a moment, counted from the answers. */
export async function readResults(
  ctx: Context,
  offerId: string,
  type: QuestionType,
  since: Date,
): Promise<SurveyResults> {
  const where = 'a.shop_id = $1 and a.offer_id = $2 and a.at >= $3';
  const values = [ctx.shop.id, offerId, since];
  const [total, options, scale, words] = await Promise.all([
    ctx.db.query<{ n: number }>(`select count(*)::int as n from survey_answers a where ${where}`, values),
    ctx.db.query<{ id: string; n: number }>(
      `select option as id, count(*)::int as n from survey_answers a, unnest(a.option_ids) option where ${where}
       group by 1 order by 2 desc, 1`,
      values,
    ),
    ctx.db.query<{ step: number; n: number }>(
      `select scale as step, count(*)::int as n from survey_answers a where ${where} and scale is not null
       group by 1 order by 1`,
      values,
    ),
    ctx.db.query<{
      text_sealed: string;
      order_id: string;
      name: string | null;
      scale: number | null;
      at: Date;
    }>(
      `select a.text_sealed, a.order_id, o.name, a.scale, a.at from survey_answers a
       left join orders o on o.shop_id = a.shop_id and o.id = a.order_id
       where ${where} and a.text_sealed is not null order by a.at desc, a.id limit ${newestWords}`,
      values,
    ),
  ]);
  const steps = scale.rows.map(({ step, n }) => ({ step, count: n }));
  const given = steps.reduce((sum, { count }) => sum + count, 0);
  const byStep = Array.from(
    { length: 11 },
    (_, step) => steps.find((each) => each.step === step)?.count ?? 0,
  );
  return {
    answers: total.rows[0]?.n ?? 0,
    options: options.rows.map(({ id, n }) => ({ id, count: n })),
    scale: steps,
    average: given === 0 ? null : steps.reduce((sum, { step, count }) => sum + step * count, 0) / given,
    nps: type === 'nps' ? netPromoterScore(byStep) : null,
    words: words.rows.map((row) => ({
      text: ctx.vault.open(row.text_sealed),
      orderId: row.order_id,
      orderName: row.name,
      scale: row.scale,
      at: row.at,
    })),
  };
}
