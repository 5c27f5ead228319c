export {
  type Arm,
  type ArmChoice,
  type ArmFigures,
  armOf,
  type DayFigures,
  type Experiment,
  type ExperimentStatus,
  type Metric,
  type SubjectKind,
} from './experiment.ts';
export type { ExperimentInput } from './experiment-input.ts';
export type { ArmReading, Comparison, Estimate, Lift, Verdict, VerdictOptions } from './verdict.ts';
