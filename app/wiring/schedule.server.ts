import type { JobDefinition } from '../kit/fate.ts';
import type { AppContext } from '../platform/context.ts';

/** A job that every installed shop runs again and again; its due row re-arms itself after each run. */
export interface ShopSchedule {
  job: JobDefinition;
  everyMs: number;
}

/** Work of the whole installation, done by one worker at a time (an advisory lock decides which). */
export interface GlobalSchedule {
  name: string;
  everyMs: number;
  run(app: AppContext): Promise<void>;
}

/** What time does, per shop. */
export const shopSchedule: ShopSchedule[] = [];

/** What time does, for all shops together. */
export const globalSchedule: GlobalSchedule[] = [];
