import {
  type TimelineAsk,
  type TimelineEntry,
  type TimelineValue,
  timelineSql,
  timelineValues,
} from '../../kit/timeline.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';

interface Row {
  at: Date;
  id: string;
  kind: string;
  params: {
    offerId: string;
    question: string;
    texts: Record<string, { title?: string; options?: Record<string, string> }> | null;
    optionIds: string[];
    scale: number | null;
    words: string | null;
  };
}

const sql = timelineSql([
  `select a.at, 'answer/' || a.id as id, 'answer.given' as kind,
          jsonb_build_object('offerId', a.offer_id, 'question', coalesce(f.name, ''), 'texts', f.texts,
            'optionIds', a.option_ids, 'scale', a.scale, 'words', a.text_sealed) as params
   from orders o
   join survey_answers a on a.shop_id = o.shop_id and a.order_id = o.id
   left join offers f on f.shop_id = a.shop_id and f.id = a.offer_id
   where o.shop_id = $1 and o.person_id = $2`,
]);

/** What a person answered to the shop's questions. Their own words are opened: only a merchant's page may show them. */
export async function answerTimeline(
  ctx: Pick<Context, 'db' | 'shop' | 'vault'>,
  ask: TimelineAsk,
): Promise<TimelineEntry[]> {
  const { rows } = await ctx.db.query<Row>(sql, timelineValues(ctx.shop.id, ask));
  const language = ctx.shop.locale.split('-')[0] ?? 'en';
  return rows.map(({ params, ...row }) => {
    const texts = params.texts?.[language] ?? Object.values(params.texts ?? {})[0];
    const given = [
      ...params.optionIds.map((id) => texts?.options?.[id] ?? id),
      ...(params.scale === null ? [] : [String(params.scale)]),
      ...(params.words ? [`“${ctx.vault.open(params.words)}”`] : []),
    ];
    const said: Record<string, TimelineValue> = {
      question: texts?.title || params.question,
      answer: given.join(', '),
    };
    return { ...row, group: 'offers', params: said, link: paths.offerAnswers(params.offerId) };
  });
}
