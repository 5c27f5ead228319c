import { type ChildProcess, spawn } from 'node:child_process';
import { type Box, boxAt } from './box.ts';

/** A sandbox of a test's own: for what ends, starts or breaks a whole one. */
export interface OwnSandbox {
  box: Box;
  app: string;
  pid: number;
  /** what it said on standard error */
  said(): string;
  /** Sends a signal and waits for the end. @returns how long it took and how it ended */
  end(signal: NodeJS.Signals): Promise<{ ms: number; code: number | null }>;
}

/**
 * Starts one as a program would: `--json`, any free port unless `args` say otherwise.
 * @throws with its last words when it ends before it is ready
 */
export async function startOwnSandbox(
  dataDir: string,
  args = ['--port', '0'],
  env: Record<string, string> = {},
): Promise<OwnSandbox> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'sandbox/main.ts', '--json', '--data-dir', dataDir, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } },
  );
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const gone = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = await new Promise<{ sandbox: string; app: string; pid: number }>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(JSON.parse(text.slice(0, text.indexOf('\n'))));
    });
    void gone.then((code) => reject(new Error(`the sandbox ended with ${code}: ${said}`)));
  });
  return {
    box: boxAt(ready.sandbox),
    app: ready.app,
    pid: ready.pid,
    said: () => said,
    async end(signal) {
      const begun = performance.now();
      child.kill(signal);
      const code = await gone;
      return { ms: performance.now() - begun, code };
    },
  };
}
