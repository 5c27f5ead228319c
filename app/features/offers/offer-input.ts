import { z } from 'zod';
import { shopifyNumber } from '../../kit/id.ts';
import { offerKinds, parcelStates, surfaces } from './offer.ts';
import { ruleSchema } from './rule-schema.ts';
import { questionTypes } from './setup.ts';

export const limits = {
  name: 60,
  title: 80,
  text: 400,
  button: 30,
  smallPrint: 300,
  consent: 500,
  thanks: 200,
  option: 80,
  scale: 40,
  alt: 150,
  link: 500,
  languages: 30,
  options: 20,
  arms: 9,
  weight: 1_000,
  holdOutPercent: 50,
  deadlineHours: 24 * 90,
  payWithinHours: 24 * 7,
  fromDays: 365,
  capTotal: 1_000_000,
  capPerPerson: 100,
  items: 100,
} as const;

/** A problem is said by a key of the locale files (`offers:problem.…`), so that both sides say it in the reader's language. */
export const problem = (key: string) => `offers:problem.${key}`;

const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max, problem('tooLong'))
    .refine((text) => !text.includes('\0'), problem('characters'));

/** A field that holds a number: what is in it is read later, so that the message can name the bounds. */
const typed = z.string().max(20, problem('number'));

const shopifyId = z.string().transform((id, ctx) => {
  const number = shopifyNumber(id);
  if (number !== null) return number;
  ctx.addIssue({ code: 'custom', message: problem('id') });
  return z.NEVER;
});

/** Ids that our own editor makes: options, variants. */
const ownId = z.string().regex(/^[\w-]{1,32}$/, problem('id'));
const storedId = z.string().regex(/^[\w-]{1,64}$/, problem('id'));

const instant = z.iso.datetime({ offset: true, error: problem('time') });
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, problem('language'));

const textsSchema = z.strictObject({
  title: words(limits.title),
  text: words(limits.text),
  button: words(limits.button),
  smallPrint: words(limits.smallPrint).optional(),
  consent: words(limits.consent).optional(),
  thanks: words(limits.thanks).optional(),
  options: z.record(ownId, words(limits.option)).optional(),
  scaleLow: words(limits.scale).optional(),
  scaleHigh: words(limits.scale).optional(),
  alt: words(limits.alt).optional(),
});

const byLanguage = <Texts extends z.ZodType>(texts: Texts) =>
  z
    .record(language, texts)
    .refine((all) => Object.keys(all).length <= limits.languages, problem('languages'));

const item = z.strictObject({ productId: shopifyId, variantId: shopifyId });

const choice = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('hand'),
    items: z.array(item).max(limits.items, problem('products')),
  }),
  z.strictObject({ by: z.literal('collection'), collectionId: shopifyId, title: words(255) }),
  z.strictObject({ by: z.literal('complements') }),
]);

const discount = z.strictObject({
  kind: z.enum(['percentage', 'amount', 'free-shipping', 'gift', 'none']),
  /** percent or amount in the shop's currency; ignored for the other kinds */
  value: typed,
  gift: item.nullable(),
});

/** An offer as it is typed: numbers are texts, because that is what fields hold. Used by the editor and by the server. */
export const offerInput = z.strictObject({
  name: words(limits.name).min(1, problem('name')),
  kind: z.enum(offerKinds),
  isActive: z.boolean(),
  surfaces: z
    .array(z.enum(surfaces))
    .min(1, problem('surfaces'))
    .transform((list) => surfaces.filter((surface) => list.includes(surface))),
  /** of the order-status page; empty = all */
  moments: z
    .array(z.enum(parcelStates))
    .transform((list) => parcelStates.filter((state) => list.includes(state))),
  fromDays: z.strictObject({ days: typed, after: z.enum(['ordered', 'delivered']) }).nullable(),
  choice: choice.nullable(),
  show: z.enum(['1', '2', '3']),
  discount,
  /** whole hours; empty = no deadline */
  deadlineHours: typed,
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  /** whole numbers; empty = as many as want it */
  caps: z.strictObject({ total: typed, perPerson: typed }),
  combines: z.strictObject({ order: z.boolean(), product: z.boolean(), shipping: z.boolean() }),
  /** what the next order must reach, in the shop's currency; empty = nothing */
  minimum: typed,
  isBound: z.boolean(),
  /** whole hours; empty = 24 */
  payWithinHours: typed,
  question: z
    .strictObject({
      type: z.enum(questionTypes),
      optionIds: z
        .array(ownId)
        .max(limits.options, problem('tooManyOptions'))
        .refine((ids) => new Set(ids).size === ids.length, problem('unexpected')),
      hasOther: z.boolean(),
      isShuffled: z.boolean(),
      /** upper end of a scale; ignored for the other types */
      max: typed,
    })
    .nullable(),
  vip: z.strictObject({ isDoubleOptIn: z.boolean() }).nullable(),
  link: words(limits.link),
  pictureId: storedId.nullable(),
  texts: byLanguage(textsSchema),
  /** the whole tree; `{ kind: 'all', rules: [] }` is every order */
  rule: ruleSchema,
  test: z
    .strictObject({
      armWeight: typed,
      /** the winner is taken as soon as there is one */
      isAutoTake: z.boolean().optional(),
      arms: z
        .array(
          z.strictObject({
            id: ownId,
            name: words(limits.name),
            weight: typed,
            /** empty = as in the offer itself */
            texts: byLanguage(textsSchema.partial()),
            discount: discount.nullable(),
            choice: choice.nullable(),
            pictureId: storedId.nullable().optional(),
          }),
        )
        .min(1, problem('arms'))
        .max(limits.arms, problem('arms'))
        .refine((arms) => new Set(arms.map(({ id }) => id)).size === arms.length, problem('unexpected')),
    })
    .nullable(),
  /** 0 to 50; empty = 5 */
  holdOutPercent: typed,
});
export type OfferInput = z.input<typeof offerInput>;
export type ParsedOffer = z.output<typeof offerInput>;

/** What is wrong, by field (`texts.de.title`); the value is a key of the locale files. */
export type Problems = Record<string, string>;
