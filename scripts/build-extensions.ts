/**
 * Builds the extensions exactly as Shopify's CLI does, without the CLI: the same esbuild call on the same
 * generated entry, so that what is looked at in the sandbox is what would be deployed. One difference on
 * purpose: the CLI replaces process.env.X for every variable of the shell and of .env; here only NODE_ENV and
 * APP_URL are replaced, so no secret can end up in a public bundle.
 *
 *   node scripts/build-extensions.ts --app-url https://reprise.example --out build/extensions [--json]
 *
 * Writes NAME.js, NAME.js.map and NAME.locales.json ({ en: {…}, de: {…}, default: "en" }) for each extension,
 * and fails when a bundle is over the budget.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { parse as parseToml } from 'smol-toml';

/** Ours, in bytes of the largest compressed form; Shopify refuses over 64 KB. */
export const BUDGET_BYTES = 32 * 1024;

const EXTENSIONS = ['thank-you', 'order-status', 'post-purchase'] as const;
export type ExtensionName = (typeof EXTENSIONS)[number];

export interface BuiltExtension {
  readonly name: ExtensionName;
  readonly targets: readonly string[];
  readonly file: string;
  readonly localesFile: string;
  /** Bytes, as they are and by each way of compressing. */
  readonly raw: number;
  readonly gzip: number;
  readonly deflate: number;
  readonly brotli: number;
  readonly isOverBudget: boolean;
}

export interface BuildInput {
  /** Base URL of the app: https, or http on a loopback address. */
  readonly appUrl: string;
  readonly outDir: string;
  /** The folder that holds the extensions; the repository's own by default. */
  readonly extensionsDir?: string;
}

interface Target {
  readonly target: string;
  readonly module: string;
}

function checkAppUrl(appUrl: string): string {
  let url: URL;
  try {
    url = new URL(appUrl);
  } catch {
    throw new Error(`--app-url: "${appUrl}" is not an address`);
  }
  const isLoopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    throw new Error('--app-url: https is needed (http only on this machine)');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new Error('--app-url: only scheme, host, port and path; it ends up in a public file');
  }
  return url.href.replace(/\/+$/, '');
}

interface Entry {
  readonly targets: readonly string[];
  /** What the CLI generates: one call of `extend` for each target. */
  readonly contents: string;
}

async function readEntry(dir: string): Promise<Entry> {
  const toml = parseToml(await readFile(join(dir, 'shopify.extension.toml'), 'utf8')) as {
    type?: string;
    extensions?: { targeting?: Target[] }[];
  };
  // The older kind has no targets: its own entry calls `extend`.
  if (toml.type === 'checkout_post_purchase') {
    return {
      targets: ['Checkout::PostPurchase::ShouldRender', 'Checkout::PostPurchase::Render'],
      contents: `import './src/index.ts';`,
    };
  }
  const targets = (toml.extensions ?? []).flatMap((extension) => extension.targeting ?? []);
  if (targets.length === 0) throw new Error(`${dir}: no target in shopify.extension.toml`);
  return {
    targets: targets.map(({ target }) => target),
    contents: targets
      .map(
        ({ target, module }, i) =>
          `import Target_${i} from '${module}';shopify.extend('${target}', (...args) => Target_${i}(...args));`,
      )
      .join('\n'),
  };
}

async function readLocales(dir: string): Promise<Record<string, unknown>> {
  const locales: Record<string, unknown> = {};
  let fallback: string | undefined;
  for (const file of (await readdir(dir)).sort()) {
    const found = /^([a-zA-Z-]+)(\.default)?\.json$/.exec(file);
    const language = found?.[1];
    if (!language) continue;
    locales[language] = JSON.parse(await readFile(join(dir, file), 'utf8'));
    if (found[2]) {
      if (fallback) throw new Error(`${dir}: exactly one *.default.json`);
      fallback = language;
    }
  }
  if (!fallback) throw new Error(`${dir}: exactly one *.default.json`);
  return { ...locales, default: fallback };
}

async function buildOne(
  name: ExtensionName,
  dir: string,
  appUrl: string,
  outDir: string,
): Promise<BuiltExtension> {
  const { targets, contents } = await readEntry(dir);
  const file = join(outDir, `${name}.js`);
  await build({
    stdin: {
      contents,
      resolveDir: dir,
      loader: 'tsx',
    },
    outfile: file,
    bundle: true,
    minify: true,
    target: 'es6',
    jsx: 'automatic',
    format: 'iife',
    loader: { '.esnext': 'ts', '.js': 'jsx' },
    legalComments: 'none',
    sourcemap: true,
    sourceRoot: `${dir}/src`,
    metafile: true,
    resolveExtensions: ['.tsx', '.ts', '.js', '.json', '.esnext', '.mjs', '.ejs'],
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.APP_URL': JSON.stringify(appUrl) },
    logLevel: 'silent',
  });
  const localesFile = join(outDir, `${name}.locales.json`);
  await writeFile(localesFile, `${JSON.stringify(await readLocales(join(dir, 'locales')), null, 2)}\n`);

  const code = await readFile(file);
  if (code.includes('process.env')) {
    // In the page's worker there is no `process`: the extension would die there, silently.
    throw new Error(`${name}: the bundle still reads process.env`);
  }
  const sizes = {
    raw: code.length,
    gzip: gzipSync(code, { level: 9 }).length,
    deflate: deflateRawSync(code, { level: 9 }).length,
    brotli: brotliCompressSync(code).length,
  };
  return {
    name,
    targets,
    file,
    localesFile,
    ...sizes,
    isOverBudget: Math.max(sizes.gzip, sizes.deflate, sizes.brotli) > BUDGET_BYTES,
  };
}

/** Builds all extensions into `outDir`. Throws on a wrong address or code that does not build. */
export async function buildExtensions(input: BuildInput): Promise<readonly BuiltExtension[]> {
  const appUrl = checkAppUrl(input.appUrl);
  const extensionsDir = resolve(input.extensionsDir ?? join(import.meta.dirname, '..', 'extensions'));
  const outDir = resolve(input.outDir);
  await mkdir(outDir, { recursive: true });
  return Promise.all(EXTENSIONS.map((name) => buildOne(name, join(extensionsDir, name), appUrl, outDir)));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'app-url': { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const appUrl = values['app-url'] ?? process.env.APP_URL;
  if (!appUrl) throw new Error('--app-url (or APP_URL) is needed: it is baked into the bundles');
  if (!values.out) throw new Error('--out is needed: where the bundles go');
  const built = await buildExtensions({ appUrl, outDir: values.out });
  if (values.json) {
    console.log(JSON.stringify({ built, budgetBytes: BUDGET_BYTES }));
  } else {
    for (const one of built) {
      console.log(
        `${one.name}: ${one.raw} bytes; gzip ${one.gzip}, deflate ${one.deflate}, brotli ${one.brotli} ` +
          `(budget ${BUDGET_BYTES})`,
      );
    }
  }
  const over = built.filter((one) => one.isOverBudget).map((one) => one.name);
  if (over.length > 0) throw new Error(`over the budget of ${BUDGET_BYTES} bytes: ${over.join(', ')}`);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
