/**
 * All set-up that `npm run sandbox`, `npm test` and `npm run dev` need, on any Node from 20 and before node_modules exists:
 * installs when the lock file changed, makes the Prisma client, builds what is stale. Says what it does on standard error.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules/.reprise-lock');

/** The Node 24 that this project brings along, whatever Node started us. */
export const node = join(root, 'node_modules/.bin/node');

function say(text) {
  process.stderr.write(`\u001b[2m[set-up]\u001b[0m ${text}\n`);
}

function timed(label, work) {
  const start = Date.now();
  say(`${label} …`);
  work();
  say(`${label}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
}

function run(command, args) {
  // Our own output may be JSON for a program: children's output goes to standard error.
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], env: childEnv() });
}

/** The environment for children: the project's Node first in PATH. */
export function childEnv(extra = {}) {
  return { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`, ...extra };
}

function hashOf(path) {
  return createHash('sha256')
    .update(readFileSync(join(root, path)))
    .digest('hex');
}

/** Installs the packages of package-lock.json unless they are there. */
export function install() {
  const wanted = hashOf('package-lock.json');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted && existsSync(node)) return;
  // Not `npm ci`: it refuses a lock file that lacks the binaries of platforms which the registry at hand does not carry.
  timed('installing packages (about a minute the first time)', () => {
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
    });
  });
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
}

/** Makes the Prisma client and the production build when their inputs changed. */
export function build() {
  timed('building what is stale', () => run(node, ['scripts/build.ts']));
}
