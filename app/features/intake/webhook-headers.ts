import type { IncomingHttpHeaders } from 'node:http';

/** What Shopify says about a delivery in its headers. */
export interface WebhookHeaders {
  signature: Buffer;
  topic: string;
  shopDomain: string;
  apiVersion: string;
  webhookId: string;
  /** null when missing: the webhook's id, then a hash of the body stand in */
  eventId: string | null;
  triggeredAt: Date | null;
}

export type HeadersResult = { kind: 'read'; headers: WebhookHeaders } | { kind: 'missing'; header: string };

/** Anything but visible ASCII in single spaces: cleaned away, which costs, so it is looked for first. */
const hostile = /[^\x20-\x7e]|^ | $/;

function one(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  const text = Array.isArray(value) ? value[0] : value;
  if (!text) return null;
  // Node reads header bytes as Latin-1; what is no visible ASCII can't be Shopify's and must not reach a text column.
  if (text.length <= 255 && !hostile.test(text)) return text;
  const plain = text.replace(new RegExp(hostile, 'g'), '').trim();
  return plain === '' ? null : plain.slice(0, 255);
}

/** Reads X-Shopify-* (node has already put names in lower case). */
export function readWebhookHeaders(headers: IncomingHttpHeaders): HeadersResult {
  const signature = one(headers, 'x-shopify-hmac-sha256');
  if (!signature) return { kind: 'missing', header: 'X-Shopify-Hmac-Sha256' };
  const topic = one(headers, 'x-shopify-topic');
  if (!topic) return { kind: 'missing', header: 'X-Shopify-Topic' };
  const shopDomain = one(headers, 'x-shopify-shop-domain');
  if (!shopDomain) return { kind: 'missing', header: 'X-Shopify-Shop-Domain' };
  const triggered = one(headers, 'x-shopify-triggered-at');
  const triggeredAt = triggered ? new Date(triggered) : null;
  const isReal = triggeredAt !== null && triggeredAt.getTime() > 0 && triggeredAt.getUTCFullYear() < 2200;
  return {
    kind: 'read',
    headers: {
      signature: Buffer.from(signature, 'base64'),
      topic: topic.toLowerCase(),
      shopDomain: shopDomain.toLowerCase(),
      apiVersion: one(headers, 'x-shopify-api-version') ?? '',
      webhookId: one(headers, 'x-shopify-webhook-id') ?? '',
      eventId: one(headers, 'x-shopify-event-id'),
      triggeredAt: isReal ? triggeredAt : null,
    },
  };
}
