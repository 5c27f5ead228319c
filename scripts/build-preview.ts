/**
 * Builds what the offer editor's preview runs: for each page (thank-you, order-status) one script of three parts — the words of
 * the extension, the frame that plays Shopify's page (app/ui/offers/preview/frame), and the extension's bundle, built by the same
 * call as the one that is deployed. Only the app's address differs: the frame answers every call itself, so none is baked in.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildExtensions } from './build-extensions.ts';

/** Writes thank-you.js and order-status.js into `outDir`. Throws when something does not build. */
export async function buildPreview(outDir: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'reprise-preview-'));
  try {
    const extensions = await buildExtensions({ appUrl: 'https://preview.invalid', outDir: work });
    const frame = join(work, 'frame.js');
    await build({
      entryPoints: [join(import.meta.dirname, '../app/ui/offers/preview/frame/main.ts')],
      outfile: frame,
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
      legalComments: 'none',
      logLevel: 'warning',
    });
    await mkdir(outDir, { recursive: true });
    for (const { name, file, localesFile } of extensions) {
      if (name !== 'thank-you' && name !== 'order-status') continue;
      const words = JSON.stringify(JSON.parse(await readFile(localesFile, 'utf8')));
      const code = (await readFile(file, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
      const parts = [`const REPRISE_WORDS=${words};`, await readFile(frame, 'utf8'), code];
      await writeFile(join(outDir, `${name}.js`), parts.join('\n'));
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
