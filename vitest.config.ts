import { defineConfig } from 'vitest/config';

/**
 * Five kinds of test, each with its own needs:
 * unit (pure, part of `npm run check`), extensions (jsdom + Shopify's tester), db (real Postgres),
 * contracts (one battery per port, every adapter), journeys (the sandbox and a real browser; and the fault drills, which break
 * the sandbox's parts on purpose).
 */
export default defineConfig({
  test: {
    reporters: ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          // Property tests try thousands of inputs; on a shared machine that takes what it takes.
          testTimeout: 30_000,
          environment: 'node',
          include: ['{app,rules,sandbox,scripts,bench}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.db.test.ts', '**/node_modules/**'],
        },
      },
      {
        esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
        test: {
          name: 'extensions',
          testTimeout: 30_000,
          environment: 'jsdom',
          include: ['extensions/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**'],
          server: { deps: { inline: [/@shopify\/ui-extensions-tester/] } },
        },
      },
      {
        test: {
          name: 'db',
          sequence: { groupOrder: 1 },
          environment: 'node',
          include: ['app/**/*.db.test.ts', 'tests/contracts/**/*.test.ts', 'tests/replay/**/*.test.ts'],
          globalSetup: ['tests/support/postgres.global.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'journeys',
          // Real browsers and processes on a shared machine: a second try tells a slow moment from a fault.
          retry: 1,
          sequence: { groupOrder: 2 },
          environment: 'node',
          include: ['tests/journeys/**/*.test.ts', 'tests/faults/**/*.test.ts'],
          globalSetup: ['tests/support/sandbox.global.ts'],
          setupFiles: ['tests/support/leave-shops.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
