/**
 * Our checkout route, whole (server, session token, check of the body, rules, cards), with the one read of the order's state
 * answered from memory: what the rules cost without a database. The offers are read from it once, at the start.
 */

import { parseEnv } from '../../app/platform/config/env.server.ts';
import { createHttpServer } from '../../app/platform/http/server.server.ts';
import { checkoutRoutes } from '../../app/routes/checkout/offers.ts';
import { checkoutContext } from '../../app/wiring/context.server.ts';
import { buildDeps } from '../../app/wiring/deps.server.ts';

const env = parseEnv(process.env);
const deps = await buildDeps(env, 'web');
const { desk } = checkoutContext(deps);
const nothingKnown = { order: null, promisedAt: new Date(), grants: [], events: [], details: null };
desk.readOrder = async () => nothingKnown;

const server = createHttpServer({
  routes: checkoutRoutes,
  parts: deps,
  log: deps.log,
  isProduction: true,
  fallback: async (_request, response) => void response.end('ok'),
});
server.listen(env.PORT, '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
