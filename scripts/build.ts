/**
 * `npm run build`: the Prisma client, the pages (Remix through Vite, build/remix) and the two processes (esbuild,
 * build/server). Each part is skipped when nothing that goes into it has changed since it was built; `--force` builds all.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { buildPreview } from './build-preview.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const isForced = process.argv.includes('--force');
const generated = 'app/platform/db/generated';

function filesBelow(place: string): string[] {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One hash over names and contents of all inputs. Packages count by the lock file. */
function hashOf(places: string[], except: string[] = []): string {
  const hash = createHash('sha256');
  for (const place of [...places, 'package-lock.json', 'scripts/build.ts']) {
    for (const file of filesBelow(place)) {
      if (except.some((prefix) => file.startsWith(prefix))) continue;
      hash.update(file).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

async function step(
  name: string,
  input: { from: string[]; except?: string[]; makes: string[] },
  work: () => void | Promise<void>,
): Promise<void> {
  const stamp = join('build/.stamps', name.replaceAll(' ', '-'));
  const wanted = hashOf(input.from, input.except);
  const isThere = input.makes.every((file) => existsSync(file));
  if (!isForced && isThere && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const start = performance.now();
  process.stderr.write(`${name} …\n`);
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

function run(script: string, args: string[]): void {
  try {
    execFileSync(process.execPath, [script, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // Prisma wants an address before it generates; it is not called.
      env: { DATABASE_URL: 'postgres://nobody@localhost/none', ...process.env, NODE_ENV: 'production' },
    });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}\n`);
    process.exit(1);
  }
}

await step('database client', { from: ['prisma/schema.prisma'], makes: [`${generated}/client.ts`] }, () => {
  run('node_modules/prisma/build/index.js', ['generate']);
});

const code = ['app', 'rules/src', 'vite.config.ts', 'tsconfig.json'];
await step(
  'pages',
  {
    from: code,
    except: [generated, 'app/worker.ts', 'app/web.ts', 'app/platform/db', 'app/platform/queue'],
    makes: ['build/remix/server/index.js', 'build/remix/client'],
  },
  () => {
    forgetOldAssets('build/remix/client/assets');
    run('node_modules/@remix-run/dev/dist/cli.js', ['vite:build']);
  },
);

await step(
  'preview of offers',
  {
    from: [
      'extensions',
      'rules/src',
      'app/ui/offers/preview',
      'scripts/build-preview.ts',
      'scripts/build-extensions.ts',
    ],
    makes: ['build/remix/client/preview/thank-you.js', 'build/remix/client/preview/order-status.js'],
  },
  () => buildPreview('build/remix/client/preview'),
);

const migrations = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

let isFailed = false;
for (const name of ['web', 'worker']) {
  await step(
    `${name} process`,
    {
      from: [...code, 'prisma/migrations'],
      except: [
        'app/ui',
        'app/routes/admin',
        'app/routes/buyer',
        `app/${name === 'web' ? 'worker' : 'web'}.ts`,
      ],
      makes: [`build/server/${name}.js`],
    },
    async () => {
      await esbuild.build({
        entryPoints: [`app/${name}.ts`],
        outfile: `build/server/${name}.js`,
        bundle: true,
        platform: 'node',
        target: 'node24',
        format: 'esm',
        jsx: 'automatic',
        sourcemap: true,
        legalComments: 'none',
        define: { __MIGRATIONS__: JSON.stringify(migrations) },
        plugins: [{ name: 'packages stay outside', setup: keepPackagesOutside }],
        logLevel: 'warning',
      });
    },
  ).catch(() => {
    isFailed = true; // esbuild has said why
  });
}
if (isFailed) process.exit(1);

/** Assets have their hash in their name and older ones may still be asked for; after a day nobody does. */
function forgetOldAssets(folder: string): void {
  if (!existsSync(folder)) return;
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (statSync(file).mtimeMs < yesterday) rmSync(file, { force: true });
  }
}

/** Packages are loaded from node_modules at run time; @reprise/rules is ours (TypeScript) and goes into the bundle. */
function keepPackagesOutside(build: esbuild.PluginBuild): void {
  build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
    if (kind === 'entry-point' || path.startsWith('@reprise/')) return null;
    return { path, external: true };
  });
}
