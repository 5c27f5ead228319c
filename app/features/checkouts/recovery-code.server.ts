import { addMs, hour } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { CheckoutsSettings } from './settings.ts';

export interface RecoveryCode {
  code: string;
  basisPoints: number;
  endsAt: string;
}

/** No vowels and nothing that looks like something else: no words by accident, easy to type. */
const letters = '23456789BCDFGHJKMNPQRSTVWXZ';

/**
 * Makes the one code of a checkout: once usable, with a real end. The name follows from the checkout, so a repeated run finds
 * the code of the run before, with the deadline that it was made with.
 * @returns null when Shopify refuses; the reminder then goes without a code
 */
export async function makeRecoveryCode(
  ctx: Context,
  token: string,
  settings: CheckoutsSettings,
): Promise<RecoveryCode | null> {
  const signature = Buffer.from(ctx.vault.sign('recovery code', `${ctx.shop.id}/${token}`), 'base64url');
  const name = [...signature.subarray(0, 8)].map((byte) => letters[byte % letters.length]).join('');
  const code = `BACK-${name}`;
  const now = ctx.clock.now();
  const endsAt = addMs(now, settings.code.validHours * hour);
  const { basisPoints } = settings.code;
  const made = await ctx.shopify.createDiscountCode({
    title: `Reprise: abandoned checkout ${code}`,
    code,
    startsAt: now,
    endsAt,
    value: { kind: 'percentage', basisPoints },
    productIds: null,
    usageLimit: 1,
    oncePerCustomer: true,
  });
  if (made.kind === 'created') return { code, basisPoints, endsAt: endsAt.toISOString() };
  if (made.kind === 'refused') {
    ctx.log.warn({ reason: made.message }, 'the recovery code was refused; the reminder goes without one');
    return null;
  }
  const existing = await ctx.shopify.findDiscountCode(code);
  if (!existing?.endsAt || existing.endsAt <= now) return null;
  return { code, basisPoints, endsAt: existing.endsAt.toISOString() };
}
