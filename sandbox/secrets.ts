import { randomBytes } from 'node:crypto';
import type { Store } from './store/store.ts';
import { remember } from './store/store.ts';

/** What the pretend Shopify and the app share, made once per data folder. */
export type Secrets = {
  apiKey: string;
  apiSecret: string;
  encryptionKeys: string;
  operatorToken: string;
  userId: string;
};

/** Reads the secrets of this data folder, or makes them. SHOPIFY_API_KEY, SHOPIFY_API_SECRET and OPERATOR_TOKEN of the environment win. */
export function readSecrets(store: Store, clientId: string): Secrets {
  const isReal = /[1-9a-f]/.test(clientId);
  return {
    apiKey:
      process.env.SHOPIFY_API_KEY ??
      remember(store, 'api-key', () => (isReal ? clientId : randomBytes(16).toString('hex'))),
    apiSecret:
      process.env.SHOPIFY_API_SECRET ??
      remember(store, 'api-secret', () => `shpss_${randomBytes(16).toString('hex')}`),
    encryptionKeys: remember(store, 'encryption-keys', () => `sandbox:${randomBytes(32).toString('base64')}`),
    operatorToken:
      process.env.OPERATOR_TOKEN ?? remember(store, 'operator-token', () => randomBytes(24).toString('hex')),
    userId: remember(store, 'user-id', () => '4400000001'),
  };
}
