import { flowTraits } from '../features/flows/index.server.ts';
import { wantedTraits } from '../features/offers/index.server.ts';
import type { createPeopleHandlers } from '../features/people/index.server.ts';

/** What rules ask of customers, which people/ must not know. */
export const peopleParts: Parameters<typeof createPeopleHandlers>[0] = {
  // Each once: both may ask about the same tag.
  wantedTraits: async (ctx) => {
    const wanted = [...(await wantedTraits(ctx)), ...(await flowTraits(ctx))];
    return [...new Map(wanted.map((trait) => [`${trait.kind} ${trait.value}`, trait])).values()];
  },
};
