import { stringify } from 'lossless-json';
import type { Box } from '../box.ts';
import { Refused } from '../box.ts';
import { newWebhookId, post, sign, webhookHeaders } from '../webhooks/deliver.ts';
import type { AppConfig } from '../webhooks/subscriptions.ts';
import type { Faults } from './faults.ts';

export type WebhookRequest = {
  shop: string;
  topic: string;
  payload?: unknown;
  raw?: string | undefined;
  apiVersion?: string | undefined;
  eventId?: string | undefined;
  webhookId?: string | undefined;
  triggeredAt?: string | undefined;
  badSignature?: boolean | undefined;
  repeat?: number | undefined;
};

/** Where a topic goes: its own subscription, else one of its family, else the first. */
export function uriFor(app: AppConfig, topic: string): string {
  const family = (one: string) => one.split('/')[0];
  const found =
    app.subscriptions.find((one) => one.topic === topic) ??
    app.subscriptions.find((one) => family(one.topic) === family(topic)) ??
    app.subscriptions[0];
  return found?.uri ?? '/webhooks';
}

/** Sends a webhook by hand: any body, signed and headed as Shopify does, or with a bad signature. */
export async function sendByHand(
  deps: { box: Box; app: AppConfig; secret: string; faults: Faults },
  input: WebhookRequest,
): Promise<{ deliveries: { status: number; ms: number; error?: string }[] }> {
  const shop = deps.box.shop(input.shop);
  if (shop === undefined) throw new Refused('shop', `there is no shop ${input.shop}`, 404);
  const body = Buffer.from(input.raw ?? stringify(input.payload) ?? 'null', 'utf8');
  const genuine = sign(body, deps.secret);
  const hmac = input.badSignature ? sign(Buffer.concat([body, Buffer.from('!')]), deps.secret) : genuine;
  const headers = webhookHeaders({
    topic: input.topic,
    shop: shop.domain,
    apiVersion: input.apiVersion ?? deps.app.apiVersion,
    webhookId: input.webhookId ?? newWebhookId(),
    eventId: input.eventId ?? newWebhookId(),
    triggeredAt: input.triggeredAt ?? deps.box.now().toISOString(),
    name: null,
    hmac,
  });
  const url = new URL(uriFor(deps.app, input.topic), `${deps.box.config.appUrl}/`).href;
  const attempts = await Promise.all(
    Array.from({ length: input.repeat ?? 1 }, () =>
      post({ url, body, headers }, deps.faults.take('webhook-network')),
    ),
  );
  return {
    deliveries: attempts.map(({ status, ms, error }) => ({
      status,
      ms,
      ...(error === null ? {} : { error }),
    })),
  };
}
