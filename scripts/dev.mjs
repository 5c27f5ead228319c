/**
 * `npm run dev`: work on a real development store. Set-up, then Shopify's CLI (it asks you to sign in, makes a tunnel and starts
 * scripts/dev-processes.mjs through shopify.web.toml). Flags go to `shopify app dev`.
 */
import { spawn } from 'node:child_process';
import { childEnv, install, root } from './setup.mjs';

install();
const child = spawn('npx', ['--yes', '@shopify/cli@4', 'app', 'dev', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: childEnv(),
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
