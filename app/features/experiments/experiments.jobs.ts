import { defineJob } from '../../kit/fate.ts';

/** Once a day: asks for every experiment whose figures may have changed to be judged. */
export const judgeExperiments = defineJob('experiments.judge-all');

/** subject: experiment id. Counts it anew and takes the winner if it is to be taken by itself. Safe at any time. */
export const judgeExperiment = defineJob('experiments.judge');
