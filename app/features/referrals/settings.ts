import { z } from 'zod';
import { currencyDigits, type Money } from '../../kit/money.ts';

/** The merchant's choices about referrals (column shop_settings.referrals). Off in a new shop. */
export const referralsSettings = z.object({
  isOn: z.boolean().default(false),
  /** off the friend's order, basis points */
  friendBasisPoints: z.number().int().min(100).max(5000).default(1000),
  /** the advocate's store credit in minor units of the shop's currency, as text; null = the standard of that currency */
  advocateMinor: z
    .string()
    .regex(/^[1-9]\d{0,11}$/)
    .nullable()
    .default(null),
  /** the friend's order must be at least this many times the reward; 0 = any order */
  minimumMultiple: z.number().int().min(0).max(20).default(3),
  /** days after fulfilment until the credit is paid: at least as long as goods may be returned */
  holdDays: z.number().int().min(0).max(120).default(30),
  /** how long a visit through the link counts */
  linkDays: z.number().int().min(1).max(365).default(30),
  /** how long a friend who began a checkout through the link is known again without it */
  matchDays: z.number().int().min(1).max(365).default(90),
});
export type ReferralsSettings = z.output<typeof referralsSettings>;

/** A thank-you of about ten euros where ten of the main unit would be next to nothing, or far too much. */
const standards: Record<string, bigint> = {
  JPY: 1_000n,
  KRW: 10_000n,
  VND: 200_000n,
  CLP: 10_000n,
  PYG: 75_000n,
  HUF: 400_000n,
  ISK: 1_500n,
  IDR: 15_000_000n,
  COP: 4_000_000n,
  KWD: 3_000n,
  BHD: 4_000n,
  OMR: 4_000n,
  JOD: 7_000n,
  TND: 30_000n,
};

/** What the advocate gets in a shop of this currency. */
export function advocateReward(settings: Pick<ReferralsSettings, 'advocateMinor'>, currency: string): Money {
  if (settings.advocateMinor !== null) return { minor: BigInt(settings.advocateMinor), currency };
  return { minor: standards[currency] ?? 10n * 10n ** BigInt(currencyDigits(currency)), currency };
}

/** What the friend's goods must cost before any discount. */
export function minimumOrder(
  settings: Pick<ReferralsSettings, 'advocateMinor' | 'minimumMultiple'>,
  currency: string,
): Money {
  return {
    minor: advocateReward(settings, currency).minor * BigInt(settings.minimumMultiple),
    currency,
  };
}
