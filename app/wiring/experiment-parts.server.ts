import type { createExperimentHandlers } from '../features/experiments/index.server.ts';
import { countFlowArms } from '../features/flows/index.server.ts';
import { countOfferArms } from '../features/results/index.server.ts';

/** How the people of each kind of experiment are counted; brought by the features that know who saw what. */
export const experimentParts: Parameters<typeof createExperimentHandlers>[0] = {
  offer: countOfferArms,
  flow: countFlowArms,
};
