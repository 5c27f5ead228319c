/**
 * `npm run drill -- followups|verdict [--seed 7] [--rounds 12]`: breaks the parts of a sandbox of its own while it works, in an order that
 * the seed decides, and prints what it did and counted. Add a drill by adding a file to tests/drills.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, rounds: { type: 'string', default: '12' } },
});
const file = `tests/drills/${positionals[0] ?? ''}.test.ts`;
const isNumber = (text: string) => /^\d{1,9}$/.test(text);
if (!existsSync(file) || !isNumber(values.seed) || !isNumber(values.rounds)) {
  process.stderr.write('npm run drill -- followups|verdict [--seed 7] [--rounds 12]\n');
  process.exit(2);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.drills.config.ts', file],
  {
    stdio: 'inherit',
    env: { ...process.env, DRILL_SEED: values.seed, DRILL_ROUNDS: values.rounds },
  },
);
process.exit(status ?? 1);
