import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createRequestHandler, type ServerBuild } from '@remix-run/node';
import { ConfigurationError, readEnv } from './platform/config/env.server.ts';
import { sendResponse, toRequest } from './platform/http/fetch-bridge.server.ts';
import { createHttpServer } from './platform/http/server.server.ts';
import { staticFiles } from './platform/http/static-files.server.ts';
import { createAdminAuth } from './platform/shopify/app.server.ts';
import { directRoutes } from './routes/direct.server.ts';
import type { LoadContext } from './wiring/context.server.ts';
import { buildDeps } from './wiring/deps.server.ts';
import { createOpenShop } from './wiring/open-shop.server.ts';

/**
 * The web process: hot paths straight from the table, built files, and Remix for every page. Everything that has state is
 * built here, once, and reaches Remix by its load context: Remix's own bundle holds none.
 */
async function main(): Promise<void> {
  const env = readEnv();
  const deps = await buildDeps(env, 'web');
  const auth = createAdminAuth(env, deps.app);
  const openShop = createOpenShop(deps, auth);
  const here = dirname(fileURLToPath(import.meta.url));
  const remixFolder = join(here, '../remix');
  if (!existsSync(join(remixFolder, 'server/index.js'))) {
    throw new Error('the pages are not built: run `npm run build`');
  }
  const build = (await import(pathToFileURL(join(remixFolder, 'server/index.js')).href)) as ServerBuild;
  const handlePage = createRequestHandler(
    build,
    env.NODE_ENV === 'production' ? 'production' : 'development',
  );
  const serveFile = staticFiles(join(remixFolder, 'client'));

  const server = createHttpServer({
    routes: directRoutes,
    parts: deps,
    log: deps.log,
    isProduction: env.NODE_ENV === 'production',
    async fallback(request, response, info) {
      if (await serveFile(request, response, info.path)) return;
      if (info.path.startsWith('/assets/')) {
        response
          .writeHead(404, { ...info.headers, 'content-type': 'text/plain' })
          .end('there is no such file');
        return;
      }
      const page = toRequest(request, response, {
        baseUrl: env.APP_URL,
        own: { 'x-request-id': info.requestId, ...(info.ip ? { 'x-client-ip': info.ip } : {}) },
      });
      const context: LoadContext = { deps, auth, openShop, requestId: info.requestId };
      await sendResponse(await handlePage(page, context as never), response, info.headers);
    },
  });

  let isStopping = false;
  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    deps.log.info({ signal }, 'web is stopping: answering the requests in hand');
    const cut = setTimeout(() => process.exit(1), 4_500);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await closed;
    await deps.close();
    clearTimeout(cut);
    process.exit(0);
  }
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));

  server.on('error', (error) => {
    deps.log.fatal({ err: error }, 'web cannot listen');
    process.exit(1);
  });
  server.listen(env.PORT, env.HOST, () => deps.log.info({ port: env.PORT }, 'web is ready'));
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof ConfigurationError ? error.message : String((error as Error).stack ?? error)}\n`,
  );
  process.exit(1);
});
