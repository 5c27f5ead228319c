import { createHmac, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { Fault } from '../control/faults.ts';

export type Post = {
  url: string;
  body: Buffer;
  headers: Record<string, string>;
};
export type Attempt = { status: number; ms: number; error: string | null };

const CONNECT_MS = 1000;
const TOTAL_MS = 5000;

const agent = new http.Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 16, scheduling: 'fifo' });

/** Base64 HMAC-SHA256 over the raw bytes, as in X-Shopify-Hmac-Sha256. */
export function sign(body: Buffer, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Shopify's headers for one delivery. */
export function webhookHeaders(input: {
  topic: string;
  shop: string;
  apiVersion: string;
  webhookId: string;
  eventId: string;
  triggeredAt: string;
  name: string | null;
  hmac: string;
}): Record<string, string> {
  return {
    'Content-Type': 'application/json',
    Accept: '*/*',
    'User-Agent': 'Shopify-Captain-Hook',
    'X-Shopify-Topic': input.topic,
    'X-Shopify-Hmac-Sha256': input.hmac,
    'X-Shopify-Shop-Domain': input.shop,
    'X-Shopify-API-Version': input.apiVersion,
    'X-Shopify-Webhook-Id': input.webhookId,
    'X-Shopify-Event-Id': input.eventId,
    'X-Shopify-Triggered-At': input.triggeredAt,
    ...(input.name === null ? {} : { 'X-Shopify-Name': input.name }),
  };
}

/** A fresh id for a delivery or an event. */
export const newWebhookId = (): string => randomUUID();

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Posts one webhook with Shopify's patience: 1 s to connect, 5 s in all. Never throws; status 0 means no answer.
 * A fault stands in for the network: see control/faults.ts for what each mode does.
 */
export async function post(input: Post, fault: Fault | null): Promise<Attempt> {
  const start = performance.now();
  const done = (status: number, error: string | null): Attempt => ({
    status,
    ms: Math.round((performance.now() - start) * 10) / 10,
    error,
  });
  switch (fault?.mode) {
    case 'refuse':
      return done(0, 'connection refused (fault)');
    case 'timeout':
      await wait(Math.min(fault.ms ?? TOTAL_MS, TOTAL_MS));
      return done(0, 'timed out (fault)');
    case 'throttle':
      return done(429, 'too many requests (fault)');
    case 'server-error':
      return done(503, 'service unavailable (fault)');
    case 'slow':
      await wait(fault.ms ?? 3000);
      break;
    case 'reset':
      return done(...(await send(input, 'reset')));
    case 'accept-then-drop': {
      await send(input, 'whole');
      return done(0, 'the answer was lost (fault)');
    }
    default:
      break;
  }
  return done(...(await send(input, 'whole')));
}

function send(input: Post, manner: 'whole' | 'reset'): Promise<[number, string | null]> {
  return new Promise((resolve) => {
    let isOver = false;
    const finish = (status: number, error: string | null) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(total);
      clearTimeout(connecting);
      resolve([status, error]);
      if (error !== null) request.destroy();
    };
    const request = http.request(
      input.url,
      {
        method: 'POST',
        headers: { ...input.headers, 'Content-Length': input.body.length },
        ...(manner === 'whole' ? { agent } : { agent: false }),
      },
      (response) => {
        response.resume();
        response.on('end', () => finish(response.statusCode ?? 0, null));
        response.on('error', (error) => finish(0, error.message));
      },
    );
    const total = setTimeout(() => finish(0, 'no answer within 5 s'), TOTAL_MS);
    const connecting = setTimeout(() => finish(0, 'no connection within 1 s'), CONNECT_MS);
    request.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => clearTimeout(connecting));
      else clearTimeout(connecting);
    });
    request.on('error', (error) => finish(0, error.message));
    if (manner === 'whole') {
      request.end(input.body);
      return;
    }
    request.write(input.body.subarray(0, Math.floor(input.body.length / 2)), () =>
      finish(0, 'reset (fault)'),
    );
  });
}
