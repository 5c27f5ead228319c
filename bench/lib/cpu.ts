import { readdirSync, readFileSync } from 'node:fs';

/** CPU time a process has used on all its threads so far, in microseconds; 0 when it is gone. Linux only. */
export function cpuMicros(pid: number): number {
  let nanos = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      try {
        nanos += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
      } catch {
        // The thread ended between the listing and the reading.
      }
    }
  } catch {
    return 0;
  }
  return nanos / 1_000;
}

/** The same for a process and its children (Postgres: one per connection, plus its writers). */
export function cpuMicrosOfFamily(pid: number): number {
  let micros = cpuMicros(pid);
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (parent === pid) micros += cpuMicros(Number(entry));
    } catch {
      // Ended meanwhile.
    }
  }
  return micros;
}
