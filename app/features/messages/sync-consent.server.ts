import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import { consentOfAddress, markConsentSynced } from '../people/index.server.ts';
import type { ConsentChannel } from '../people/index.ts';

/** The job's subject for a choice made at an address or number; e-mail, the older kind, is named by its hash alone. */
export function syncSubject(channel: ConsentChannel, identityHash: string): string {
  return channel === 'email' ? identityHash : `${channel}:${identityHash}`;
}

/**
 * Tells Shopify of a choice that was made with us, with the moment it was made (Shopify lets the newest win). Running twice writes
 * the same thing twice. A channel of which Shopify keeps no consent through this door is left to us alone.
 * @param subject see `syncSubject`
 */
export async function syncConsent(ctx: Context, subject: string): Promise<Fate> {
  const colon = subject.indexOf(':');
  const channel = (colon < 0 ? 'email' : subject.slice(0, colon)) as ConsentChannel;
  const identityHash = subject.slice(colon + 1);
  const consent = await consentOfAddress(ctx, channel, identityHash);
  if (!consent?.isUnsynced) return cancel('nothing to tell');
  const { state, changedAt } = consent;
  if (state !== 'subscribed' && state !== 'unsubscribed') return cancel('not a choice');
  if (channel !== 'email' && channel !== 'sms') return cancel('not kept at Shopify');
  const { rows } = await ctx.db.query<{ value_sealed: string }>(
    'select value_sealed from person_identities where shop_id = $1 and kind = $2 and value_hash = $3',
    [ctx.shop.id, channel === 'email' ? 'email' : 'phone', identityHash],
  );
  const sealed = rows[0]?.value_sealed;
  if (!sealed) return cancel('the address was erased');
  const value = ctx.vault.open(sealed);
  const customer =
    channel === 'email'
      ? await ctx.shopify.findCustomerByEmail(value)
      : await ctx.shopify.findCustomerByPhone(value);
  if (customer) {
    const said = {
      customerId: customer.id,
      state: state === 'subscribed' ? ('SUBSCRIBED' as const) : ('UNSUBSCRIBED' as const),
      ...(state === 'subscribed' && { isConfirmed: consent.isConfirmed }),
      changedAt,
    };
    await (channel === 'email' ? ctx.shopify.setEmailConsent(said) : ctx.shopify.setSmsConsent(said));
  }
  await markConsentSynced(ctx, channel, identityHash, changedAt);
  return done;
}
