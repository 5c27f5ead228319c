export { longestAnswer, otherId, type Question, type QuestionType, scaleOf } from './question.ts';
