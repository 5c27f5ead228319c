import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFree, nextFree } from './ports.ts';

export type Ports = { sandbox: number; app: number; smtp: number; postgres: number };

const DEFAULTS: Ports = { sandbox: 4400, app: 4401, smtp: 4425, postgres: 4432 };
const NAMES = ['sandbox', 'app', 'smtp', 'postgres'] as const;

function remembered(file: string): Partial<Ports> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Ports>;
  } catch {
    return {};
  }
}

/**
 * Ports for one run. The ports of the last run of this data folder come first, so that links in old messages still
 * work; a named port is taken as it is; what is taken gives way to the next free one.
 */
export async function choosePorts(options: { port: number | null; dataDir: string }): Promise<Ports> {
  const file = join(options.dataDir, 'ports.json');
  const before = remembered(file);
  const chosen: number[] = [];
  const ports = { ...DEFAULTS };
  if (options.port !== null && options.port !== 0 && !(await isFree(options.port))) {
    throw new Error(`port ${options.port} is taken. Give --port another one, or 0 for any free one.`);
  }
  for (const name of NAMES) {
    const last = before[name];
    const isFixed = name === 'sandbox' && options.port !== null && options.port !== 0;
    const first = DEFAULTS[name] + (options.port === null ? 0 : 10_000 + ((process.pid * 4) % 20_000));
    let port: number;
    if (isFixed) port = options.port ?? 0;
    else if (last !== undefined && !chosen.includes(last) && (await isFree(last))) port = last;
    else port = await nextFree(first, chosen);
    chosen.push(port);
    ports[name] = port;
  }
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}
