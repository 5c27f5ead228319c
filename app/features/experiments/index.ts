export {
  type Arm,
  type ArmChoice,
  type ArmFigures,
  armOf,
  type DayFigures,
  type Experiment,
  type ExperimentStatus,
  type Metric,
  metrics,
  type SubjectKind,
} from './experiment.ts';
export { type ExperimentInput, experimentInput } from './experiment-input.ts';
export type { ArmReading, Comparison, Estimate, Lift, Verdict, VerdictOptions } from './verdict.ts';
