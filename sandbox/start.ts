import { existsSync, mkdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import express from 'express';
import { createAdminApi } from './admin-api/router.ts';
import { createAppClient } from './app-client.ts';
import { openClock } from './clock/clock.ts';
import { createFaults } from './control/faults.ts';
import { controlRouter } from './control/router.ts';
import { demoShops } from './demo.ts';
import { grantScopes, runScheduled } from './install.ts';
import { messengerRouter } from './mail/messengers.ts';
import { startSmtp } from './mail/smtp.ts';
import { oauthRouter } from './oauth/router.ts';
import type { Options } from './options.ts';
import { pagesRouter } from './pages/router.ts';
import { pictureRouter } from './pictures.ts';
import { readSecrets } from './secrets.ts';
import { moveAddresses } from './store/addresses.ts';
import { openDatabase } from './store/database.ts';
import type { StoreEvent } from './store/store.ts';
import { openStore } from './store/store.ts';
import { createStorefrontApi } from './storefront-api/router.ts';
import type { Ground } from './supervisor/app-processes.ts';
import { buildExtensions, migrate, startApp, startPostgres, waitForApp } from './supervisor/app-processes.ts';
import { clearLeftovers, forgetRun } from './supervisor/leftovers.ts';
import { choosePorts } from './supervisor/port-plan.ts';
import { createSupervisor } from './supervisor/supervisor.ts';
import { createOutgoing } from './webhooks/outgoing.ts';
import { readAppConfig } from './webhooks/subscriptions.ts';
import type { World } from './world.ts';
import { createWorld } from './world.ts';

export type Sandbox = {
  sandboxUrl: string;
  appUrl: string;
  box: World;
  /** Ends everything within five seconds. */
  stop(): Promise<void>;
};

const TICK_MS = 250;

function listen(app: express.Express, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, '127.0.0.1', () => resolve(server));
    server.once('error', reject);
  });
}

/** Starts the box: the pretend Shopify at once, then database, extensions, app, demonstration shops. */
export async function startSandbox(
  options: Options,
  root: string,
  say: (text: string) => void,
  /** Called as soon as there is something to stop, long before all is ready. */
  begun: (sandbox: Sandbox) => void = () => undefined,
): Promise<Sandbox> {
  if (options.fresh && existsSync(options.dataDir)) {
    await clearLeftovers(options.dataDir);
    rmSync(options.dataDir, { recursive: true, force: true });
    say('emptied the data folder');
  }
  mkdirSync(options.dataDir, { recursive: true });
  for (const done of await clearLeftovers(options.dataDir)) say(done);
  const appConfig = readAppConfig(join(root, 'shopify.app.toml'));
  const ports = await choosePorts(options);
  const sandboxUrl = `http://127.0.0.1:${ports.sandbox}`;
  const appUrl = options.withoutApp ? options.appUrl : `http://127.0.0.1:${ports.app}`;
  const ground: Ground = { root, dataDir: options.dataDir, say };
  const supervisor = createSupervisor({ dataDir: options.dataDir, say });

  const database = openDatabase(join(options.dataDir, 'store.sqlite'));
  const clock = openClock(join(options.dataDir, 'clock'));
  const faults = createFaults();
  const announce: { now: (event: StoreEvent) => void } = { now: () => undefined };
  const store = openStore({
    database,
    now: clock.now,
    sandboxUrl: () => sandboxUrl,
    announce: (event) => announce.now(event),
  });
  moveAddresses(store);
  const secrets = readSecrets(store, appConfig.clientId);
  const client = createAppClient(appUrl, secrets.operatorToken);
  const outgoing = createOutgoing({
    store: () => store,
    app: () => appConfig,
    appUrl: () => appUrl,
    secret: secrets.apiSecret,
    faults,
  });
  announce.now = outgoing.announce;
  const adminApi = createAdminApi({ store, app: appConfig, apiKey: secrets.apiKey, faults });
  const storefrontApi = createStorefrontApi({ store, app: appConfig, apiKey: secrets.apiKey });
  const extensionsDir = join(options.dataDir, 'extensions');
  const box = createWorld({
    config: {
      sandboxUrl,
      appUrl: appUrl ?? '',
      apiKey: secrets.apiKey,
      extensionsDir,
      extensionSources: join(root, 'extensions'),
      operatorToken: secrets.operatorToken,
    },
    store,
    clock,
    install: {
      store,
      app: appConfig,
      apiKey: secrets.apiKey,
      secret: secrets.apiSecret,
      userId: secrets.userId,
      appUrl,
    },
    outgoing,
    appWork: client.work,
    background: adminApi.pending,
    askStorefront: storefrontApi.ask,
  });

  let isReady = false;
  const web = express();
  web.disable('x-powered-by');
  web.use(
    '/control',
    controlRouter({
      box,
      store,
      app: appConfig,
      secret: secrets.apiSecret,
      faults,
      adminApi,
      outgoing,
      supervisor,
      isReady: async () => isReady && (await client.isReady()),
    }),
  );
  web.use(oauthRouter({ store, apiKey: secrets.apiKey, secret: secrets.apiSecret, userId: secrets.userId }));
  web.use(adminApi.router);
  web.use(storefrontApi.router);
  web.use(messengerRouter({ store, faults }));
  web.use(pictureRouter(store));
  web.use(pagesRouter(box));
  const server = await listen(web, ports.sandbox);
  const smtp = await startSmtp({ store, faults, port: ports.smtp });
  const tick = setInterval(() => {
    runScheduled(store);
    outgoing.pump();
  }, TICK_MS);
  say(`Shopify is at ${sandboxUrl}, mail is taken at port ${smtp.port}`);

  let ending: Promise<void> | null = null;
  const stop = () => {
    ending ??= end();
    return ending;
  };
  const end = async () => {
    clearInterval(tick);
    await outgoing.stop();
    await supervisor.stop();
    await smtp.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
    database.close();
    forgetRun(options.dataDir);
  };

  const sandbox: Sandbox = { sandboxUrl, appUrl: appUrl ?? '', box, stop };
  begun(sandbox);
  try {
    if (!options.withoutApp && appUrl !== null) {
      say('starting the database');
      const databaseUrl =
        process.env.DATABASE_URL ?? (await startPostgres(ground, supervisor, ports.postgres));
      const env: Record<string, string> = {
        NODE_ENV: 'development',
        PORT: String(ports.app),
        HOST: '127.0.0.1',
        APP_URL: appUrl,
        SHOPIFY_API_KEY: secrets.apiKey,
        SHOPIFY_API_SECRET: secrets.apiSecret,
        SHOPIFY_SCOPES: appConfig.scopes.join(','),
        SHOPIFY_ORIGIN: sandboxUrl,
        APP_BRIDGE_URL: `${sandboxUrl}/app-bridge.js`,
        DATABASE_URL: databaseUrl,
        SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
        SMS_URL: `${sandboxUrl}/sms`,
        WHATSAPP_URL: `${sandboxUrl}/whatsapp`,
        MAIL_FROM: process.env.MAIL_FROM ?? 'reprise@sandbox.example',
        ENCRYPTION_KEYS: secrets.encryptionKeys,
        CLOCK_FILE: clock.file,
        OPERATOR_TOKEN: secrets.operatorToken,
        LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
      };
      say('bringing its tables up to date, building the extensions');
      const extensions = buildExtensions(ground, appUrl, extensionsDir, env);
      extensions.catch(() => undefined); // awaited below; until then its failure is nobody's
      await migrate(ground, env);
      say('starting the app');
      await startApp(ground, supervisor, env);
      await extensions;
      await waitForApp(appUrl, supervisor);
    }
    isReady = true;
    grantScopes(store, appConfig.scopes, say);
    await demoShops(box, store, say);
  } catch (error) {
    await stop();
    throw error;
  }
  return sandbox;
}
