import { z } from 'zod';
import { ruleSchema } from '../offers/index.ts';

/**
 * A flow: what starts it for a person, what it does step by step, and what ends it. It is data: a merchant draws it, a version
 * of it is frozen when it is activated, and a person inside goes on with the version that they entered.
 *
 * Steps form a tree that is read from top to bottom. A branch holds its own steps and comes together again below, so there is
 * no way back and no loop: a flow always ends.
 */
export const flowLimits = { steps: 100, depth: 6, arms: 8, exits: 10, name: 100, waitDays: 730 } as const;

const id = z.string().regex(/^[a-z0-9-]{1,40}$/, 'flows:problem.id');
const span = z.object({
  amount: z
    .number()
    .int('flows:problem.whole')
    .min(1, 'flows:problem.tooSmall')
    .max(10_000, 'flows:problem.tooLarge'),
  unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
});
/** A span of time as a merchant says it. */
export type FlowSpan = z.output<typeof span>;

/** What happens in a shop that can start a flow, be waited for, be a goal or end it. */
export const triggerKinds = [
  'checkout-abandoned', // after the last activity
  'order-paid',
  'order-fulfilled',
  'order-shipped',
  'order-out-for-delivery',
  'order-delivered',
  'parcel-late',
  'parcel-stalled',
  'order-refunded',
  'order-cancelled',
  'review-given', // by rating
  'review-silent', // asked and silent
  'referral-made',
  'referral-credited',
  'referral-paid',
  'offer-accepted',
  'question-answered', // by answer
  'vip-joined',
  'birthday',
  'first-order',
  'nth-order',
  'segment-entered',
  'segment-left',
  'order-overdue', // time since the last order against this person's own rhythm
  'back-in-stock', // of a wished product
  'date',
  'by-hand',
  'message-clicked', // only to be waited for, or as a goal
] as const;
export type TriggerKind = (typeof triggerKinds)[number];

const trigger = z.object({
  kind: z.enum(triggerKinds),
  /** review-given: from and to how many stars */
  minRating: z.number().int().min(1).max(5).optional(),
  maxRating: z.number().int().min(1).max(5).optional(),
  /** checkout-abandoned, review-silent, parcel-late, parcel-stalled: how long after the last activity */
  after: span.optional(),
  /** nth-order */
  number: z.number().int().min(1).max(1_000).optional(),
  /** offer-accepted, question-answered: of which offer; null or absent = any */
  offerId: z.string().max(64).nullish(),
  /** question-answered: one of these options */
  optionIds: z.array(z.string().max(64)).max(20).optional(),
  /** segment-entered, segment-left */
  segmentId: z.string().max(64).optional(),
  /** order-overdue: `replenish` near the usual gap, `win-back` well after it; `fallbackDays` for who has ordered once */
  rhythm: z.enum(['replenish', 'win-back']).optional(),
  fallbackDays: z.number().int().min(1).max(730).optional(),
  /** date: a day `yyyy-mm-dd` and a time `hh:mm` in the shop's zone */
  on: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/, 'flows:problem.date')
    .optional(),
  at: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'flows:problem.time')
    .optional(),
});
export type Trigger = z.output<typeof trigger>;

const weekday = z.number().int().min(1).max(7);

const wait = z.discriminatedUnion('until', [
  z.object({ until: z.literal('span'), span }),
  /** the next such local time of day (and weekday, 1 = Monday) in the person's own zone */
  z.object({
    until: z.literal('time'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'flows:problem.time'),
    weekdays: z.array(weekday).max(7),
  }),
  /** until something happens to this person, or the time is up */
  z.object({ until: z.literal('event'), event: trigger, atMost: span }),
]);

export const channels = ['email', 'sms', 'whatsapp'] as const;
export type Channel = (typeof channels)[number];

/** What a code is good for; the terms of offers, in basis points or minor units of the shop's currency. */
const codeTerms = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percentage'), basisPoints: z.number().int().min(1).max(10_000) }),
  z.object({
    kind: z.literal('amount'),
    minor: z.string().regex(/^\d{1,15}$/),
    currency: z.string().length(3),
  }),
  z.object({ kind: z.literal('free-shipping') }),
]);

export interface FlowArm {
  id: string;
  weight: number;
  steps: FlowStep[];
}

const base = { id };
const leafSteps = [
  z.object({ ...base, kind: z.literal('wait'), wait }),
  z.object({
    ...base,
    kind: z.literal('send'),
    /** 'best' = the channel with consent that this person responds to most */
    channel: z.enum([...channels, 'best']),
    /** id of the content; features/content keeps it */
    contentId: z.string().max(64),
    class: z.enum(['marketing', 'transactional']),
    /** worthless after that long */
    usefulFor: span.optional(),
  }),
  z.object({ ...base, kind: z.literal('code'), terms: codeTerms, validFor: span }),
  z.object({ ...base, kind: z.literal('tag'), tag: z.string().trim().min(1).max(255), isAdded: z.boolean() }),
  z.object({
    ...base,
    kind: z.literal('list'),
    list: z.string().trim().min(1).max(64),
    isAdded: z.boolean(),
  }),
  z.object({ ...base, kind: z.literal('note'), text: z.string().trim().min(1).max(1_000) }),
  z.object({ ...base, kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }).max(2_000) }),
  z.object({ ...base, kind: z.literal('end') }),
] as const;

type Leaf = z.output<(typeof leafSteps)[number]>;
/** One step. `condition`, `split` hold steps of their own. */
export type FlowStep =
  | Leaf
  | { id: string; kind: 'condition'; rule: z.output<typeof ruleSchema>; then: FlowStep[]; else: FlowStep[] }
  | { id: string; kind: 'split'; isExperiment: boolean; arms: FlowArm[] };

const step: z.ZodType<FlowStep> = z.lazy(() =>
  z.union([
    ...leafSteps,
    z.object({
      ...base,
      kind: z.literal('condition'),
      rule: ruleSchema,
      // biome-ignore lint/suspicious/noThenProperty: it is data of ours and never awaited
      then: z.array(step),
      else: z.array(step),
    }),
    z.object({
      ...base,
      kind: z.literal('split'),
      /** judged by the statistics of experiments; else it is only a split */
      isExperiment: z.boolean(),
      arms: z
        .array(z.object({ id, weight: z.number().int().min(1).max(100), steps: z.array(step) }))
        .min(2)
        .max(flowLimits.arms),
    }),
  ]),
);

export const flowDefinition = z.object({
  trigger,
  /** who may enter; null = everybody */
  rule: ruleSchema.nullable(),
  entry: z.object({
    /** how long after leaving a person may enter again; null = never */
    againAfter: span.nullable(),
    /** may one person be inside several times at once (once per order or checkout)? */
    isOncePerSubject: z.boolean(),
  }),
  /** reached at any moment: the person leaves, and counts as converted */
  goal: trigger.nullable(),
  /** hold at every moment, not only at steps: the person leaves */
  exits: z.array(trigger).max(flowLimits.exits),
  /** percent of those who enter that get nothing, to measure the true effect */
  holdOutPercent: z.number().min(0).max(50),
  steps: z.array(step).max(flowLimits.steps),
});
export type FlowDefinition = z.output<typeof flowDefinition>;

/** What one message says in one language, in plain text with paragraphs; `{first name}`, `{shop}`, `{order}`, `{discount}` and `{deadline}` are filled in. */
const contentText = z.object({
  subject: z.string().trim().min(1, 'flows:problem.noSubject').max(200),
  text: z.string().trim().min(1, 'flows:problem.noText').max(5_000),
  button: z.string().trim().max(60).nullable(),
  /** where the button leads when `url` is null: the shop (or the checkout that was left), or the reader's own link for friends */
  link: z.enum(['shop', 'referral']).optional(),
  /** absolute; null = see `link` */
  url: z
    .url({ protocol: /^https?$/, error: 'flows:problem.url' })
    .max(2_000)
    .nullable(),
});
export type ContentText = z.output<typeof contentText>;

/** The texts of a flow's messages: content id → language (`en`, `de`) → text. Frozen with each version. */
export const flowContents = z.record(
  z.string().max(64),
  z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), contentText),
);
export type FlowContents = z.output<typeof flowContents>;

/** Only start a flow: they come round with time, so nobody can wait for them, and they end nothing. */
export const startsOnly: ReadonlySet<TriggerKind> = new Set<TriggerKind>([
  'checkout-abandoned',
  'parcel-late',
  'parcel-stalled',
  'review-silent',
  'birthday',
  'order-overdue',
  'back-in-stock',
  'date',
  'by-hand',
]);

/**
 * Where somebody is in a flow.
 *
 * | state     | means                                                         | goes to                          |
 * |-----------|---------------------------------------------------------------|----------------------------------|
 * | running   | its next step is being taken or about to be                   | waiting, done, left, converted   |
 * | waiting   | stands at a wait until `waitUntil`, or until something happens | running, left, converted         |
 * | done      | all steps are taken                                           | converted (the goal, within days) |
 * | left      | an exit, the merchant, an unsubscribe or an erasure ended it  | (end)                            |
 * | converted | reached the goal                                              | (end)                            |
 * | held-out  | would have entered, and gets nothing so that the effect shows | (end)                            |
 */
export const runStates = ['running', 'waiting', 'done', 'left', 'converted', 'held-out'] as const;
export type RunState = (typeof runStates)[number];

/** Why somebody is no longer in a flow. Worded in `flows:reasons.*`. */
export const endReasons = [
  'finished',
  'goal',
  'exit',
  'flow_archived',
  'by_merchant',
  'unsubscribed',
  'erased',
  'joined',
  'shop_uninstalled',
  'held_out',
] as const;
export type EndReason = (typeof endReasons)[number];

export const flowStatuses = ['draft', 'active', 'paused', 'archived'] as const;
export type FlowStatus = (typeof flowStatuses)[number];
