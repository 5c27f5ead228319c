import { dueBacklog } from '../platform/queue/due-rows.server.ts';
import type { Deps } from './deps.server.ts';

/** Names of this release's migrations, put in by scripts/build.ts. */
declare const __MIGRATIONS__: string[] | undefined;

/** Migrations of this release that the database has not had yet. */
export async function missingMigrations({ app }: Deps): Promise<string[]> {
  const wanted = typeof __MIGRATIONS__ === 'undefined' ? [] : __MIGRATIONS__;
  const { rows } = await app.db.query<{ migration_name: string }>(
    'select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  return wanted.filter((name) => !applied.has(name));
}

/** What waits to be carried out: receipts, queued jobs, due rows, and when the next row falls due. */
export async function workLeft({ app, queue }: Deps): Promise<{
  webhooks: number;
  jobs: number;
  dueRows: number;
  nextDueAt: string | null;
}> {
  const [receipts, jobs, { dueRows, nextDueAt }] = await Promise.all([
    app.db.query<{ waiting: bigint }>('select count(*) as waiting from webhook_receipts where state = 0'),
    queue.size(),
    dueBacklog(app.db, app.clock.now()),
  ]);
  return {
    webhooks: Number(receipts.rows[0]?.waiting ?? 0),
    jobs,
    dueRows,
    nextDueAt: nextDueAt?.toISOString() ?? null,
  };
}
