import { z } from 'zod';
import type { Discount, Item } from './discount.ts';

/** Which products are offered: these, those of a collection, or what the shop's own baskets say goes with the order. */
export type Choice =
  | { by: 'hand'; items: Item[] }
  | { by: 'collection'; collectionId: string; title: string }
  | { by: 'complements' };

const id = z.string().min(1).max(64);
const item = z.object({ productId: id, variantId: id });

/** In JSON an amount is a text, because JSON has no bigint. */
const discountSchema: z.ZodType<Discount> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().min(1).max(10_000) }),
  z.object({
    kind: z.literal('amount'),
    minor: z
      .string()
      .regex(/^\d{1,18}$/)
      .transform((text) => BigInt(text)),
  }),
  z.object({ kind: z.literal('free-shipping') }),
  item.extend({ kind: z.literal('gift') }),
  z.object({ kind: z.literal('none') }),
]);

const choiceSchema: z.ZodType<Choice> = z.discriminatedUnion('by', [
  z.object({ by: z.literal('hand'), items: z.array(item).max(100) }),
  z.object({ by: z.literal('collection'), collectionId: id, title: z.string() }),
  z.object({ by: z.literal('complements') }),
]);

export const questionTypes = ['one', 'several', 'scale', 'text', 'nps', 'source'] as const;
export type QuestionType = (typeof questionTypes)[number];

const words = z.string().optional();
const textsPart = z.object({
  title: words,
  text: words,
  button: words,
  smallPrint: words,
  consent: words,
  thanks: words,
  options: z.record(z.string(), z.string()).optional(),
  scaleLow: words,
  scaleHigh: words,
  alt: words,
});

const armSchema = z.object({
  /** part of what is hashed: never changes while the test runs */
  id,
  name: z.string(),
  /** whole number; 0 = nobody (any more) */
  weight: z.number().int().min(0),
  /** what is left out stays as in the offer itself */
  texts: z.record(z.string(), textsPart).optional(),
  discount: discountSchema.optional(),
  choice: choiceSchema.optional(),
  /** null = without a picture */
  pictureId: id.nullable().optional(),
});

/** One more way to say or price the offer; the offer itself is arm `a`. */
export type Arm = z.output<typeof armSchema>;

/** The offer itself in a test. */
export const FIRST_ARM = 'a';

/**
 * `offers.setup`: what only some kinds of offers need. Every part may be absent; a part that cannot be read (written by a newer
 * version) is left out rather than making the whole shop's offers unreadable.
 */
export const setupSchema = z.object({
  choice: choiceSchema.optional().catch(undefined),
  /** how many products of the choice stand on one card */
  show: z
    .union([z.literal(1), z.literal(2), z.literal(3)])
    .optional()
    .catch(undefined),
  question: z
    .object({
      type: z.enum(questionTypes),
      options: z.array(z.object({ id })),
      hasOther: z.boolean(),
      isShuffled: z.boolean(),
      /** upper end of a scale that begins at 1 */
      max: z.number().int().min(2).max(10).optional(),
    })
    .optional()
    .catch(undefined),
  vip: z.object({ isDoubleOptIn: z.boolean() }).optional().catch(undefined),
  /** where a message's button leads; https */
  link: z.string().optional().catch(undefined),
  caps: z
    .object({ total: z.number().int().nullable(), perPerson: z.number().int().nullable() })
    .optional()
    .catch(undefined),
  combines: z
    .object({ order: z.boolean(), product: z.boolean(), shipping: z.boolean() })
    .optional()
    .catch(undefined),
  /** minor units of the shop's currency that the next order must reach */
  minimum: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
  /** the code is only for this customer, where the shop knows them */
  isBound: z.boolean().optional().catch(undefined),
  /** add-to-order: unpaid additions are taken off again after so many hours */
  payWithinHours: z.number().int().min(1).optional().catch(undefined),
  gift: item.optional().catch(undefined),
  arms: z.array(armSchema).optional().catch(undefined),
  /** weight of the offer itself */
  armWeight: z.number().int().min(0).optional().catch(undefined),
  holdOutPercent: z.number().min(0).max(50).optional().catch(undefined),
  /** a test's winner is taken as soon as there is one */
  isAutoTake: z.boolean().optional().catch(undefined),
});

export type Setup = Omit<z.output<typeof setupSchema>, 'gift'>;

export const setupDefaults = {
  show: 1,
  payWithinHours: 24,
  armWeight: 100,
  holdOutPercent: 5,
  combines: { order: false, product: false, shipping: true },
} as const;

/** Reads `offers.setup`. Never throws: what cannot be read counts as absent. */
export function readSetup(json: unknown): z.output<typeof setupSchema> {
  const read = setupSchema.safeParse(json ?? {});
  return read.success ? read.data : {};
}

/** The way back into the column. */
export function setupJson(setup: z.output<typeof setupSchema>): string {
  return JSON.stringify(setup, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}
