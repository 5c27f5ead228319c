import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a run writes down so that the next one can clear up after it. */
export type RunFile = { pid: number; children: { name: string; pid: number; mark: string }[] };

/** The command line of a process, or null when there is none with this id. */
export function commandOf(pid: number): string | null {
  try {
    return (
      execFileSync('ps', ['-p', String(pid), '-o', 'args='], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() || null
    );
  } catch {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
    } catch {
      return null;
    }
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
}

async function end(pid: number, isStillIt: () => boolean): Promise<void> {
  signal(pid, 'SIGTERM');
  for (let waited = 0; waited < 2000; waited += 50) {
    if (!isStillIt()) return;
    await pause(50);
  }
  signal(pid, 'SIGKILL');
  for (let waited = 0; waited < 1000 && isStillIt(); waited += 50) await pause(50);
}

const fileOf = (dataDir: string) => join(dataDir, 'run.json');

/** Notes this run. */
export function writeRun(dataDir: string, run: RunFile): void {
  writeFileSync(fileOf(dataDir), JSON.stringify(run));
}

/** Forgets this run: nothing is left of it. */
export function forgetRun(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

/**
 * Clears up after a run that did not end by itself: children that are still there are ended, a pid file of nobody is
 * dropped. Throws when that run is alive: two sandboxes cannot share one data folder.
 */
export async function clearLeftovers(dataDir: string): Promise<string[]> {
  const done: string[] = [];
  const file = fileOf(dataDir);
  if (existsSync(file)) {
    let run: RunFile | null = null;
    try {
      run = JSON.parse(readFileSync(file, 'utf8')) as RunFile;
    } catch {
      done.push('dropped an unreadable run.json');
    }
    if (run !== null) {
      const command = commandOf(run.pid);
      if (run.pid !== process.pid && command?.includes('sandbox/main.ts')) {
        throw new Error(
          `another sandbox (process ${run.pid}) is using ${dataDir}. Stop it, or give --data-dir another folder.`,
        );
      }
      const endings = run.children.map(async (child) => {
        const isIt = () => commandOf(child.pid)?.includes(child.mark) ?? false;
        if (!isIt()) return;
        await end(child.pid, isIt);
        done.push(`ended ${child.name} (${child.pid}) of an earlier run`);
      });
      await Promise.all(endings);
    }
    forgetRun(dataDir);
  }
  for (const pid of postmasters(join(dataDir, 'postgres'))) {
    const isIt = () => commandOf(pid)?.includes('postgres') ?? false;
    if (!isIt()) continue;
    signal(pid, 'SIGINT');
    await end(pid, isIt);
    done.push(`ended the database (${pid}) of an earlier run`);
  }
  return done;
}

/** Process ids in the postmaster.pid files at or just below a folder. */
export function postmasters(folder: string): number[] {
  if (!existsSync(folder)) return [];
  const folders = [
    folder,
    ...readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isDirectory())
      .map((one) => join(folder, one.name)),
  ];
  return folders.flatMap((one) => {
    const file = join(one, 'postmaster.pid');
    if (!existsSync(file)) return [];
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? [pid] : [];
  });
}
