import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface Running {
  pid: number;
  port: number;
  stop(): Promise<void>;
}

export function freePort(): Promise<number> {
  return new Promise((ok, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? ok(address.port) : fail(new Error('no port')),
      );
    });
  });
}

function has(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`], { stdio: 'ignore' }).status === 0;
}

/** Moves this process, which makes the load, away from the core of the server under test. */
export function pinSelf(core: number): void {
  if (has('taskset')) spawnSync('taskset', ['-acp', String(core), String(process.pid)], { stdio: 'ignore' });
}

function stopper(child: ChildProcess): () => Promise<void> {
  return () =>
    new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.once('exit', () => done());
      child.kill('SIGTERM');
    });
}

/** Starts a server pinned to core 0 (where taskset exists) and waits until it answers. */
export async function startServer(
  file: string,
  env: Record<string, string>,
  input: { healthPath?: string; nodeArgs?: string[] } = {},
): Promise<Running> {
  const port = await freePort();
  const command = [process.execPath, ...(input.nodeArgs ?? []), resolve(root, file)];
  const [program, ...args] = has('taskset') ? ['taskset', '-c', '0', ...command] : command;
  const child = spawn(program!, args, {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      ...env,
      PORT: String(port),
      HOST: '127.0.0.1',
    } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = stopper(child);
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`${file} ended at start`);
    try {
      await fetch(`http://127.0.0.1:${port}${input.healthPath ?? '/health'}`);
      return { pid: child.pid!, port, stop };
    } catch {
      await new Promise((next) => setTimeout(next, 50));
    }
  }
  await stop();
  throw new Error(`${file} does not answer`);
}

/** Starts our worker, on whatever core is free, and waits until it says that it is ready. */
export async function startWorker(env: Record<string, string>): Promise<Omit<Running, 'port'>> {
  const child = spawn(process.execPath, [resolve(root, 'build/server/worker.js')], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((ok, fail) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('worker is ready')) ok();
    });
    child.once('exit', () => fail(new Error('the worker ended at start')));
  });
  return { pid: child.pid!, stop: stopper(child) };
}

/**
 * A Postgres of its own in a temporary folder, with the schema of this checkout. `pid` is the server's. Durable as in production
 * (fsync, synchronous_commit); shared_buffers as when the budgets were set.
 */
export async function startPostgres(settings: string[] = []): Promise<Running & { url: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-bench-'));
  const child = spawn(
    process.execPath,
    [
      'scripts/postgres.ts',
      '--data-dir',
      folder,
      ...['shared_buffers=2GB', ...settings].flatMap((each) => ['--setting', each]),
    ],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ready = await new Promise<{ url: string; port: number; pid: number }>((ok, fail) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n')[0]!;
      if (text.includes('\n')) ok(JSON.parse(line));
    });
    child.once('exit', () => fail(new Error('Postgres ended at start')));
  });
  const migrated = spawnSync(process.execPath, ['scripts/migrate.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: ready.url },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (migrated.status !== 0) throw new Error('the migrations failed');
  const stop = stopper(child);
  return {
    ...ready,
    async stop() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Redis of its own without persistence; null when redis-server is not installed. */
export async function startRedis(): Promise<(Running & { url: string }) | null> {
  if (!has('redis-server')) return null;
  const port = await freePort();
  const child = spawn(
    'redis-server',
    [
      '--port',
      String(port),
      '--save',
      '',
      '--appendonly',
      'no',
      '--bind',
      '127.0.0.1',
      '--maxmemory-policy',
      'noeviction',
    ],
    { stdio: 'ignore' },
  );
  await new Promise((next) => setTimeout(next, 300));
  return { pid: child.pid!, port, url: `redis://127.0.0.1:${port}`, stop: stopper(child) };
}
