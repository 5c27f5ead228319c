import { expect, test } from 'vitest';
import { netPromoterScore, type Question, readAnswer } from './question.ts';

const ask = (change: Partial<Question>): Question => ({
  type: 'one',
  optionIds: ['a', 'b', 'c'],
  hasOther: false,
  max: 5,
  ...change,
});

test.each([
  ['one of the options', ask({}), { optionIds: ['b'] }, { optionIds: ['b'], scale: null, text: null }],
  [
    'several, in the order of the question, each once',
    ask({ type: 'several' }),
    { optionIds: ['c', 'a', 'c'] },
    { optionIds: ['a', 'c'], scale: null, text: null },
  ],
  [
    'other, with words',
    ask({ hasOther: true }),
    { optionIds: ['other'], text: '  a friend ' },
    { optionIds: ['other'], scale: null, text: 'a friend' },
  ],
  ['words that belong to no option are left out', ask({}), { optionIds: ['a'], text: 'x' }, { text: null }],
  ['nought of an NPS', ask({ type: 'nps' }), { scale: 0 }, { scale: 0 }],
  ['an NPS with a reason', ask({ type: 'nps' }), { scale: 9, text: 'fast' }, { scale: 9, text: 'fast' }],
  ['words', ask({ type: 'text' }), { text: ' good\0 ' }, { text: 'good' }],
])('%s', (_name, question, given, answer) => {
  expect(readAnswer(question, given)).toEqual({ kind: 'ok', answer: expect.objectContaining(answer) });
});

test.each([
  ['nothing chosen', ask({}), {}, 'empty'],
  ['two of one', ask({}), { optionIds: ['a', 'b'] }, 'onlyOne'],
  ['an option of another question', ask({}), { optionIds: ['z'] }, 'unknown'],
  ['other where there is none', ask({}), { optionIds: ['other'], text: 'x' }, 'unknown'],
  ['other without words', ask({ hasOther: true }), { optionIds: ['other'], text: ' ' }, 'other'],
  ['beyond the scale', ask({ type: 'scale' }), { scale: 6 }, 'scale'],
  ['below the scale', ask({ type: 'scale' }), { scale: 0 }, 'scale'],
  ['between the steps', ask({ type: 'nps' }), { scale: 7.5 }, 'scale'],
  ['no number', ask({ type: 'nps' }), { scale: Number.NaN }, 'scale'],
  ['no words', ask({ type: 'text' }), { text: ' ' }, 'empty'],
  ['a novel', ask({ type: 'text' }), { text: 'x'.repeat(10_000) }, 'tooLong'],
])('%s is refused', (_name, question, given, problem) => {
  expect(readAnswer(question, given)).toEqual({ kind: 'invalid', problem });
});

test('the Net Promoter Score is promoters less detractors', () => {
  const counts = [0, 0, 0, 0, 0, 0, 20, 15, 15, 25, 25];
  expect(netPromoterScore(counts)).toBe(30);
  expect(netPromoterScore([1])).toBe(-100);
  expect(netPromoterScore([])).toBeNull();
});
