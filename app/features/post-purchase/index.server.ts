export { countOutcomes } from './note-outcome.server.ts';
export { acceptOnPage, openPage, recordStep } from './open-page.server.ts';
export { postPurchaseHandlers } from './post-purchase.handlers.server.ts';
