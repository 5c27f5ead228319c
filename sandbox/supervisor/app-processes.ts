import { join } from 'node:path';
import type { ChildSpec } from './child.ts';
import { runOnce } from './child.ts';
import { postmasters } from './leftovers.ts';
import type { Supervisor } from './supervisor.ts';

export type Ground = {
  /** Root of the repository. */
  root: string;
  dataDir: string;
  say(text: string): void;
};

const base = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

function specOf(ground: Ground, name: string, args: string[], env: Record<string, string>): ChildSpec {
  return { name, args, env: { ...base(), ...env }, cwd: ground.root, logDir: join(ground.dataDir, 'logs') };
}

/** Starts the embedded database under the supervisor and gives its address once it is ready. */
export async function startPostgres(ground: Ground, supervisor: Supervisor, port: number): Promise<string> {
  const folder = join(ground.dataDir, 'postgres');
  const ready = Promise.withResolvers<string>();
  const args = [join('scripts', 'postgres.ts'), '--data-dir', folder, '--port', String(port)];
  const onLine = (line: string) => {
    if (!line.startsWith('{')) return;
    try {
      const message = JSON.parse(line) as { ready?: boolean; url?: string; error?: string };
      if (message.ready === true && message.url !== undefined) ready.resolve(message.url);
      else if (message.error !== undefined) ready.reject(new Error(message.error));
    } catch {
      // a log line, not the ready message
    }
  };
  await supervisor.start({
    name: 'postgres',
    spec: () => ({ ...specOf(ground, 'postgres', args, {}), onLine }),
    alsoSignal: () => postmasters(folder),
  });
  const timeout = setTimeout(() => {
    const words = supervisor.lastLines('postgres').slice(-5).join('\n  ');
    ready.reject(new Error(`the database did not start within 60 seconds:\n  ${words}`));
  }, 60_000);
  return ready.promise.finally(() => clearTimeout(timeout));
}

/** Brings the tables up to date. */
export function migrate(ground: Ground, env: Record<string, string>): Promise<void> {
  return runOnce(specOf(ground, 'migrate', [join('scripts', 'migrate.ts')], env));
}

/** Builds the extension bundles for this app address, as Shopify's CLI would at deploy. */
export function buildExtensions(
  ground: Ground,
  appUrl: string,
  outDir: string,
  env: Record<string, string>,
): Promise<void> {
  return runOnce(
    specOf(
      ground,
      'extensions',
      [join('scripts', 'build-extensions.ts'), '--app-url', appUrl, '--out', outDir],
      env,
    ),
  );
}

/** Starts the app's two processes. */
export async function startApp(
  ground: Ground,
  supervisor: Supervisor,
  env: Record<string, string>,
): Promise<void> {
  await supervisor.start({
    name: 'web',
    spec: () => specOf(ground, 'web', [join('build', 'server', 'web.js')], env),
  });
  await supervisor.start({
    name: 'worker',
    spec: () => specOf(ground, 'worker', [join('build', 'server', 'worker.js')], env),
  });
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Waits until the app says that it is ready. Throws with the last words of web when it does not. */
export async function waitForApp(appUrl: string, supervisor: Supervisor, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    try {
      const answer = await fetch(`${appUrl}/ready`, { signal: AbortSignal.timeout(2000) });
      if (answer.ok) return;
    } catch {
      // not listening yet
    }
    if (Date.now() > end) {
      const words = supervisor.lastLines('web').slice(-8).join('\n  ');
      throw new Error(`the app was not ready within ${ms / 1000} seconds:\n  ${words}`);
    }
    await pause(100);
  }
}
