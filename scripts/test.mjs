/**
 * `npm test`: set-up, then every test: the check (format, lint, types, map, dead code, unit), the database and contract
 * tests on real Postgres (and on Redis when redis-server is installed), and the browser journeys in the sandbox.
 * `npm test -- --project db` and other flags go to vitest and skip the check.
 */
import { spawnSync } from 'node:child_process';
import { build, childEnv, install, node, root } from './setup.mjs';

install();
build();
const flags = process.argv.slice(2);
function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env: childEnv() });
  if (status !== 0) process.exit(status ?? 1);
}
if (flags.length === 0) run(node, ['scripts/check.ts', '--without-tests']);
run(node, ['node_modules/vitest/vitest.mjs', 'run', ...flags]);
