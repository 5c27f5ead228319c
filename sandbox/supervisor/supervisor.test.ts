import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { ChildSpec } from './child.ts';
import { runOnce } from './child.ts';
import { clearLeftovers, commandOf, writeRun } from './leftovers.ts';
import { choosePorts } from './port-plan.ts';
import { createSupervisor } from './supervisor.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-supervisor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spec = (name: string, code: string): ChildSpec => ({
  name,
  args: ['-e', code],
  env: { PATH: process.env.PATH ?? '' },
  cwd: folder,
  logDir: folder,
});
const FOREVER = 'setInterval(() => {}, 1000)';
const STUBBORN = `process.on("SIGTERM", () => {}); ${FOREVER}`;

describe('the supervisor', () => {
  test('starts a killed process again and ends all of them in time, even one that will not', async () => {
    const supervisor = createSupervisor({ dataDir: folder, say: () => undefined });
    await supervisor.start({ name: 'web', spec: () => spec('web', FOREVER) });
    await supervisor.start({ name: 'worker', spec: () => spec('worker', STUBBORN) });
    const before = supervisor.list()[0]?.pid ?? 0;
    expect(supervisor.signal('web', 'SIGKILL')).toBe(true);
    expect(supervisor.signal('mailer', 'SIGKILL')).toBe(false);
    await vi.waitFor(
      () => expect(supervisor.list()[0]).toMatchObject({ name: 'web', state: 'running', restarts: 1 }),
      { timeout: 5000 },
    );
    expect(supervisor.list()[0]?.pid).not.toBe(before);
    const begun = Date.now();
    await supervisor.stop();
    expect(Date.now() - begun).toBeLessThan(4000);
    expect(supervisor.list().map((one) => one.state)).toEqual(['stopped', 'stopped']);
  }, 15_000);

  test('tells the last words of a program that failed', async () => {
    await expect(runOnce(spec('once', 'console.error("no such table"); process.exit(3)'))).rejects.toThrow(
      /ended with 3:\s+no such table/,
    );
  });
});

describe('leftovers of a run that was killed', () => {
  test('are ended, unless their process id belongs to somebody else by now', async () => {
    const orphan = spawn(process.execPath, ['-e', FOREVER], { stdio: 'ignore' });
    const stranger = spawn(process.execPath, ['-e', `${FOREVER} // other`], { stdio: 'ignore' });
    await vi.waitFor(() => expect(commandOf(orphan.pid ?? 0)).toContain('-e'));
    writeRun(folder, {
      pid: 2_000_000_000,
      children: [
        { name: 'web', pid: orphan.pid ?? 0, mark: FOREVER },
        { name: 'worker', pid: stranger.pid ?? 0, mark: 'build/server/worker.js' },
      ],
    });
    const gone = new Promise((resolve) => orphan.once('exit', resolve));
    expect(await clearLeftovers(folder)).toEqual([`ended web (${orphan.pid}) of an earlier run`]);
    await gone;
    expect(stranger.exitCode).toBeNull();
    stranger.kill('SIGKILL');
  });

  test('an unreadable note is dropped', async () => {
    writeFileSync(join(folder, 'run.json'), '{');
    expect(await clearLeftovers(folder)).toEqual(['dropped an unreadable run.json']);
    expect(await clearLeftovers(folder)).toEqual([]);
  });
});

describe('ports', () => {
  test('are those of the last run while they are free, else others; a named one that is taken is refused', async () => {
    const dataDir = mkdtempSync(join(folder, 'ports-'));
    const first = await choosePorts({ port: 0, dataDir });
    expect(new Set(Object.values(first)).size).toBe(4);
    expect(await choosePorts({ port: 0, dataDir })).toEqual(first);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(first.sandbox, '127.0.0.1', resolve));
    expect((await choosePorts({ port: null, dataDir })).sandbox).not.toBe(first.sandbox);
    await expect(choosePorts({ port: first.sandbox, dataDir })).rejects.toThrow('is taken');
    await new Promise((resolve) => server.close(resolve));
  });
});
