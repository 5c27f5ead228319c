import { MAX_EVENTS, type Surface } from '@reprise/rules';
import { z } from 'zod';
import { parseMoney } from '../../kit/money.ts';

/**
 * What the extensions may send (the types are in @reprise/rules). Everything in it is in the buyer's hands: it is checked for
 * shape here, and believed only where nothing depends on it. Unknown fields are left out, so that a newer page can ask an
 * older server.
 */
/** A page is one of the two. Inside, the server also asks about messages in the same words, hence the wider type. */
const surface: z.ZodType<Surface, Surface> = z.enum(['thank-you', 'order-status']);
const token = z
  .string()
  .max(128)
  .regex(/^[\w-]*$/, 'expected a token');
const locale = z
  .string()
  .regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}$/, 'expected a language tag such as de-AT');
const currency = z.string().regex(/^[A-Z]{3}$/, 'expected a currency code such as EUR');
const gid = 'gid://shopify/';

/** The number in a Shopify id (gid or number), or null. Without a pattern: a page sends two ids a line, and a shopper waits. */
export function numberIn(text: string): string | null {
  let from = 0;
  let end = text.length;
  if (end > 96) return null;
  if (text.startsWith(gid)) {
    from = text.indexOf('/', gid.length) + 1;
    if (from === 0) return null;
    const query = text.indexOf('?', from);
    if (query >= 0) end = query;
  }
  if (end <= from || end - from > 20) return null;
  const found = from === 0 && end === text.length ? text : text.slice(from, end);
  for (let i = 0; i < found.length; i++) {
    const code = found.charCodeAt(i);
    if (code < 48 || code > 57) return null;
  }
  return found;
}

const number = z.string().transform((given, ctx) => {
  const found = numberIn(given);
  if (found !== null) return found;
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

const arm = z
  .string()
  .max(32)
  .regex(/^[\w-]*$/, 'expected the id of a variant');

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
  discountCodes: z.array(z.string().max(255)).max(100).optional(),
  shippingMethod: z.string().max(255).optional(),
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
  arm: z.string().max(64).optional(),
  variantId: number.optional(),
  quantity: z.number().int().min(1).max(99).optional(),
  lines: z
    .array(z.object({ variantId: number, quantity: z.number().int().min(1).max(99) }))
    .max(20)
    .optional(),
  answer: z
    .object({
      optionIds: z.array(z.string().max(64)).max(50).optional(),
      scale: z.number().optional(),
      text: z.string().max(20_000).optional(),
    })
    .optional(),
  email: z.string().max(320).optional(),
  consent: z.boolean().optional(),
  birthday: z.string().max(10).optional(),
  quoteId: z.string().max(64).optional(),
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
        type: z.enum(['shown', 'seen', 'clicked', 'accepted', 'dismissed', 'held-out']),
        offerId: z
          .string()
          .max(64)
          .regex(/^[\w-]+$/, 'expected the id of an offer'),
        arm: arm.optional(),
        productId: number.optional(),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .max(MAX_EVENTS),
});
export type OfferEventsAsked = z.output<typeof offerEventsRequest>;
