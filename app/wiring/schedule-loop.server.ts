import type { Fate } from '../kit/fate.ts';
import { addMs, second } from '../kit/span.ts';
import type { AppContext, Handler } from '../platform/context.ts';
import { recurringSubject } from '../platform/queue/due-rows.server.ts';
import { globalSchedule, type ShopSchedule, shopSchedule } from './schedule.server.ts';

/** Wraps a recurring job's handler: whatever it returns, the row is armed again for the next round. */
export function recurring({ everyMs, nextAt }: ShopSchedule, handler: Handler): Handler {
  return async (ctx, input): Promise<Fate> => {
    // The same job may also be asked for once, out of turn: that run does not repeat.
    if (input.subject !== recurringSubject) return handler(ctx, input);
    const fate = await handler(ctx, input);
    if (fate.kind === 'snooze') return fate;
    const now = ctx.clock.now();
    return { kind: 'snooze', until: nextAt ? nextAt(ctx.shop, now) : addMs(now, everyMs) };
  };
}

/**
 * Keeps recurring work going: every installed shop has one due row per recurring job (they re-arm themselves), and global
 * work runs in whichever worker gets its advisory lock first.
 */
export function startSchedule(app: AppContext): { stop(): Promise<void> } {
  let isStopping = false;
  let wake: (() => void) | null = null;
  const lastRun = new Map<string, number>();

  async function armShops(): Promise<void> {
    for (const { job } of shopSchedule) {
      await app.db.query(
        `insert into due_items (shop_id, kind, subject, due_at)
         select id, $1, $3, $2 from shops where uninstalled_at is null
         on conflict (shop_id, kind, subject) do nothing`,
        [job.name, app.clock.now(), recurringSubject],
      );
    }
  }

  async function runGlobal(): Promise<void> {
    for (const { name, everyMs, run } of globalSchedule) {
      const now = app.clock.now().getTime();
      if (now - (lastRun.get(name) ?? 0) < everyMs) continue;
      lastRun.set(name, now);
      await app.db.tx(async (tx) => {
        const { rows } = await tx.query<{ locked: boolean }>(
          'select pg_try_advisory_xact_lock(hashtext($1)) as locked',
          [`schedule:${name}`],
        );
        if (rows[0]?.locked) await run(app);
      });
    }
  }

  async function loop(): Promise<void> {
    while (!isStopping) {
      try {
        await armShops();
        await runGlobal();
      } catch (error) {
        app.log.error({ err: error }, 'the schedule could not be kept, trying again');
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 5 * second);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  const running = loop();
  return {
    async stop() {
      isStopping = true;
      wake?.();
      await running;
    },
  };
}
