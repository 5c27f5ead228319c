import type { Logger } from '../log/log.server.ts';
import type { TokenSource } from './access-token.server.ts';
import type { ShopifyPort } from './port.ts';
import type { ShopifyFetch } from './shopify-fetch.server.ts';

export interface GatewayParts {
  domain: string;
  tokens: TokenSource;
  fetch: ShopifyFetch;
  log: Logger;
}

/** The Admin API 2026-07 of one shop, in our words. */
export function createGateway(_parts: GatewayParts): ShopifyPort {
  return {} as ShopifyPort;
}
