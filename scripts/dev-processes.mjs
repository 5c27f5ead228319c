/**
 * The app's processes on a developer's machine, as Shopify's CLI starts them: it gives HOST (the tunnel), PORT,
 * SHOPIFY_API_KEY, SHOPIFY_API_SECRET and SCOPES. An embedded Postgres in .data/dev unless DATABASE_URL is set; keys of its own
 * in .data/dev/keys.json; mail to SMTP_URL (default smtp://127.0.0.1:1025, where local mail catchers listen). Rebuilds and
 * restarts web and worker when a file in app/, rules/ or extensions/ changes.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, childEnv, node, root } from './setup.mjs';

const folder = join(root, '.data/dev');
mkdirSync(folder, { recursive: true });
const keysFile = join(folder, 'keys.json');
if (!existsSync(keysFile)) {
  const keys = {
    ENCRYPTION_KEYS: `dev:${randomBytes(32).toString('base64')}`,
    OPERATOR_TOKEN: randomBytes(18).toString('hex'),
  };
  writeFileSync(keysFile, JSON.stringify(keys), { mode: 0o600 });
}
const env = childEnv({
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  APP_URL: process.env.APP_URL ?? process.env.HOST ?? '',
  SHOPIFY_SCOPES: process.env.SHOPIFY_SCOPES ?? process.env.SCOPES ?? '',
  SMTP_URL: process.env.SMTP_URL ?? 'smtp://127.0.0.1:1025',
  MAIL_FROM: process.env.MAIL_FROM ?? 'Reprise <dev@localhost>',
  ...JSON.parse(readFileSync(keysFile, 'utf8')),
});

const children = new Map();
let isStopping = false;
function start(name, args) {
  const child = spawn(node, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env });
  children.set(name, child);
  child.on('exit', (code) => {
    children.delete(name);
    if (!isStopping && !child.isReplaced) {
      process.stderr.write(`${name} ended with ${code}\n`);
      stop();
    }
  });
  return child;
}
function stop() {
  if (isStopping) return;
  isStopping = true;
  for (const child of children.values()) child.kill('SIGTERM');
  setTimeout(() => process.exit(0), 5_000).unref();
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

if (!env.DATABASE_URL) {
  const postgres = start('postgres', ['scripts/postgres.ts', '--data-dir', join(folder, 'postgres')]);
  const line = await new Promise((resolve) => postgres.stdout.once('data', resolve));
  env.DATABASE_URL = JSON.parse(line.toString()).url;
}

function startApp() {
  build();
  const migration = spawn(node, ['scripts/migrate.ts'], { cwd: root, stdio: 'inherit', env });
  migration.on('exit', (code) => {
    if (code !== 0) return stop();
    for (const name of ['web', 'worker'])
      start(name, [`build/server/${name}.js`]).stdout.pipe(process.stdout);
  });
}
startApp();

let timer;
for (const place of ['app', 'rules/src']) {
  watch(join(root, place), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const name of ['web', 'worker']) {
        const child = children.get(name);
        if (child) {
          child.isReplaced = true;
          child.kill('SIGTERM');
        }
      }
      startApp();
    }, 300);
  });
}
