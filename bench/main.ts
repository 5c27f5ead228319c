/**
 * `npm run bench -- intake`, `visible`, `decide` or `results`: measures against budgets, peers side by side. `--quick` makes it a
 * smoke test of the bench itself; its figures mean little. Add a bench by adding a file beside this one with `run`.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
});
const name = positionals[0] ?? '';
const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, `${name}.ts`);
if (!/^[a-z]+$/.test(name) || name === 'main' || !existsSync(file)) {
  process.stderr.write('npm run bench -- intake|visible|decide|results [--quick]\n');
  process.exit(2);
}
const bench = (await import(pathToFileURL(file).href)) as {
  run(options: { isQuick: boolean }): Promise<boolean>;
};
process.exit((await bench.run({ isQuick: values.quick })) ? 0 : 1);
