import {
  acceptOffer,
  chooseOffers,
  quoteOffer,
  recordOfferEvents,
} from '../../features/offers/index.server.ts';
import {
  acceptRequest,
  offerEventsRequest,
  offersRequest,
  plainOffersRequest,
} from '../../features/offers/index.ts';
import { checkoutContext } from '../../wiring/context.server.ts';
import type { DirectHandler, DirectRequest, DirectResponse, DirectRoute } from '../direct.ts';
import {
  accepted,
  answer,
  cors,
  failure,
  guarded,
  maxBodyBytes,
  notFound,
  preflight,
  readBody,
} from './answers.ts';

type Deps = Parameters<DirectHandler>[1];
type Context = ReturnType<typeof checkoutContext>;
type CallerOf = Extract<ReturnType<Context['whoAsks']>, { kind: 'ok' }>['caller'];

const notInstalled = () => failure(401, 'the app is not installed in this shop');

/** The session token decides who asks; without a good one nothing else is looked at. */
function identify(
  request: DirectRequest,
  deps: Deps,
): { ok: true; desk: Context['desk']; caller: CallerOf } | { ok: false; response: DirectResponse } {
  const { desk, whoAsks } = checkoutContext(deps);
  const verdict = whoAsks(request.headers);
  if (verdict.kind === 'ok') return { ok: true, desk, caller: verdict.caller };
  return { ok: false, response: failure(401, `session token: ${verdict.reason}`) };
}

/** `POST /checkout/offers`: what may be shown on this page? */
const offers: DirectHandler = async (request, deps) => {
  const who = identify(request, deps);
  if (!who.ok) return who.response;
  const body = readBody(request, offersRequest, plainOffersRequest);
  if (!body.ok) return body.response;
  const response = await chooseOffers(who.desk, who.caller, body.value);
  return response ? answer(200, response) : notInstalled();
};

/** `POST /checkout/offers/:id/accept` */
const accept: DirectHandler = async (request, deps) => {
  const who = identify(request, deps);
  if (!who.ok) return who.response;
  const body = readBody(request, acceptRequest);
  if (!body.ok) return body.response;
  const caller = { ...who.caller, ip: request.ip };
  const outcome = await acceptOffer(who.desk, caller, request.params.id ?? '', body.value, deps.shopContext);
  if (outcome.kind === 'unknown-shop') return notInstalled();
  if (outcome.kind === 'unknown-offer') return failure(404, 'there is no such offer');
  return answer(200, outcome);
};

/** `POST /checkout/offers/:id/quote`: what would it cost to add this to the order? */
const quote: DirectHandler = async (request, deps) => {
  const who = identify(request, deps);
  if (!who.ok) return who.response;
  const body = readBody(request, acceptRequest);
  if (!body.ok) return body.response;
  const caller = { ...who.caller, ip: request.ip };
  const outcome = await quoteOffer(who.desk, caller, request.params.id ?? '', body.value, deps.shopContext);
  if (outcome.kind === 'unknown-shop') return notInstalled();
  if (outcome.kind === 'unknown-offer') return failure(404, 'there is no such offer');
  return answer(200, outcome);
};

/** `POST /checkout/offer-events`: 202 once they are kept. */
const offerEvents: DirectHandler = async (request, deps) => {
  const who = identify(request, deps);
  if (!who.ok) return who.response;
  const body = readBody(request, offerEventsRequest);
  if (!body.ok) return body.response;
  const { headers } = request;
  const purpose = headers['sec-purpose'] ?? headers.purpose;
  const caller = {
    ...who.caller,
    ip: request.ip,
    userAgent: headers['user-agent'],
    purpose: Array.isArray(purpose) ? purpose.join() : purpose,
  };
  switch (await recordOfferEvents(who.desk, caller, body.value)) {
    case 'taken':
      return accepted;
    case 'too-many':
      return failure(429, 'too many events from one address');
    case 'unknown-shop':
      return notInstalled();
  }
};

const rows: [path: string, handle: DirectHandler][] = [
  ['/checkout/offers', offers],
  ['/checkout/offers/:id/quote', quote],
  ['/checkout/offers/:id/accept', accept],
  ['/checkout/offer-events', offerEvents],
];

/** JSON for the extensions; CORS on every answer. */
export const checkoutRoutes: DirectRoute[] = rows.flatMap(([path, handle]) => [
  { method: 'POST', path, handle: guarded(handle), maxBytes: maxBodyBytes, headers: cors },
  { method: 'OPTIONS', path, handle: preflight },
  ...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path, handle: notFound })),
]);
