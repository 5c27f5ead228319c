import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { second } from '../../../kit/span.ts';
import { type AdminClient, apiVersion } from '../admin-client.server.ts';
import { type ShopifyPort, ShopifyThrottledError, ShopUnavailableError } from '../port.ts';
import type { ShopifyFetch } from '../shopify-fetch.server.ts';
import type { StorefrontTokens } from '../storefront-token.server.ts';
import { defineOperation, idOf, userErrors } from './operation.ts';

/** Delegates the app's own unauthenticated scopes (shopify.app.toml) to a token. */
export const createStorefrontToken = defineOperation(
  `mutation CreateStorefrontToken($input: StorefrontAccessTokenInput!) {
    storefrontAccessTokenCreate(input: $input) {
      storefrontAccessToken { id accessToken }
      userErrors { field message }
    }
  }`,
  z.object({
    // null with an error ACCESS_DENIED: the scope was not granted (yet).
    storefrontAccessTokenCreate: z
      .object({
        storefrontAccessToken: z.object({ id: z.string(), accessToken: z.string().min(1) }).nullable(),
        userErrors,
      })
      .nullable(),
  }),
);

const deleteStorefrontToken = defineOperation(
  `mutation DeleteStorefrontToken($input: StorefrontAccessTokenDeleteInput!) {
    storefrontAccessTokenDelete(input: $input) {
      deletedStorefrontAccessTokenId
      userErrors { field message }
    }
  }`,
  z.object({ storefrontAccessTokenDelete: z.object({ userErrors }).nullable() }),
);

/** A document of the Storefront API: the Admin API has no recommendations. */
export const complementaryDocument = `query Complementary($productId: ID!) {
  productRecommendations(productId: $productId, intent: COMPLEMENTARY) { id }
}`;

const answer = z.object({
  data: z.object({ productRecommendations: z.array(z.object({ id: idOf })).nullable() }).nullish(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z.object({ code: z.string().optional() }).loose().optional(),
      }),
    )
    .optional(),
});

const timeoutMs = 10 * second;

interface Parts {
  client: AdminClient;
  domain: string;
  fetch: ShopifyFetch;
  storefront: StorefrontTokens;
}

/**
 * What the merchant (or Shopify's Search & Discovery app) says goes with a product; empty when nothing is set up, or when the
 * product is not to be seen in the shop.
 */
export function complementaryProducts({
  client,
  domain,
  fetch,
  storefront,
}: Parts): ShopifyPort['complementaryProducts'] {
  async function makeToken(): Promise<{ id: string; token: string } | null> {
    const { storefrontAccessTokenCreate: made } = await client.ask(createStorefrontToken, {
      input: { title: 'Reprise: what goes with what' },
    });
    if (made === null) return null;
    const { id, accessToken } = made.storefrontAccessToken ?? {};
    if (!id || !accessToken)
      throw new Error(`CreateStorefrontToken: ${made.userErrors[0]?.message ?? 'no token'}`);
    return { id, token: accessToken };
  }

  async function ask(productId: string, token: string): Promise<string[] | 'refused'> {
    const response = await fetch(`https://${domain}/api/${apiVersion}/graphql.json`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-storefront-access-token': token,
      },
      body: JSON.stringify({
        query: complementaryDocument,
        variables: { productId: gid('Product', productId) },
      }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 401 || response.status === 403) return 'refused';
      if (response.status === 402 || response.status === 423) throw new ShopUnavailableError('frozen');
      // 430: Shopify takes the caller for a robot.
      if (response.status === 429 || response.status === 430)
        throw new ShopifyThrottledError((Number(response.headers.get('retry-after')) || 60) * second);
      throw new Error(`Complementary: Shopify answered ${response.status}`);
    }
    const { data, errors } = answer.parse(await response.json());
    const codes = errors?.map(({ extensions }) => extensions?.code) ?? [];
    if (codes.includes('THROTTLED')) throw new ShopifyThrottledError(10 * second);
    if (codes.includes('ACCESS_DENIED')) return 'refused';
    if (errors?.[0]) throw new Error(`Complementary: ${errors[0].message.slice(0, 400)}`);
    return data?.productRecommendations?.map(({ id }) => id) ?? [];
  }

  return async (productId) => {
    for (let attempt = 1; attempt <= 2; attempt++) {
      let made: { id: string; token: string } | null = null;
      const token = await storefront.get(domain, async () => {
        made = await makeToken();
        return made?.token ?? null;
      });
      if (token === null) break;
      const found = await ask(productId, token);
      if (found !== 'refused') return { kind: 'found', productIds: found };
      await storefront.forget(domain, token);
      const fresh = made as { id: string } | null;
      if (fresh === null) continue;
      // A new token that may nothing: the scope is missing. It would count among the hundred that a shop may have.
      await client.ask(deleteStorefrontToken, { input: { id: fresh.id } });
      break;
    }
    return { kind: 'unavailable', reason: 'no-access' };
  };
}
