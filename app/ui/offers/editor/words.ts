import {
  isComplete,
  limits,
  type OfferInput,
  type OfferTexts,
  textNeeds,
} from '../../../features/offers/index.ts';

/** A field of words that a kind has, in the order in which it is read. */
export interface WordField {
  name: 'title' | 'text' | 'button' | 'consent' | 'thanks' | 'scaleLow' | 'scaleHigh' | 'smallPrint';
  max: number;
  lines: number;
  isNeeded: boolean;
  /** folded under "More words" while empty */
  isExtra: boolean;
}

/** The needs of a draft: which words its kind cannot be shown without. */
export function needsOf(input: OfferInput) {
  return textNeeds({
    kind: input.kind,
    setup: {
      link: input.link || undefined,
      question: input.question
        ? {
            type: input.question.type,
            options: hasOptions(input) ? input.question.optionIds.map((id) => ({ id })) : [],
            hasOther: input.question.hasOther,
            isShuffled: input.question.isShuffled,
          }
        : undefined,
    },
  });
}

/** Whether the question of a draft is answered by choosing. */
export function hasOptions({ kind, question }: OfferInput): boolean {
  return kind === 'question' && question !== null && ['one', 'several', 'source'].includes(question.type);
}

/** Which words this draft has. */
export function wordFields(input: OfferInput): WordField[] {
  const { kind, question } = input;
  const needs = needsOf(input);
  const isScale = kind === 'question' && (question?.type === 'scale' || question?.type === 'nps');
  const says = kind === 'question' || kind === 'vip' || kind === 'birthday';
  const field = (name: WordField['name'], lines: number, isNeeded: boolean, isExtra = false): WordField => ({
    name,
    max: limitOf(name),
    lines,
    isNeeded,
    isExtra,
  });
  return [
    field('title', 1, true),
    field('text', 3, false),
    ...(isScale ? [field('scaleLow', 1, false), field('scaleHigh', 1, false)] : []),
    ...(needs.hasConsent ? [field('consent', 3, true)] : []),
    ...(needs.hasButton ? [field('button', 1, true)] : []),
    ...(says ? [field('thanks', 1, false)] : []),
    field('smallPrint', 2, false, true),
  ];
}

function limitOf(name: WordField['name']): number {
  return name === 'scaleLow' || name === 'scaleHigh' ? limits.scale : limits[name];
}

/** How far a language is: complete, begun (how many needed words are missing), or empty. */
export function languageState(
  input: OfferInput,
  locale: string,
): { kind: 'complete' } | { kind: 'begun'; missing: number } | { kind: 'empty' } {
  const texts = input.texts[locale];
  const needs = needsOf(input);
  if (isComplete(texts, needs)) return { kind: 'complete' };
  const needed = wordFields(input).filter(({ isNeeded }) => isNeeded);
  const missing =
    needed.filter(({ name }) => !texts?.[name]?.trim()).length +
    needs.optionIds.filter((id) => !texts?.options?.[id]?.trim()).length;
  return missing === needed.length + needs.optionIds.length && isBlank(texts)
    ? { kind: 'empty' }
    : { kind: 'begun', missing };
}

function isBlank(texts: Partial<OfferTexts> | undefined): boolean {
  return Object.values(texts ?? {}).every((value) =>
    typeof value === 'string'
      ? value.trim() === ''
      : Object.values(value ?? {}).every((each) => !each?.trim()),
  );
}
