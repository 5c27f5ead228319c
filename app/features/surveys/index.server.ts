export { readResults, type SurveyResults } from './read-results.server.ts';
export { recordAnswer } from './record-answer.server.ts';
