import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';

export type ChildSpec = {
  name: string;
  args: string[];
  env: Record<string, string>;
  cwd: string;
  logDir: string;
  /** Called with each line on standard output. */
  onLine?: (line: string) => void;
};

export type Child = {
  process: ChildProcess;
  pid: number;
  /** Resolves when the process is gone. */
  gone: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  lastLines(): string[];
};

const TAIL = 40;

/** Starts a Node process; what it says goes to a file in the data folder and its last lines are kept. */
export function startChild(spec: ChildSpec): Child {
  mkdirSync(spec.logDir, { recursive: true });
  const log = createWriteStream(join(spec.logDir, `${spec.name}.log`), { flags: 'a' });
  const child = spawn(process.execPath, spec.args, {
    cwd: spec.cwd,
    env: spec.env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const tail: string[] = [];
  let rest = '';
  const take = (chunk: Buffer, isOut: boolean) => {
    log.write(chunk);
    const text = isOut ? rest + chunk.toString('utf8') : chunk.toString('utf8');
    const lines = text.split('\n');
    if (isOut) rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      tail.push(line);
      if (tail.length > TAIL) tail.shift();
      if (isOut) spec.onLine?.(line);
    }
  };
  child.stdout.on('data', (chunk: Buffer) => take(chunk, true));
  child.stderr.on('data', (chunk: Buffer) => take(chunk, false));
  const gone = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      tail.push(error.message);
      resolve({ code: 1, signal: null });
    });
    child.once('exit', (code, signal) => {
      log.end();
      resolve({ code, signal });
    });
  });
  return { process: child, pid: child.pid ?? -1, gone, lastLines: () => [...tail] };
}

/** Runs a Node program to its end. Throws with its last words when it fails. */
export async function runOnce(spec: ChildSpec): Promise<void> {
  const child = startChild(spec);
  const { code, signal } = await child.gone;
  if (code === 0) return;
  const words = child.lastLines().slice(-8).join('\n  ');
  throw new Error(`${spec.args.join(' ')} ended with ${signal ?? code}:\n  ${words}`);
}
