import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { consentOfAddress, markConsentSynced } from '../people/index.server.ts';

/**
 * Tells Shopify of a choice that was made on our pages, with the moment it was made (Shopify lets the newest win). Running
 * twice writes the same thing twice.
 */
export async function syncConsent(ctx: Context, addressHash: string): Promise<Fate> {
  const consent = await consentOfAddress(ctx, 'email', addressHash);
  if (!consent?.isUnsynced) return cancel('nothing to tell');
  const { state, changedAt } = consent;
  if (state !== 'subscribed' && state !== 'unsubscribed') return cancel('not a choice');
  const { rows } = await ctx.db.query<{ value_sealed: string }>(
    `select value_sealed from person_identities where shop_id = $1 and kind = 'email' and value_hash = $2`,
    [ctx.shop.id, addressHash],
  );
  const sealed = rows[0]?.value_sealed;
  if (!sealed) return cancel('the address was erased');
  const customer = await ctx.shopify.findCustomerByEmail(ctx.vault.open(sealed));
  if (customer) {
    await ctx.shopify.setEmailConsent({
      customerId: customer.id,
      state: state === 'subscribed' ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
      ...(state === 'subscribed' && { isConfirmed: consent.isConfirmed }),
      changedAt,
    });
  }
  await markConsentSynced(ctx, 'email', addressHash, changedAt);
  return done;
}
