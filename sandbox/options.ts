import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export type Options = {
  json: boolean;
  /** Null = 4400, or the next free one. 0 = any free one. */
  port: number | null;
  dataDir: string;
  fresh: boolean;
  /** Plays Shopify only: no database, no app. The app may run elsewhere, at `appUrl`. */
  withoutApp: boolean;
  appUrl: string | null;
};

/** Reads the command line. Throws with one sentence when it makes no sense. */
export function readOptions(args: string[], root: string): Options {
  const { values } = parseArgs({
    args,
    options: {
      json: { type: 'boolean', default: false },
      port: { type: 'string' },
      'data-dir': { type: 'string' },
      fresh: { type: 'boolean', default: false },
      'without-app': { type: 'boolean', default: false },
      'app-url': { type: 'string' },
    },
  });
  const port = values.port === undefined ? null : Number(values.port);
  if (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535)) {
    throw new Error(`--port ${values.port} is no port: give a number from 0 to 65535`);
  }
  const appUrl = values['app-url'] ?? null;
  if (appUrl !== null && !URL.canParse(appUrl)) throw new Error(`--app-url ${appUrl} is no address`);
  return {
    json: values.json,
    port,
    dataDir: resolve(root, values['data-dir'] ?? '.data/sandbox'),
    fresh: values.fresh,
    withoutApp: values['without-app'],
    appUrl: appUrl?.replace(/\/$/, '') ?? null,
  };
}
