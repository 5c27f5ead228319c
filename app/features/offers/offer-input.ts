import { z } from 'zod';
import { shopifyNumber } from '../../kit/id.ts';
import { type Conditions, ruleOf } from './conditions.ts';
import { type Discount, isComplete, type Offer, parseAmount, parsePercent, surfaces } from './offer.ts';

export const limits = {
  name: 60,
  title: 80,
  text: 400,
  button: 30,
  languages: 30,
  deadlineHours: 24 * 90,
  conditionProducts: 50,
  countries: 250,
} as const;

/** A problem is said by a key of the locale files (`offers:problem.…`), so that both sides say it in the reader's language. */
const problem = (key: string) => `offers:problem.${key}`;

const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max, problem('tooLong'))
    .refine((text) => !text.includes('\0'), problem('characters'));

const shopifyId = z.string().transform((id, ctx) => {
  const number = shopifyNumber(id);
  if (number !== null) return number;
  ctx.addIssue({ code: 'custom', message: problem('id') });
  return z.NEVER;
});

const instant = z.iso.datetime({ offset: true, error: problem('time') });

const textsSchema = z.strictObject({
  title: words(limits.title),
  text: words(limits.text),
  button: words(limits.button),
});

/** An offer as it is typed: numbers are texts, because that is what fields hold. Used by the editor and by the server. */
export const offerInput = z.strictObject({
  name: words(limits.name).min(1, problem('name')),
  kind: z.enum(['product', 'discount']),
  isActive: z.boolean(),
  surfaces: z
    .array(z.enum(surfaces))
    .min(1, problem('surfaces'))
    .transform((list) => surfaces.filter((surface) => list.includes(surface))),
  product: z.strictObject({ productId: shopifyId, variantId: shopifyId }).nullable(),
  discount: z.strictObject({
    kind: z.enum(['percentage', 'amount', 'none']),
    /** percent or amount in the shop's currency; ignored for none */
    value: z.string().max(20, problem('number')),
  }),
  /** whole hours; empty = no deadline */
  deadlineHours: z.string().max(10, problem('number')),
  texts: z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, problem('language')), textsSchema)
    .refine((texts) => Object.keys(texts).length <= limits.languages, problem('languages')),
  conditions: z.strictObject({
    minTotal: z.string().max(20, problem('number')),
    boughtProductIds: z.array(shopifyId).max(limits.conditionProducts, problem('products')),
    isFirstOrderOnly: z.boolean(),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/, problem('countries'))).max(limits.countries),
    startsAt: instant.nullable(),
    endsAt: instant.nullable(),
  }),
});
export type OfferInput = z.input<typeof offerInput>;

/** What is wrong, by field (`texts.de.title`); the value is a key of the locale files. */
export type Problems = Record<string, string>;

/** The part of an offer that the input decides. */
export type OfferContent = Omit<Offer, 'id' | 'status' | 'position' | 'version'>;

/**
 * Checks what was typed and turns it into an offer. Everything that is wrong is told at once, by field. An offer that is to
 * be shown (`isActive`) must also be complete in at least one language, name its product, and not be over already.
 */
export function readOfferInput(
  raw: unknown,
  shop: { currency: string },
  now: Date,
): { kind: 'ok'; content: OfferContent; isActive: boolean } | { kind: 'invalid'; problems: Problems } {
  const parsed = offerInput.safeParse(raw);
  if (!parsed.success) {
    const problems: Problems = {};
    for (const issue of parsed.error.issues) {
      const field = issue.path.map(String).join('.') || 'offer';
      problems[field] ??= issue.message.startsWith('offers:') ? issue.message : problem('unexpected');
    }
    return { kind: 'invalid', problems };
  }
  const input = parsed.data;
  const problems: Problems = {};
  const discount = readDiscount(input, shop.currency, problems);
  const deadlineHours = readDeadline(input.deadlineHours, problems);
  const conditions = readConditions(input.conditions, shop.currency, problems);
  if (input.isActive) checkForShowing(input, now, problems);
  if (Object.keys(problems).length > 0) return { kind: 'invalid', problems };
  return {
    kind: 'ok',
    isActive: input.isActive,
    content: {
      name: input.name,
      kind: input.kind,
      surfaces: input.surfaces,
      product: input.kind === 'product' ? input.product : null,
      discount,
      deadlineHours,
      texts: input.texts,
      rule: ruleOf(conditions, shop.currency),
    },
  };
}

type Parsed = z.output<typeof offerInput>;

function readDiscount({ kind, discount }: Parsed, currency: string, problems: Problems): Discount {
  switch (discount.kind) {
    case 'none':
      if (kind === 'discount') problems['discount.value'] = problem('noDiscount');
      return { kind: 'none' };
    case 'percentage': {
      const basisPoints = parsePercent(discount.value);
      if (basisPoints === null || basisPoints < 1 || basisPoints > 10_000) {
        problems['discount.value'] = problem('percent');
      }
      return { kind: 'percentage', basisPoints: basisPoints ?? 0 };
    }
    case 'amount': {
      const minor = parseAmount(discount.value, currency);
      if (minor === null || minor <= 0n) problems['discount.value'] = problem('amount');
      return { kind: 'amount', minor: minor ?? 0n };
    }
  }
}

function readDeadline(text: string, problems: Problems): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const hours = /^\d{1,6}$/.test(trimmed) ? Number(trimmed) : 0;
  if (hours < 1 || hours > limits.deadlineHours) problems.deadlineHours = problem('deadline');
  return hours;
}

function readConditions(input: Parsed['conditions'], currency: string, problems: Problems): Conditions {
  let minTotal: bigint | null = null;
  if (input.minTotal.trim() !== '') {
    minTotal = parseAmount(input.minTotal, currency);
    if (minTotal === null || minTotal < 0n) problems['conditions.minTotal'] = problem('amount');
  }
  const startsAt = input.startsAt === null ? null : new Date(input.startsAt).toISOString();
  const endsAt = input.endsAt === null ? null : new Date(input.endsAt).toISOString();
  if (startsAt !== null && endsAt !== null && endsAt <= startsAt) {
    problems['conditions.endsAt'] = problem('window');
  }
  return { ...input, minTotal, startsAt, endsAt };
}

function checkForShowing(input: Parsed, now: Date, problems: Problems): void {
  if (input.kind === 'product' && input.product === null) problems.product = problem('product');
  if (!Object.values(input.texts).some(isComplete)) problems.texts = problem('texts');
  const { endsAt } = input.conditions;
  if (endsAt !== null && new Date(endsAt) <= now) problems['conditions.endsAt'] ??= problem('over');
}
