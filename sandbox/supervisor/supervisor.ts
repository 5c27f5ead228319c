import type { Child, ChildSpec } from './child.ts';
import { startChild } from './child.ts';
import { writeRun } from './leftovers.ts';

export type ProcessName = 'web' | 'worker' | 'postgres' | 'redis';
export type ProcessState = {
  name: string;
  pid: number | null;
  state: 'running' | 'restarting' | 'stopped';
  restarts: number;
  startedAt: string | null;
};

/** One process that must always run. */
export type Service = {
  name: ProcessName;
  spec(): ChildSpec;
  /** Further processes that a signal must reach, as the database server behind its starter. */
  alsoSignal?(): number[];
  /** Done before a restart. */
  beforeStart?(): Promise<void>;
};

export type Supervisor = {
  start(service: Service): Promise<void>;
  list(): ProcessState[];
  /** Sends a signal to a process; false when there is none of that name. */
  signal(name: string, signal: NodeJS.Signals): boolean;
  lastLines(name: string): string[];
  /** Ends all: web and worker first, gracefully, then the stores. */
  stop(): Promise<void>;
};

type Running = {
  service: Service;
  child: Child | null;
  restarts: number;
  startedAt: string | null;
  failures: number;
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const QUICK_MS = 5000;

/** Keeps processes running: one that ends is started again, at once the first time, later and later if it keeps ending. */
export function createSupervisor(deps: { dataDir: string; say(text: string): void }): Supervisor {
  const running = new Map<string, Running>();
  let isStopping = false;

  const note = () => {
    const children = [...running.values()].flatMap(({ service, child }) =>
      child === null ? [] : [{ name: service.name, pid: child.pid, mark: service.spec().args[0] ?? '' }],
    );
    writeRun(deps.dataDir, { pid: process.pid, children });
  };

  note();

  const launch = (entry: Running) => {
    const begun = Date.now();
    const child = startChild(entry.service.spec());
    entry.child = child;
    entry.startedAt = new Date().toISOString();
    note();
    void child.gone.then(async ({ code, signal }) => {
      entry.child = null;
      if (isStopping) return;
      entry.failures = Date.now() - begun < QUICK_MS ? entry.failures + 1 : 1;
      entry.restarts += 1;
      deps.say(`${entry.service.name} ended (${signal ?? `code ${code}`}), starting it again`);
      if (entry.failures > 1) {
        const words = child.lastLines().slice(-3).join('\n    ');
        if (words !== '') deps.say(`  its last words:\n    ${words}`);
      }
      await pause(Math.min(50 * 2 ** (entry.failures - 1), 5000));
      if (isStopping) return;
      await entry.service.beforeStart?.();
      if (!isStopping) launch(entry);
    });
  };

  const end = async (entry: Running, graceMs: number) => {
    const child = entry.child;
    if (child === null) return;
    child.process.kill('SIGTERM');
    const isGone = await Promise.race([child.gone.then(() => true), pause(graceMs).then(() => false)]);
    if (isGone) return;
    for (const pid of entry.service.alsoSignal?.() ?? []) kill(pid, 'SIGKILL');
    child.process.kill('SIGKILL');
    await Promise.race([child.gone, pause(200)]);
  };

  return {
    async start(service) {
      const entry: Running = { service, child: null, restarts: 0, startedAt: null, failures: 0 };
      running.set(service.name, entry);
      await service.beforeStart?.();
      launch(entry);
    },
    list: () =>
      [...running.values()].map(({ service, child, restarts, startedAt }) => ({
        name: service.name,
        pid: child?.pid ?? null,
        state: child !== null ? 'running' : isStopping ? 'stopped' : 'restarting',
        restarts,
        startedAt,
      })),
    signal(name, signal) {
      const entry = running.get(name);
      if (entry === undefined) return false;
      for (const pid of entry.service.alsoSignal?.() ?? []) kill(pid, signal);
      entry.child?.process.kill(signal);
      return true;
    },
    lastLines: (name) => running.get(name)?.child?.lastLines() ?? [],
    async stop() {
      isStopping = true;
      const all = [...running.values()];
      const isStore = (entry: Running) => entry.service.name === 'postgres' || entry.service.name === 'redis';
      await Promise.all(all.filter((entry) => !isStore(entry)).map((entry) => end(entry, 2200)));
      await Promise.all(all.filter(isStore).map((entry) => end(entry, 900)));
    },
  };
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // gone already
  }
}
