import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    sandboxUrl: string;
    appUrl: string;
    /** '' when the sandbox was not started by this run and SANDBOX_OPERATOR_TOKEN is not given */
    operatorToken: string;
  }
}

/**
 * The whole store in a box for the browser journeys of a run: one sandbox, each journey makes a shop of its own. SANDBOX_URL
 * (one that runs already) replaces it while working on a journey.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (process.env.SANDBOX_URL) {
    project.provide('sandboxUrl', process.env.SANDBOX_URL);
    project.provide('appUrl', process.env.SANDBOX_APP_URL ?? '');
    project.provide('operatorToken', process.env.SANDBOX_OPERATOR_TOKEN ?? '');
    return async () => {};
  }
  const folder = mkdtempSync(join(tmpdir(), 'reprise-journeys-'));
  const operatorToken = randomBytes(24).toString('hex');
  const child: ChildProcess = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      'sandbox/main.ts',
      '--json',
      '--port',
      '0',
      '--data-dir',
      folder,
    ],
    {
      stdio: ['ignore', 'pipe', process.env.SANDBOX_LOG ? 'inherit' : 'pipe'],
      env: { ...process.env, OPERATOR_TOKEN: operatorToken },
    },
  );
  const errors: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    errors.push(chunk.toString());
    if (errors.length > 200) errors.shift();
  });
  const ready = await new Promise<{ sandbox: string; app: string }>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n').find((candidate) => candidate.includes('"ready":true'));
      if (line) resolve(JSON.parse(line) as { sandbox: string; app: string });
    });
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}:\n${errors.join('')}`)));
  });
  project.provide('sandboxUrl', ready.sandbox);
  project.provide('appUrl', ready.app);
  project.provide('operatorToken', operatorToken);
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
}
