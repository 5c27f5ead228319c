export { countOfferArms } from './count-people.server.ts';
export { resultHandlers } from './results.handlers.server.ts';
