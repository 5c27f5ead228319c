import { z } from 'zod';
import { day, minute, second } from '../../kit/span.ts';
import type { Logger } from '../log/log.server.ts';
import type { ShopifyFetch } from './shopify-fetch.server.ts';

/** What a shop's users are called. */
export interface UserNames {
  /**
   * The name of the user behind a session token, or null when Shopify does not tell it now. Asked once per user and day; never
   * throws, because a name is not worth a failed save.
   */
  get(domain: string, userId: string, sessionToken: string): Promise<string | null>;
}

const answerSchema = z.object({
  associated_user: z.object({ first_name: z.string().nullish(), last_name: z.string().nullish() }),
});

const maxRemembered = 5_000;

/**
 * Only an online access token names its user, so one is exchanged for the session token and let go at once: nothing is done with
 * it, and it is not kept. https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/online-access-tokens
 * @param realNow milliseconds; session tokens live by the real time of day
 */
export function createUserNames(
  parts: { fetch: ShopifyFetch; apiKey: string; apiSecret: string; log: Logger },
  realNow: () => number = Date.now,
): UserNames {
  const known = new Map<string, { name: Promise<string | null>; until: number }>();

  async function ask(domain: string, sessionToken: string): Promise<string | null> {
    const response = await parts.fetch(`https://${domain}/admin/oauth/access_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({
        client_id: parts.apiKey,
        client_secret: parts.apiSecret,
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token: sessionToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token',
      }),
      signal: AbortSignal.timeout(3 * second),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`Shopify answered ${response.status} when asked for a user's name`);
    }
    const { first_name, last_name } = answerSchema.parse(await response.json()).associated_user;
    return `${first_name ?? ''} ${last_name ?? ''}`.trim().slice(0, 120) || null;
  }

  return {
    get(domain, userId, sessionToken) {
      const key = `${domain} ${userId}`;
      const found = known.get(key);
      const now = realNow();
      if (found && found.until > now) return found.name;
      if (known.size >= maxRemembered) known.clear();
      const entry = {
        name: ask(domain, sessionToken).catch((error: unknown) => {
          parts.log.warn({ err: error }, 'the name of a user is not known');
          entry.until = realNow() + 5 * minute;
          return null;
        }),
        until: now + day,
      };
      known.set(key, entry);
      return entry.name;
    },
  };
}
