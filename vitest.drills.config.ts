import { defineConfig } from 'vitest/config';

/** The drills take minutes and are run by hand (`npm run drill`). */
export default defineConfig({
  test: { include: ['tests/drills/**/*.test.ts'], testTimeout: 3_600_000, hookTimeout: 300_000 },
});
