import { wantedTraits } from '../features/offers/index.server.ts';
import type { createPeopleHandlers } from '../features/people/index.server.ts';

/** What rules ask of customers, which people/ must not know. */
export const peopleParts: Parameters<typeof createPeopleHandlers>[0] = { wantedTraits };
