import type { Router } from 'express';
import express from 'express';
import { isSafeNumber, LosslessNumber, parse } from 'lossless-json';
import type { AdminApi } from '../admin-api/router.ts';
import { Refused } from '../box.ts';
import { parseSpan } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import type { Supervisor } from '../supervisor/supervisor.ts';
import type { Outgoing } from '../webhooks/outgoing.ts';
import type { AppConfig } from '../webhooks/subscriptions.ts';
import type { World } from '../world.ts';
import type { Faults } from './faults.ts';
import { goodsControls } from './goods.ts';
import { orderControls } from './orders.ts';
import * as schemas from './schemas.ts';
import { shopControls } from './shops.ts';
import { answerErrors, check, handle } from './validate.ts';
import type { WebhookRequest } from './webhooks.ts';
import { sendByHand } from './webhooks.ts';

export type ControlDeps = {
  box: World;
  store: Store;
  app: AppConfig;
  secret: string;
  faults: Faults;
  adminApi: AdminApi;
  outgoing: Outgoing;
  supervisor: Supervisor;
  isReady(): Promise<boolean>;
};

const SIGNALS = [
  'SIGKILL',
  'SIGTERM',
  'SIGINT',
  'SIGSTOP',
  'SIGCONT',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGQUIT',
];

/** JSON whose large numbers keep every digit: a webhook payload is passed on, not recalculated. */
const losslessJson = (request: express.Request, _response: express.Response, next: express.NextFunction) => {
  const text = typeof request.body === 'string' ? request.body : '';
  try {
    request.body =
      text.trim() === ''
        ? {}
        : parse(text, null, {
            parseNumber: (digits: string) =>
              isSafeNumber(digits) ? Number(digits) : new LosslessNumber(digits),
          });
    next();
  } catch {
    next(new Refused('body', 'not JSON'));
  }
};

/** Everything below /control. */
export function controlRouter(deps: ControlDeps): Router {
  const { box, faults } = deps;
  const router = express.Router();

  router.post(
    '/webhooks',
    express.text({ type: () => true, limit: '20mb' }),
    losslessJson,
    handle(async (request, response) => {
      const body = check(schemas.webhook, request.body) as WebhookRequest;
      response.json(await sendByHand({ ...deps }, body));
    }),
  );
  router.use(express.json({ limit: '20mb', strict: false }));
  router.use(shopControls(box, deps.store));
  router.use(orderControls(box));
  router.use(goodsControls(box));

  router.get(
    '/health',
    handle(async (_request, response) => {
      const [ready, pending] = [await deps.isReady(), await box.pending()];
      response.json({ ready, now: box.now().toISOString(), pending });
    }),
  );
  router.get(
    '/clock',
    handle((_request, response) => response.json({ now: box.now().toISOString() })),
  );
  router.post(
    '/clock',
    handle(async (request, response) => {
      const { advance, set } = check(schemas.clock, request.body);
      if (set !== undefined) return response.json(await box.setClock(new Date(set)));
      const span = parseSpan(advance ?? '');
      if (span === null || span <= 0) throw new Refused('advance', 'a span of time, like 14d or 90m');
      return response.json(await box.advanceClock(span));
    }),
  );
  router.get(
    '/outbox',
    handle((request, response) => response.json(box.outbox(check(schemas.outboxQuery, request.query)))),
  );
  router.get(
    '/admin-api',
    handle((request, response) => {
      const { shop } = check(schemas.optionalShopQuery, request.query);
      const domain = shop === undefined ? undefined : box.shop(shop)?.domain;
      if (shop !== undefined && domain === undefined)
        throw new Refused('shop', `there is no shop ${shop}`, 404);
      response.json(deps.adminApi.log(domain));
    }),
  );
  router.get(
    '/webhooks',
    handle((_request, response) => response.json(deps.outgoing.log())),
  );

  router.get(
    '/faults',
    handle((_request, response) => response.json(faults.list())),
  );
  router.post(
    '/faults',
    handle((request, response) => {
      const { target, mode, count, ms } = check(schemas.fault, request.body);
      faults.add({ target, mode, count: count ?? 1, ms });
      response.json({ faults: faults.list() });
    }),
  );
  router.delete(
    '/faults',
    handle((_request, response) => {
      faults.clear();
      response.json({ faults: [] });
    }),
  );

  router.get(
    '/processes',
    handle((_request, response) => response.json(deps.supervisor.list())),
  );
  router.post(
    '/processes/:name/signal',
    handle((request, response) => {
      const { signal } = check(schemas.signal, request.body);
      if (!SIGNALS.includes(signal)) throw new Refused('signal', `one of ${SIGNALS.join(', ')}`);
      const name = request.params.name ?? '';
      if (!deps.supervisor.signal(name, signal as NodeJS.Signals))
        throw new Refused('name', `there is no process ${name}`, 404);
      response.json({ name, signal });
    }),
  );
  router.get(
    '/session-token',
    handle((request, response) =>
      response.json({ token: box.mintToken(check(schemas.tokenQuery, request.query)) }),
    ),
  );

  router.use((request, response) =>
    response.status(404).json({ error: `path: there is no ${request.method} /control${request.path}` }),
  );
  router.use(answerErrors);
  return router;
}
