import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import express, { type Router } from 'express';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Scripts of the pages, by the name under which they are served. */
const entries = {
  components: here('../components/index.ts'),
  'extension-frame': here('client/extension-frame.ts'),
  'post-purchase-frame': here('client/post-purchase/frame.ts'),
  'extension-host': here('client/extension-host.ts'),
  'admin-frame': here('client/admin-frame.ts'),
  'admin-menu': here('client/admin-menu.ts'),
  checkout: here('client/checkout.ts'),
  clock: here('client/clock.ts'),
  mail: here('client/mail.ts'),
  toolbar: here('client/toolbar.ts'),
  'app-bridge': here('../app-bridge/app-bridge.ts'),
};

async function bundle(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: entries,
    outdir: '/assets',
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
}

/** Bundles the browser scripts in memory (a tenth of a second) and serves them with the style sheets below /assets. */
export function assetsRouter(): Router {
  const built = bundle();
  // A request that needs the bundles reports the failure; without this line it would end the process before.
  built.catch(() => {});
  const router = express.Router();
  const sendScript = async (name: string, response: express.Response, next: express.NextFunction) => {
    try {
      const source = (await built).get(name);
      if (source === undefined) return next();
      response.setHeader('cache-control', 'no-cache');
      response.setHeader('access-control-allow-origin', '*');
      response.type('text/javascript').send(source);
    } catch (error) {
      next(error);
    }
  };
  router.get('/app-bridge.js', (_request, response, next) => sendScript('app-bridge.js', response, next));
  router.get('/assets/:name', (request, response, next) => sendScript(request.params.name, response, next));
  router.use('/assets', express.static(here('static'), { maxAge: 0 }));
  return router;
}
