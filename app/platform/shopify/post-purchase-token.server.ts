import { compactVerify, SignJWT } from 'jose';
import { parse } from 'lossless-json';
import { z } from 'zod';
import { type Money, parseMoney } from '../../kit/money.ts';

/** A purchase as Shopify vouches for it on the post-purchase page. Ids as strings: they exceed 2^53. */
export interface PostPurchase {
  domain: string;
  /** the checkout's token: the order is found by it */
  referenceId: string;
  customerId: string | null;
  country: string | null;
  locale: string;
  /** in the shop's currency */
  total: Money;
  /** the currency that the buyer pays in */
  paidCurrency: string;
  lines: { productId: string; variantId: string; quantity: number }[];
}

/** What is to be changed on the purchase; Shopify takes it only with our signature. */
export interface AddVariantChange {
  type: 'add_variant';
  variantId: number;
  quantity: number;
  discount?: { value: number; valueType: 'percentage' | 'fixed_amount'; title: string };
}

export type PostPurchaseVerdict =
  | { kind: 'ok'; purchase: PostPurchase }
  | { kind: 'refused'; reason: 'missing' | 'signature' | 'expired' | 'shape' };

const id = z.union([z.string(), z.number(), z.object({ value: z.string() })]).transform((value) => {
  if (typeof value === 'object') return value.value;
  return String(value).replace(/^gid:\/\/shopify\/\w+\//, '');
});
const money = z.object({ amount: z.coerce.string(), currencyCode: z.string().length(3) });
const input = z.object({
  initialPurchase: z.object({
    referenceId: z.string().min(1).max(128),
    customerId: id.nullish(),
    destinationCountryCode: z.string().nullish(),
    totalPriceSet: z.object({ shopMoney: money, presentmentMoney: money }),
    lineItems: z
      .array(
        z.object({
          product: z.object({ id, variant: z.object({ id }) }),
          quantity: z.coerce.number().int().min(0),
        }),
      )
      .max(500),
  }),
  locale: z.string().max(35),
  shop: z.object({ domain: z.string().max(255) }),
});
const claims = z.object({ exp: z.coerce.number().optional(), input_data: input });

const leewaySeconds = 10;

/**
 * The tokens of the post-purchase page (HS256 with the app's secret). Unlike an extension's session token, this one proves the
 * purchase: all of `input_data` is in it. Our answer, a changeset, is signed with the same secret.
 * Source: shopify.dev/docs/api/checkout-extensions/post-purchase/jwt-specification
 * @param realNow milliseconds; Shopify's tokens live in real time, whatever the sandbox's clock says
 */
export function createPostPurchaseTokens(
  config: { apiKey: string; secrets: string[] },
  realNow: () => number = Date.now,
) {
  const keys = config.secrets.map((secret) => new TextEncoder().encode(secret));

  async function payloadOf(token: string): Promise<Uint8Array | null> {
    for (const key of keys) {
      try {
        return (await compactVerify(token, key, { algorithms: ['HS256'] })).payload;
      } catch {
        // The secret before, while it is being rotated, may fit.
      }
    }
    return null;
  }

  return {
    /** Who bought what, as Shopify says; the Authorization header holds `Bearer` and inputData.token. */
    async verify(authorization: string | undefined): Promise<PostPurchaseVerdict> {
      const token = /^bearer (\S{1,100000})$/i.exec(authorization ?? '')?.[1];
      if (!token) return { kind: 'refused', reason: 'missing' };
      const payload = await payloadOf(token);
      if (!payload) return { kind: 'refused', reason: 'signature' };
      let read: ReturnType<typeof claims.safeParse>;
      try {
        const text = new TextDecoder().decode(payload);
        // Numbers stay texts until it is known what they are: variant ids do not fit a double.
        read = claims.safeParse(parse(text, undefined, (digits) => digits as unknown as number));
      } catch {
        return { kind: 'refused', reason: 'shape' };
      }
      if (!read.success) return { kind: 'refused', reason: 'shape' };
      const { exp, input_data: data } = read.data;
      if (exp !== undefined && exp + leewaySeconds <= realNow() / 1000) {
        return { kind: 'refused', reason: 'expired' };
      }
      const { initialPurchase: purchase } = data;
      const { shopMoney, presentmentMoney } = purchase.totalPriceSet;
      try {
        return {
          kind: 'ok',
          purchase: {
            domain: data.shop.domain.toLowerCase(),
            referenceId: purchase.referenceId,
            customerId: purchase.customerId ?? null,
            country: purchase.destinationCountryCode ?? null,
            locale: data.locale,
            total: parseMoney(shopMoney.amount, shopMoney.currencyCode),
            paidCurrency: presentmentMoney.currencyCode,
            lines: purchase.lineItems.map(({ product, quantity }) => ({
              productId: product.id,
              variantId: product.variant.id,
              quantity,
            })),
          },
        };
      } catch {
        return { kind: 'refused', reason: 'shape' };
      }
    },
    /** A changeset for one purchase. `iat` in milliseconds, as all of Shopify's own samples have it. */
    sign(referenceId: string, changes: AddVariantChange[]): Promise<string> {
      return new SignJWT({ changes, iat: realNow() } as never)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(config.apiKey)
        .setJti(crypto.randomUUID())
        .setSubject(referenceId)
        .sign(keys[0] as Uint8Array);
    },
  };
}

export type PostPurchaseTokens = ReturnType<typeof createPostPurchaseTokens>;
