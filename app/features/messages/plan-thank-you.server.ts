import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day, second } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { absoluteUrl, itemsOf } from '../content/index.server.ts';
import type { OfferBlock, ReferralInvite } from '../content/index.ts';
import { getOrder } from '../orders/index.server.ts';
import { consentFor, getPerson } from '../people/index.server.ts';
import type { Guard } from './gather-facts.server.ts';

import { recordDropped, requestMessage } from './request-message.server.ts';
import { readMessagesSettings } from './settings.server.ts';

/** A thank-you that comes later than this is odd, and an order that is older was imported. */
const worthMs = day;

/** A first-time buyer's referral code is made while we plan; the message waits this long for it, and not longer. */
const referralPatienceMs = 30 * second;

/** The referral programme's offer to a person; `pending` while it is being made, null when there is none (app/wiring). */
export type ReferralInviteOf = (ctx: Context, personId: string) => Promise<ReferralInvite | 'pending' | null>;

/** The offer that goes into a message about an order; null when there is none (app/wiring). */
export type OfferOf = (ctx: Context, orderId: string, locale: string) => Promise<OfferBlock | null>;

/**
 * Plans the thank-you message of a paid order: once per order, in its language. Sent to anybody who left an e-mail address,
 * whatever the channel of sale (a till's receipt is not a thank-you); test orders too, since that is how a merchant tries it.
 * Not for cancelled orders, nor for those paid before the app was installed or more than a day ago.
 */
export async function planThankYou(
  ctx: Context,
  orderId: string,
  referralInviteOf: ReferralInviteOf | null,
  offerOf: OfferOf | null,
): Promise<Fate> {
  const settings = await readMessagesSettings(ctx);
  if (!settings.thankYou.isActive) return cancel('thank-you messages are switched off');
  const order = await getOrder(ctx, orderId);
  if (!order) return cancel('no such order');
  const now = ctx.clock.now();
  const paidAt = order.paidAt ?? order.processedAt;
  // Webhooks carry whole seconds: an order in the second of the installation is not an old one.
  if (addMs(paidAt, 1_000) < ctx.shop.installedAt) return cancel('paid before the app was installed');
  if (addMs(paidAt, worthMs) <= now) return cancel('paid more than a day ago');

  const wanted = {
    kind: 'thank_you' as const,
    personId: order.personId,
    address:
      order.emailHash && order.emailSealed ? { hash: order.emailHash, sealed: order.emailSealed } : null,
    subjectId: order.id,
    idempotencyKey: `thank_you:${order.id}`,
    staleAt: addMs(paidAt, worthMs),
    locale: order.locale,
  };
  if (!wanted.address) {
    await recordDropped(ctx, ctx.db, wanted, { reason: 'no_address' });
    return cancel('no address');
  }
  const referral = order.personId && referralInviteOf ? await referralInviteOf(ctx, order.personId) : null;
  if (referral === 'pending' && now < addMs(paidAt, referralPatienceMs)) {
    return snooze(addMs(now, 3 * second), 'the referral link is being made');
  }
  const person = order.personId ? await getPerson(ctx, order.personId) : null;
  // A message about an order may carry an offer only for who has agreed to marketing: it must not pass itself off as service.
  const mayOffer =
    offerOf !== null &&
    order.personId !== null &&
    (await consentFor(ctx, order.personId, 'email')).state === 'subscribed';
  const offer = mayOffer ? await offerOf(ctx, order.id, order.locale ?? ctx.shop.locale) : null;
  const { items, moreItems, sumMinor } = await itemsOf(ctx, order.lines, order.currency);
  const extras = order.totalMinor - sumMinor + order.discountMinor;
  const money = (minor: bigint) => ({ minor: String(minor), currency: order.currency });
  await ctx.db.tx((tx) =>
    requestMessage(ctx, tx, {
      ...wanted,
      data: {
        orderName: order.name,
        firstName: person?.firstName ?? null,
        items,
        moreItems,
        subtotal: money(sumMinor),
        discount: money(order.discountMinor),
        extras: extras === 0n ? null : money(extras),
        total: money(order.totalMinor),
        statusUrl: absoluteUrl(ctx.vault.openOptional(order.statusUrlSealed)),
        referral: referral === 'pending' ? null : referral,
        offer,
      },
    }),
  );
  return done;
}

/** Right before it goes: still switched on, order not cancelled. */
export const thankYouGuard: Guard = async (ctx, tx, message) => {
  const settings = await readMessagesSettings(ctx, tx);
  if (!settings.thankYou.isActive) return { reason: 'switched_off' };
  const order = await getOrder(ctx, message.subjectId, tx);
  return order?.cancelledAt ? { reason: 'order_cancelled' } : null;
};
