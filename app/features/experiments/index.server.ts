export {
  type StopOutcome,
  stopExperiment,
  type TakeOutcome,
  takeWinner,
} from './end-experiment.server.ts';
export { createExperimentHandlers } from './experiments.handlers.server.ts';
export {
  type ExperimentReport,
  getExperiment,
  type ListedExperiment,
  listExperiments,
} from './get-experiment.server.ts';
export { type CountArms, type Counters, countExperiment } from './judge-experiment.server.ts';
export { liftOverHoldOut } from './lift-over-hold-out.server.ts';
export { readArms, readVerdict } from './read-verdict.server.ts';
export { type StartOutcome, startExperiment } from './start-experiment.server.ts';
