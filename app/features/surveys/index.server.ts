export { answerTimeline } from './answer-timeline.server.ts';
export { readResults, type SurveyResults } from './read-results.server.ts';
export { recordAnswer } from './record-answer.server.ts';
