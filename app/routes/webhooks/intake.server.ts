import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import {
  createReceiver,
  type Received,
  type Receiver,
  readWebhookHeaders,
} from '../../features/intake/index.server.ts';
import type { Deps } from '../../wiring/context.server.ts';
import type { DirectHandler, DirectResponse } from '../direct.ts';

/** Larger bodies are answered 413 unread. The largest order webhooks are below 1 MB. */
export const maxWebhookBytes = 5 * 1024 * 1024;

type Parts = Pick<Deps, 'app'> & {
  env: Pick<Deps['env'], 'SHOPIFY_API_SECRET' | 'SHOPIFY_API_SECRET_PREVIOUS'>;
};
const receivers = new WeakMap<Parts['app'], Receiver>();

/**
 * POST /webhooks/*: the signature first (constant time, over the raw bytes; the previous secret counts during a rotation),
 * then one durable row, then 200. What the webhook means is the worker's business.
 * 400 header missing, 401 not signed (by Shopify), 413 too long, 503 try again.
 */
export const receiveWebhook = ((request, parts: Parts) => {
  const { body } = request;
  if (body.length > maxWebhookBytes) return { status: 413 };
  const read = readWebhookHeaders(request.headers);
  // An unsigned request is not Shopify's, whatever else it lacks.
  if (read.kind === 'missing') {
    return { status: /hmac/i.test(read.header) ? 401 : 400, body: `${read.header} is missing` };
  }
  const { headers } = read;
  const { SHOPIFY_API_SECRET: secret, SHOPIFY_API_SECRET_PREVIOUS: previous } = parts.env;
  const isOurs =
    isSigned(body, headers.signature, secret) ||
    (previous !== undefined && isSigned(body, headers.signature, previous));
  if (!isOurs) return { status: 401 };
  let receiver = receivers.get(parts.app);
  if (!receiver) {
    receiver = createReceiver(parts.app);
    receivers.set(parts.app, receiver);
  }
  return receiver.receive(headers, body).then(answerTo);
}) satisfies DirectHandler;

const stored: DirectResponse = { status: 200 };
const busy: DirectResponse = { status: 503, headers: { 'retry-after': '5' } };
const answerTo = (outcome: Received): DirectResponse => (outcome === 'stored' ? stored : busy);

const keys = new Map<string, KeyObject>();

/** Node builds a key object anew from a secret's text at every call, which costs as much as a third of the hash. */
function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (!key) {
    key = createSecretKey(Buffer.from(secret));
    keys.set(secret, key);
  }
  return key;
}

function isSigned(body: Buffer, signature: Buffer, secret: string): boolean {
  const wanted = createHmac('sha256', keyOf(secret)).update(body).digest();
  return signature.length === wanted.length && timingSafeEqual(wanted, signature);
}
