/**
 * `npm run check`: format, lint, types, dependency map, dead code and unit tests, side by side where they can be.
 * Prints one line for each and the output of those that failed. Under a minute on two cores.
 */
import { spawn } from 'node:child_process';

interface Step {
  name: string;
  command: string;
  args: string[];
}

const bin = (name: string) => `node_modules/.bin/${name}`;
const withoutTests = process.argv.includes('--without-tests');

/** What the compiler learned last time stays in node_modules: a second check looks at what changed. */
const remember = (name: string) => [
  '--incremental',
  '--tsBuildInfoFile',
  `node_modules/.cache/types/${name}.tsbuildinfo`,
];

const lanes: Step[][] = [
  [
    {
      name: 'format and lint',
      command: bin('biome'),
      args: ['ci', '--colors=off', '--diagnostic-level=warn', '.'],
    },
    {
      name: 'dependency map',
      command: bin('depcruise'),
      args: ['--config', '.dependency-cruiser.mjs', 'app', 'rules', 'extensions', 'sandbox'],
    },
    { name: 'dead code', command: bin('knip'), args: ['--no-progress'] },
  ],
  [
    { name: 'types', command: bin('tsc'), args: ['--noEmit', ...remember('app')] },
    { name: 'types of rules', command: bin('tsc'), args: ['--noEmit', '-p', 'rules', ...remember('rules')] },
    {
      name: 'types of extensions',
      command: bin('tsc'),
      args: ['--noEmit', '-p', 'extensions', ...remember('extensions')],
    },
  ],
];
const tests: Step = {
  name: 'unit tests',
  command: bin('vitest'),
  args: ['run', '--project', 'unit', '--project', 'extensions', '--reporter=dot'],
};

let isFailed = false;
async function run({ name, command, args }: Step): Promise<void> {
  const start = Date.now();
  const chunks: Buffer[] = [];
  const code = await new Promise<number>((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', (status) => resolve(status ?? 1));
    child.on('error', () => resolve(127));
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'}  ${name} (${seconds} s)`);
  if (code !== 0) {
    isFailed = true;
    console.log(Buffer.concat(chunks).toString().trimEnd());
  }
}

const start = Date.now();
await Promise.all(
  lanes.map(async (lane) => {
    for (const step of lane) await run(step);
  }),
);
if (!withoutTests) await run(tests);
console.log(`check: ${isFailed ? 'failed' : 'all good'} in ${((Date.now() - start) / 1000).toFixed(0)} s`);
process.exit(isFailed ? 1 : 0);
