/** `npm run sandbox`: set-up, then the store in a box with the app in it. Flags go to sandbox/main.ts. */
import { spawn } from 'node:child_process';
import { build, childEnv, install, node, root } from './setup.mjs';

install();
build();
const child = spawn(
  node,
  ['--disable-warning=ExperimentalWarning', 'sandbox/main.ts', ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
    env: childEnv(),
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
