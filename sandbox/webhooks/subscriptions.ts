import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** What the sandbox reads from shopify.app.toml, as Shopify does at deploy. */
export type AppConfig = {
  name: string;
  clientId: string;
  scopes: string[];
  apiVersion: string;
  subscriptions: Subscription[];
};
export type Subscription = {
  topic: string;
  uri: string;
  apiVersion: string;
  includeFields: string[] | null;
  name: string | null;
};

const subscription = z.object({
  topics: z.array(z.string()).optional(),
  compliance_topics: z.array(z.string()).optional(),
  uri: z.string(),
  include_fields: z.array(z.string()).optional(),
  name: z.string().optional(),
  api_version: z.string().optional(),
});
const file = z.object({
  name: z.string().default('app'),
  client_id: z.string().default(''),
  access_scopes: z.object({ scopes: z.string().default('') }).default({ scopes: '' }),
  webhooks: z
    .object({ api_version: z.string().default('2026-07'), subscriptions: z.array(subscription).default([]) })
    .default({ api_version: '2026-07', subscriptions: [] }),
});

/** Parses the text of a shopify.app.toml. Throws with the path of what is wrong. */
export function parseAppConfig(text: string): AppConfig {
  const app = file.parse(parse(text));
  return {
    name: app.name,
    clientId: app.client_id,
    scopes: app.access_scopes.scopes
      .split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ''),
    apiVersion: app.webhooks.api_version,
    subscriptions: app.webhooks.subscriptions.flatMap((entry) =>
      [...(entry.topics ?? []), ...(entry.compliance_topics ?? [])].map((topic) => ({
        topic,
        uri: entry.uri,
        apiVersion: entry.api_version ?? app.webhooks.api_version,
        includeFields: entry.include_fields ?? null,
        name: entry.name ?? null,
      })),
    ),
  };
}

/** Reads the app's configuration from its file. */
export function readAppConfig(path: string): AppConfig {
  return parseAppConfig(readFileSync(path, 'utf8'));
}

/** Keeps only the fields that a subscription asked for; dots reach into objects and lists. */
export function pick(body: Record<string, unknown>, fields: string[] | null): Record<string, unknown> {
  if (fields === null) return body;
  const kept: Record<string, unknown> = {};
  for (const field of fields) {
    const [head = '', ...rest] = field.split('.');
    if (!(head in body)) continue;
    const value = body[head];
    if (rest.length === 0) kept[head] = value;
    else kept[head] = merge(kept[head], narrow(value, rest.join('.')));
  }
  return kept;
}

function narrow(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((one) => narrow(one, field));
  if (typeof value !== 'object' || value === null) return value;
  return pick(value as Record<string, unknown>, [field]);
}

function merge(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return a.map((one, index) => merge(one, b[index]));
  if (typeof a === 'object' && a !== null && typeof b === 'object' && b !== null) return { ...a, ...b };
  return b;
}
