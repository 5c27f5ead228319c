/**
 * The store in a box: `node sandbox/main.ts [--json] [--port N] [--data-dir DIR] [--fresh]`.
 * Progress goes to standard error; with --json the only line on standard output says that all is ready.
 */
import { join } from 'node:path';
import { readOptions } from './options.ts';
import type { Sandbox } from './start.ts';
import { startSandbox } from './start.ts';

const root = join(import.meta.dirname, '..');
const begun = Date.now();

const say = (text: string): void => {
  process.stderr.write(`[${((Date.now() - begun) / 1000).toFixed(1).padStart(5)}s] ${text}\n`);
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), root);
  let sandbox: Sandbox | null = null;
  let isEnding = false;
  const end = async (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    say(`${signal}: ending everything`);
    const force = setTimeout(() => process.exit(1), 4800);
    await sandbox?.stop();
    clearTimeout(force);
    say('ended');
    process.exit(0);
  };
  process.on('SIGINT', () => void end('SIGINT'));
  process.on('SIGTERM', () => void end('SIGTERM'));

  sandbox = await startSandbox(options, root, say, (started) => {
    sandbox = started;
  });
  if (isEnding) return;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ ready: true, sandbox: sandbox.sandboxUrl, app: sandbox.appUrl, pid: process.pid })}\n`,
    );
  } else {
    const { box, sandboxUrl } = sandbox;
    const places: [string, string][] = [[`${sandboxUrl}/`, 'the shops, the clock, links to everything']];
    for (const shop of box.shops()) {
      places.push(
        [box.adminUrl(shop), `the admin of ${shop.name}`],
        [box.storefrontUrl(shop), 'its storefront'],
      );
    }
    places.push([`${sandboxUrl}/mail`, 'the mailbox']);
    const width = Math.max(...places.map(([url]) => url.length)) + 2;
    const lines = ['', 'Ready. Open', ...places.map(([url, what]) => `  ${url.padEnd(width)}${what}`)];
    lines.push('', 'Ctrl+C ends everything; the next start goes on where it stopped.', '');
    process.stdout.write(lines.join('\n'));
  }
}

// One page that fails must not take the whole box with it.
process.on('unhandledRejection', (reason) =>
  say(`a bug: ${reason instanceof Error ? reason.stack : String(reason)}`),
);

main().catch((error: Error) => {
  say(`cannot start: ${error.message}`);
  process.exit(1);
});
