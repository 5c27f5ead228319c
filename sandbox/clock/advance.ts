import type { ClockAnswer } from '../box.ts';
import type { Clock } from './clock.ts';

/** What is still to be done, seen from one side. */
export type Work = { open: number; nextAt: Date | null };

export type AdvanceDeps = {
  clock: Clock;
  /** The sandbox's own work: webhooks on their way, codes being imported, events with a date. */
  own(): Work;
  /** The app's: receipts, jobs, due rows. Null when it does not answer. */
  app(): Promise<Work | null>;
  /** Called after every move, so that what is due now starts now. */
  moved(): void;
};

const POLL_MS = 20;
const PATIENCE_MS = 60_000;
const STUCK_STEPS = 200;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until nothing is open on two looks in a row. Says what is wrong when nothing moved for a minute. */
export async function settle(deps: AdvanceDeps): Promise<{ nextAt: Date | null; warning: string | null }> {
  let quiet = 0;
  let last = '';
  let since = Date.now();
  for (;;) {
    const [own, app] = [deps.own(), await deps.app()];
    if (own.open === 0 && app !== null && app.open === 0) {
      quiet += 1;
      if (quiet >= 2) return { nextAt: earliest(own.nextAt, app.nextAt), warning: null };
    } else {
      quiet = 0;
    }
    const state = `${own.open} ${app === null ? 'no answer' : app.open}`;
    if (state !== last || quiet > 0) {
      last = state;
      since = Date.now();
    } else if (Date.now() - since > PATIENCE_MS) {
      const warning =
        app === null ? 'the app does not answer' : `${own.open + app.open} pieces of work are stuck`;
      return { nextAt: earliest(own.nextAt, app?.nextAt ?? null), warning };
    }
    if (quiet === 0) await pause(app === null ? 200 : POLL_MS);
  }
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/**
 * Moves the clock to `target` through every moment between at which something is due, in order: what follows at one
 * moment is carried out before the next begins.
 */
export async function advanceTo(deps: AdvanceDeps, target: Date): Promise<ClockAnswer> {
  let warning: string | null = null;
  let stuck = 0;
  for (;;) {
    const { nextAt, warning: problem } = await settle(deps);
    if (problem !== null) {
      warning = problem;
      break;
    }
    if (nextAt === null || nextAt > target) break;
    if (nextAt <= deps.clock.now()) {
      stuck += 1;
      if (stuck > STUCK_STEPS) {
        warning = 'something says that it is due but is never done';
        break;
      }
      await pause(POLL_MS);
      continue;
    }
    stuck = 0;
    deps.clock.moveTo(nextAt);
    deps.moved();
  }
  if (deps.clock.now() < target) {
    deps.clock.moveTo(target);
    deps.moved();
    // Patience was used up once already: one more minute would not help.
    if (warning === null) warning = (await settle(deps)).warning;
  }
  const now = deps.clock.now().toISOString();
  return warning === null ? { now } : { now, warning };
}
