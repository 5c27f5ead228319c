import type { Context } from '../../platform/context.ts';
import { consentOfAddress, recordConsent } from './consent.server.ts';
import { hashEmail } from './hashes.ts';
import { consentState } from './person.ts';

/**
 * Asks Shopify about an address that has never told us anything (its consent is older than our installation). What we know
 * already is newer and stays. Costs one Admin API call; call it only when a message depends on the answer.
 */
export async function learnEmailConsent(ctx: Context, email: string): Promise<void> {
  const hash = hashEmail(ctx, email);
  if (!hash || (await consentOfAddress(ctx, 'email', hash))) return;
  const customer = await ctx.shopify.findCustomerByEmail(email);
  const state = customer?.emailState ? consentState(customer.emailState) : null;
  if (!customer || !state) return;
  await ctx.db.tx((tx) =>
    recordConsent(ctx, tx, {
      channel: 'email',
      address: email,
      customerId: customer.id,
      state,
      changedAt: null,
      source: 'shopify',
    }),
  );
}
