/**
 * Brings the database of DATABASE_URL to today's schema: Prisma's migrations, then BullMQ's own tables (used when there is
 * no REDIS_URL). Safe to run again and by several processes at once (Prisma takes an advisory lock).
 */
import { execFileSync } from 'node:child_process';
import { runMigrations } from 'bullmq';
import pg from 'pg';

const url = process.env.DATABASE_URL;
if (!url) {
  process.stderr.write('DATABASE_URL is not set: nothing to migrate.\n');
  process.exit(2);
}
execFileSync(
  process.execPath,
  ['--require', './scripts/prisma-timers.cjs', 'node_modules/prisma/build/index.js', 'migrate', 'deploy'],
  {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  },
);
const pool = new pg.Pool({ connectionString: url, max: 1 });
const client = await pool.connect();
try {
  await runMigrations(client);
} finally {
  client.release();
  await pool.end();
}
