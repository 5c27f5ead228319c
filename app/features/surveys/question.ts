/** A question as the shop asks it; the words of its options are the offer's. */
export interface Question {
  type: QuestionType;
  optionIds: string[];
  /** "Other", with words of one's own */
  hasOther: boolean;
  /** the top of a scale that begins at 1; NPS is always 0 to 10 */
  max: number;
}
export type QuestionType = 'one' | 'several' | 'scale' | 'nps' | 'text' | 'source';

/** The id of the "Other" option in what pages send. */
const otherId = 'other';
const longestAnswer = 2_000;

/** What a page sends. */
export interface GivenAnswer {
  optionIds?: readonly string[] | undefined;
  scale?: number | undefined;
  text?: string | undefined;
}

export interface Answer {
  optionIds: string[];
  scale: number | null;
  text: string | null;
}

export type AnswerProblem = 'empty' | 'unknown' | 'onlyOne' | 'scale' | 'tooLong' | 'other';

/** The ends of the scale of a question. */
export function scaleOf(question: Pick<Question, 'type' | 'max'>): { min: number; max: number } {
  return question.type === 'nps' ? { min: 0, max: 10 } : { min: 1, max: question.max };
}

/**
 * Is this an answer to this question? Cleans it: options once each and in the question's order, words trimmed.
 * @returns the answer, or what is wrong with it (`checkout:question.<problem>` has the words)
 */
export function readAnswer(
  question: Question,
  given: GivenAnswer,
): { kind: 'ok'; answer: Answer } | { kind: 'invalid'; problem: AnswerProblem } {
  const invalid = (problem: AnswerProblem) => ({ kind: 'invalid' as const, problem });
  const text = (given.text ?? '').replace(/\0/g, '').toWellFormed().trim();
  if (text.length > longestAnswer) return invalid('tooLong');
  switch (question.type) {
    case 'text':
      return text === '' ? invalid('empty') : ok({ optionIds: [], scale: null, text });
    case 'scale':
    case 'nps': {
      const { min, max } = scaleOf(question);
      const { scale } = given;
      if (scale === undefined) return invalid('empty');
      if (!Number.isInteger(scale) || scale < min || scale > max) return invalid('scale');
      return ok({ optionIds: [], scale, text: text || null });
    }
    case 'one':
    case 'several':
    case 'source': {
      const known = question.hasOther ? [...question.optionIds, otherId] : question.optionIds;
      const wanted = new Set(given.optionIds ?? []);
      if (wanted.size === 0) return invalid('empty');
      if ([...wanted].some((id) => !known.includes(id))) return invalid('unknown');
      if (question.type !== 'several' && wanted.size > 1) return invalid('onlyOne');
      if (wanted.has(otherId) && text === '') return invalid('other');
      return ok({
        optionIds: known.filter((id) => wanted.has(id)),
        scale: null,
        text: wanted.has(otherId) ? text : null,
      });
    }
  }
}

const ok = (answer: Answer) => ({ kind: 'ok' as const, answer });

/**
 * Net Promoter Score: the share of promoters (9 and 10) less that of detractors (0 to 6), from −100 to 100 (F. Reichheld, "The
 * One Number You Need to Grow", Harvard Business Review 12/2003). null without answers.
 * @param counts how often each of 0 to 10 was given
 */
export function netPromoterScore(counts: readonly number[]): number | null {
  const sum = (from: number, to: number) => counts.slice(from, to + 1).reduce((all, n) => all + n, 0);
  const all = sum(0, 10);
  return all === 0 ? null : Math.round(((sum(9, 10) - sum(0, 6)) * 100) / all);
}
