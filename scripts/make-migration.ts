/**
 * Writes prisma/migrations/0001_init from the schema, while there is no release to migrate from:
 * `node scripts/make-migration.ts` (DATABASE_URL must answer; nothing is changed in it). Hand-written SQL that Prisma cannot
 * express lives in prisma/migrations/0002_beyond_prisma.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const empty = join(mkdtempSync(join(tmpdir(), 'reprise-')), 'empty.prisma');
writeFileSync(empty, 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n');
const sql = execFileSync(
  'node_modules/.bin/prisma',
  [
    'migrate',
    'diff',
    '--from-schema-datamodel',
    empty,
    '--to-schema-datamodel',
    'prisma/schema.prisma',
    '--script',
  ],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
);
mkdirSync('prisma/migrations/0001_init', { recursive: true });
writeFileSync('prisma/migrations/0001_init/migration.sql', sql);
writeFileSync('prisma/migrations/migration_lock.toml', 'provider = "postgresql"\n');
process.stderr.write(`0001_init: ${sql.split('\n').length} lines\n`);
