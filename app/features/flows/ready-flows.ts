import type { FlowDefinition, FlowStep } from './flow.ts';

/** The flows that come with the app: made with one call, switched on with another. Their words are in the locale files. */
export const readyFlowNames = [
  'thank-you-care',
  'second-order',
  'replenishment',
  'win-back',
  'review-thanks',
  'review-care',
  'vip-welcome',
  'birthday',
  'late-parcel',
  'stalled-parcel',
  'referral-thanks',
] as const;
export type ReadyFlowName = (typeof readyFlowNames)[number];

/** A ready flow: its definition, and which texts its messages have (`first` is `flow-templates:<name>.first.subject` …). */
export interface ReadyFlow {
  definition: FlowDefinition;
  /** by content id */
  texts: Record<string, { key: string; link: 'shop' | 'referral' }>;
}

type Unit = 'minutes' | 'hours' | 'days' | 'weeks';
const span = (amount: number, unit: Unit) => ({ amount, unit });
const wait = (id: string, amount: number, unit: Unit): FlowStep => ({
  id,
  kind: 'wait',
  wait: { until: 'span', span: span(amount, unit) },
});
const send = (
  id: string,
  messageClass: 'marketing' | 'transactional',
  usefulDays: number,
): Extract<FlowStep, { kind: 'send' }> => ({
  id,
  kind: 'send',
  channel: 'email',
  contentId: id,
  class: messageClass,
  usefulFor: span(usefulDays, 'days'),
});
const code = (id: string, basisPoints: number, days: number): FlowStep => ({
  id,
  kind: 'code',
  terms: { kind: 'percentage', basisPoints },
  validFor: span(days, 'days'),
});

const plain: Omit<FlowDefinition, 'trigger' | 'steps'> = {
  rule: null,
  entry: { againAfter: null, isOncePerSubject: false },
  goal: null,
  exits: [],
  holdOutPercent: 0,
};
const perSubject = { againAfter: null, isOncePerSubject: true };
const wantsOrder = { goal: { kind: 'order-paid' }, holdOutPercent: 5 } as const;
const takenBack = [{ kind: 'order-refunded' }, { kind: 'order-cancelled' }] as FlowDefinition['exits'];

/** @param note words of the notes for the team, in the merchant's language */
function definitionOf(name: ReadyFlowName, note: string): FlowDefinition {
  switch (name) {
    case 'thank-you-care':
      return {
        ...plain,
        trigger: { kind: 'order-delivered' },
        entry: perSubject,
        exits: takenBack,
        steps: [wait('settle', 2, 'days'), send('first', 'transactional', 7)],
      };
    case 'second-order':
      return {
        ...plain,
        ...wantsOrder,
        trigger: { kind: 'first-order' },
        exits: takenBack,
        steps: [
          wait('enjoy', 21, 'days'),
          send('first', 'marketing', 7),
          wait('think', 7, 'days'),
          code('code', 1000, 7),
          send('second', 'marketing', 7),
        ],
      };
    case 'replenishment':
      return {
        ...plain,
        ...wantsOrder,
        trigger: { kind: 'order-overdue', rhythm: 'replenish', fallbackDays: 45 },
        entry: { againAfter: span(14, 'days'), isOncePerSubject: false },
        steps: [send('first', 'marketing', 7), wait('think', 7, 'days'), send('second', 'marketing', 7)],
      };
    case 'win-back':
      return {
        ...plain,
        ...wantsOrder,
        trigger: { kind: 'order-overdue', rhythm: 'win-back', fallbackDays: 120 },
        entry: { againAfter: span(180, 'days'), isOncePerSubject: false },
        steps: [
          send('first', 'marketing', 14),
          wait('think', 10, 'days'),
          code('code', 1000, 14),
          send('second', 'marketing', 7),
        ],
      };
    case 'review-thanks':
      return {
        ...plain,
        trigger: { kind: 'review-given', minRating: 4, maxRating: 5 },
        entry: { againAfter: span(90, 'days'), isOncePerSubject: false },
        exits: [{ kind: 'referral-made' }],
        steps: [wait('breathe', 1, 'days'), send('first', 'marketing', 7)],
      };
    case 'review-care':
      return {
        ...plain,
        trigger: { kind: 'review-given', minRating: 1, maxRating: 3 },
        entry: perSubject,
        steps: [{ id: 'note', kind: 'note', text: note }],
      };
    case 'vip-welcome':
      return { ...plain, trigger: { kind: 'vip-joined' }, steps: [send('first', 'marketing', 7)] };
    case 'birthday':
      return {
        ...plain,
        trigger: { kind: 'birthday' },
        entry: { againAfter: span(300, 'days'), isOncePerSubject: false },
        steps: [code('code', 1000, 14), send('first', 'marketing', 3)],
      };
    case 'late-parcel':
      return {
        ...plain,
        trigger: { kind: 'parcel-late', after: span(72, 'hours') },
        entry: perSubject,
        exits: [{ kind: 'order-shipped' }, { kind: 'order-fulfilled' }, ...takenBack],
        steps: [{ id: 'note', kind: 'note', text: note }, send('first', 'transactional', 2)],
      };
    case 'stalled-parcel':
      return {
        ...plain,
        trigger: { kind: 'parcel-stalled', after: span(5, 'days') },
        entry: perSubject,
        exits: [{ kind: 'order-delivered' }, { kind: 'order-out-for-delivery' }, ...takenBack],
        steps: [{ id: 'note', kind: 'note', text: note }, send('first', 'transactional', 2)],
      };
    case 'referral-thanks':
      return {
        ...plain,
        trigger: { kind: 'referral-made' },
        entry: { againAfter: span(30, 'days'), isOncePerSubject: false },
        steps: [wait('breathe', 1, 'days'), send('first', 'marketing', 7)],
      };
  }
}

const withReferralLink: ReadonlySet<ReadyFlowName> = new Set<ReadyFlowName>([
  'review-thanks',
  'referral-thanks',
]);

/** A ready flow by its name. */
export function readyFlow(name: ReadyFlowName, note: string): ReadyFlow {
  const definition = definitionOf(name, note);
  const texts: ReadyFlow['texts'] = {};
  const link = withReferralLink.has(name) ? 'referral' : 'shop';
  for (const step of definition.steps)
    if (step.kind === 'send')
      texts[step.contentId] = { key: `flow-templates:${name}.${step.contentId}`, link };
  return { definition, texts };
}
