import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import { type AnswerProblem, type GivenAnswer, type Question, readAnswer } from './question.ts';

/**
 * Keeps what a shopper answered, once per question and order: a second answer is thanked for and changes nothing.
 * States `question.answered`.
 */
export async function recordAnswer(
  ctx: Context,
  input: {
    offerId: string;
    orderId: string;
    personId: string | null;
    surface: string;
    question: Question;
    given: GivenAnswer;
  },
): Promise<{ kind: 'kept'; isNew: boolean } | { kind: 'invalid'; problem: AnswerProblem }> {
  const read = readAnswer(input.question, input.given);
  if (read.kind === 'invalid') return read;
  const { answer } = read;
  const id = newId('ans');
  const isNew = await ctx.db.tx(async (tx) => {
    const { rowCount } = await tx.query(
      `insert into survey_answers (shop_id, id, offer_id, order_id, person_id, type, option_ids, scale, text_sealed, surface, at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (shop_id, offer_id, order_id) do nothing`,
      [
        ctx.shop.id,
        id,
        input.offerId,
        input.orderId,
        input.personId,
        input.question.type,
        answer.optionIds,
        answer.scale,
        ctx.vault.sealOptional(answer.text),
        input.surface,
        ctx.clock.now(),
      ],
    );
    if (rowCount === 1) await ctx.emit(tx, ctx.shop.id, 'question.answered', { answerId: id });
    return rowCount === 1;
  });
  return { kind: 'kept', isNew };
}
