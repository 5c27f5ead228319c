import { MAX_EVENTS } from '@reprise/rules';
import { z } from 'zod';
import { parseMoney } from '../../kit/money.ts';

/**
 * What the extensions may send (the types are in @reprise/rules). Everything in it is in the buyer's hands: it is checked for
 * shape here, and believed only where nothing depends on it. Unknown fields are left out, so that a newer page can ask an
 * older server.
 */
const surface = z.enum(['thank-you', 'order-status']);
const token = z
  .string()
  .max(128)
  .regex(/^[\w-]*$/, 'expected a token');
const locale = z
  .string()
  .regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/, 'expected a language tag such as de-AT');
const currency = z.string().regex(/^[A-Z]{3}$/, 'expected a currency code such as EUR');
/** One pass over the text: a page sends two ids a line, and a shopper waits. */
const shopifyId = /^(?:gid:\/\/shopify\/\w{1,40}\/)?(\d{1,20})(?:\?.{0,40})?$/;
const number = z.string().transform((given, ctx) => {
  const found = shopifyId.exec(given)?.[1];
  if (found !== undefined) return found;
  ctx.addIssue({ code: 'custom', message: 'expected a Shopify id' });
  return z.NEVER;
});

const money = z
  .object({ amount: z.string().max(20), currency })
  .transform(({ amount, currency: code }, ctx) => {
    try {
      return parseMoney(amount, code);
    } catch {
      ctx.addIssue({
        code: 'custom',
        path: ['amount'],
        message: 'expected a decimal amount of this currency',
      });
      return z.NEVER;
    }
  });

const line = z.object({
  productId: number,
  variantId: number,
  quantity: z.number().int().min(0).max(1_000_000),
});

const page = {
  surface,
  orderId: number,
  checkoutToken: token.optional().transform((text) => text || undefined),
  confirmationNumber: token.optional().transform((text) => text || undefined),
};

/** `POST /checkout/offers` */
export const offersRequest = z.object({
  ...page,
  locale,
  country: z
    .string()
    .regex(/^[A-Za-z]{2}$/, 'expected a country code such as DE')
    .optional(),
  currency,
  total: money,
  lines: z.array(line).max(500),
  isFirstOrder: z.boolean().optional(),
  seenOfferIds: z.array(z.string().max(64)).max(200).optional(),
  purpose: z.enum(['page', 'referral']).optional(),
  mayMeasure: z.boolean().optional(),
});
export type OffersAsked = z.output<typeof offersRequest>;

/** `POST /checkout/offers/:id/accept` */
export const acceptRequest = z.object({
  ...page,
  locale,
  decisionId: z.string().max(64).optional(),
  eventId: z.uuid(),
});
export type AcceptAsked = z.output<typeof acceptRequest>;

/** `POST /checkout/offer-events` */
export const offerEventsRequest = z.object({
  surface,
  orderId: number,
  checkoutToken: page.checkoutToken,
  decisionId: z.string().max(64).optional(),
  events: z
    .array(
      z.object({
        id: z.uuid(),
        type: z.enum(['shown', 'clicked', 'accepted', 'dismissed']),
        offerId: z
          .string()
          .max(64)
          .regex(/^[\w-]+$/, 'expected the id of an offer'),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .max(MAX_EVENTS),
});
export type OfferEventsAsked = z.output<typeof offerEventsRequest>;
