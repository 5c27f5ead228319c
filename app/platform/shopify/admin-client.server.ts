import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { second } from '../../kit/span.ts';
import type { Logger } from '../log/log.server.ts';
import type { TokenSource } from './access-token.server.ts';
import type { Operation } from './operations/operation.ts';
import { ShopifyThrottledError, ShopUnavailableError } from './port.ts';
import type { ShopifyFetch } from './shopify-fetch.server.ts';

/** The version that every document is checked against (operations.test.ts). */
export const apiVersion = '2026-07';

const timeoutMs = 15 * second;
/** A throttled call waits here for so long at most; beyond it the job gives its place to others. */
const patienceMs = 2 * second;
const maxThrottledTries = 3;

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .union([
      z.string(),
      z.array(
        z.object({
          message: z.string(),
          path: z.array(z.union([z.string(), z.number()])).optional(),
          extensions: z.object({ code: z.string().optional() }).loose().optional(),
        }),
      ),
    ])
    .optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number().nullish(),
          throttleStatus: z
            .object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
});
type Envelope = z.output<typeof envelope>;

export interface AdminClient {
  /**
   * Asks and checks the answer's shape.
   * @throws ShopUnavailableError, ShopifyThrottledError (both no fault of ours), Error (worth a retry, or a bug)
   */
  ask<Answer>(operation: Operation<Answer>, variables?: Record<string, unknown>): Promise<Answer>;
}

interface Parts {
  domain: string;
  tokens: TokenSource;
  fetch: ShopifyFetch;
  log: Logger;
}

/**
 * An own small client: Shopify's library throws away partial data whenever there is any error, takes seconds of Retry-After
 * for milliseconds, and does not wait for THROTTLED (HTTP 200).
 */
export function createAdminClient({ domain, tokens, fetch, log }: Parts): AdminClient {
  async function post(operation: Operation<unknown>, variables: unknown, token: string): Promise<Response> {
    return fetch(`https://${domain}/admin/api/${apiVersion}/graphql.json`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-access-token': token,
      },
      body: JSON.stringify({ query: operation.document, variables }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  }

  async function authorised(operation: Operation<unknown>, variables: unknown): Promise<Response> {
    const token = await tokens.get(domain);
    const response = await post(operation, variables, token);
    if (response.status !== 401) return response;
    await response.body?.cancel();
    const second = await post(operation, variables, await tokens.replace(domain, token));
    if (second.status !== 401) return second;
    await second.body?.cancel();
    throw new ShopUnavailableError('reauthorize');
  }

  async function read(operation: Operation<unknown>, response: Response): Promise<Envelope> {
    if (response.ok) {
      const parsed = envelope.safeParse(await response.json());
      if (parsed.success) return parsed.data;
      throw new Error(`${operation.name}: Shopify's answer is not a GraphQL answer`);
    }
    await response.body?.cancel();
    switch (response.status) {
      case 402:
      case 423:
        throw new ShopUnavailableError('frozen');
      case 403:
        throw new ShopUnavailableError('reauthorize');
      case 404:
        throw new ShopUnavailableError('uninstalled');
      case 429:
        throw new ShopifyThrottledError((Number(response.headers.get('retry-after')) || 2) * second);
      default:
        throw new Error(`${operation.name}: Shopify answered ${response.status}`);
    }
  }

  return {
    async ask(operation, variables = {}) {
      for (let attempt = 1; ; attempt++) {
        const { data, errors, extensions } = await read(operation, await authorised(operation, variables));
        const list =
          typeof errors === 'string' ? [{ message: errors, extensions: undefined }] : (errors ?? []);
        if (list.some((error) => error.extensions?.code === 'THROTTLED')) {
          const waitMs = throttledFor(extensions);
          if (waitMs > patienceMs || attempt >= maxThrottledTries) throw new ShopifyThrottledError(waitMs);
          await pause(waitMs);
          continue;
        }
        // Without approval for protected customer data the fields are null and each has an ACCESS_DENIED error; the rest counts.
        const isOnlyDenied =
          list.length > 0 && list.every((error) => error.extensions?.code === 'ACCESS_DENIED');
        if (list.length > 0 && !(isOnlyDenied && data)) {
          throw new Error(
            `${operation.name}: ${list
              .map(({ message }) => message)
              .join('; ')
              .slice(0, 400)}`,
          );
        }
        if (isOnlyDenied) log.debug({ operation: operation.name }, 'protected fields withheld');
        const parsed = operation.answer.safeParse(data);
        if (!parsed.success) {
          const where = parsed.error.issues[0];
          throw new Error(
            `${operation.name}: unexpected answer at ${where?.path.join('.') ?? '?'}: ${where?.message ?? ''}`,
          );
        }
        return parsed.data;
      }
    },
  };
}

/** How long until the bucket holds what the call asked for. */
function throttledFor(extensions: Envelope['extensions']): number {
  const cost = extensions?.cost;
  const status = cost?.throttleStatus;
  if (!status || status.restoreRate <= 0) return second;
  const missing = (cost?.requestedQueryCost ?? 100) - status.currentlyAvailable;
  return Math.max(100, Math.ceil((missing / status.restoreRate) * second));
}
