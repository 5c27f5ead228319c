export { countOfferArms, freshenPeople } from './count-people.server.ts';
export {
  type OfferResult,
  type OneOffersResults,
  type Overview,
  type ResultRow,
  readOfferResults,
  readOverview,
  readPlacements,
} from './read-results.server.ts';
export { resultHandlers } from './results.handlers.server.ts';
export { resultsCsv } from './results-csv.server.ts';
