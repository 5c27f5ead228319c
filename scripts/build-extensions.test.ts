import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { BUDGET_BYTES, type BuiltExtension, buildExtensions } from './build-extensions.ts';

const outDir = mkdtempSync(join(tmpdir(), 'reprise-extensions-'));
let built: readonly BuiltExtension[];

beforeAll(async () => {
  vi.stubEnv('SHOPIFY_API_SECRET', 'a-secret-that-must-not-leak');
  built = await buildExtensions({ appUrl: 'https://reprise.example/', outDir });
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(outDir, { recursive: true, force: true });
});

describe('the bundles', () => {
  test('register the targets that the pages look for', () => {
    for (const one of built) {
      const extend = vi.fn();
      const shopify = { extend };
      vm.runInNewContext(readFileSync(one.file, 'utf8'), { shopify, self: { shopify } });
      expect(extend.mock.calls.map(([target]) => target)).toEqual(one.targets);
    }
    expect(built.flatMap((one) => one.targets)).toEqual([
      'purchase.thank-you.block.render',
      'customer-account.order-status.block.render',
      'Checkout::PostPurchase::ShouldRender',
      'Checkout::PostPurchase::Render',
    ]);
  });

  test('stay within the budget', () => {
    for (const one of built) {
      expect(one.isOverBudget).toBe(false);
      expect(Math.max(one.gzip, one.deflate, one.brotli)).toBeLessThan(BUDGET_BYTES);
    }
  });

  test('carry the app’s address and nothing else of the environment', () => {
    for (const one of built) {
      const code = readFileSync(one.file, 'utf8');
      expect(code).toContain('"https://reprise.example"');
      expect(code).not.toContain('process.env');
      expect(code).not.toContain('must-not-leak');
    }
  });

  test('come with their words', () => {
    for (const one of built) {
      const locales = JSON.parse(readFileSync(one.localesFile, 'utf8'));
      expect(locales.default).toBe('en');
      expect((locales.de.offer?.dismiss ?? locales.de.decline) as string).toBe('Nein, danke');
    }
  });

  test('are the same bytes when built again', async () => {
    const first = built.map((one) => readFileSync(one.file, 'utf8'));
    const again = await buildExtensions({ appUrl: 'https://reprise.example', outDir });
    expect(again.map((one) => readFileSync(one.file, 'utf8'))).toEqual(first);
  });
});

test.each([
  ['nonsense', 'not an address'],
  ['http://reprise.example', 'https is needed'],
  ['ftp://127.0.0.1', 'https is needed'],
  ['https://user:pass@reprise.example', 'ends up in a public file'],
  ['https://reprise.example/?token=1', 'ends up in a public file'],
])('refuses %s as the app’s address', async (appUrl, why) => {
  await expect(buildExtensions({ appUrl, outDir })).rejects.toThrow(why);
});

test('the command line fails with one sentence when the address is missing', () => {
  const { APP_URL: _, ...env } = process.env;
  const script = join(import.meta.dirname, 'build-extensions.ts');
  const run = () => execFileSync(process.execPath, [script, '--out', outDir], { env, stdio: 'pipe' });
  expect(run).toThrow(/--app-url \(or APP_URL\) is needed/);
});
