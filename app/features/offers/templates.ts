import { emptyInput } from './offer-form.ts';
import type { OfferInput } from './offer-input.ts';
import type { OfferTexts } from './offer-texts.ts';

/**
 * Ten ready offers, in the order in which they are proposed. Their words (name, one sentence on when it helps, and what
 * customers read) are in the locale files under `offer-templates:<name>`.
 */
export const templateNames = [
  'next-order',
  'complement',
  'add-to-order',
  'first-order',
  'how-did-you-hear',
  'nps',
  'vip',
  'refer-a-friend',
  'review-after-delivery',
  'buy-again',
] as const;
export type TemplateName = (typeof templateNames)[number];

const noDiscount = { kind: 'none', value: '', gift: null } as const;
const percent = (value: string) => ({ kind: 'percentage', value, gift: null }) as const;
const question = { optionIds: [] as string[], hasOther: false, isShuffled: false, max: '' };
/** What serves the buyer is not kept from anybody: there is nothing to be measured by its absence. */
const forEverybody = { holdOutPercent: '0', discount: noDiscount, deadlineHours: '' };

/** What each template changes in an empty offer. */
const changes: Record<TemplateName, Partial<OfferInput>> = {
  'next-order': {},
  complement: {
    kind: 'product',
    choice: { by: 'complements' },
    discount: percent('15'),
    deadlineHours: '24',
  },
  'add-to-order': {
    kind: 'add-to-order',
    choice: { by: 'complements' },
    discount: percent('10'),
    deadlineHours: '2',
    moments: ['placed'],
  },
  'first-order': {
    discount: percent('15'),
    deadlineHours: '336',
    rule: { kind: 'all', rules: [{ kind: 'first-order', is: true }] },
  },
  'how-did-you-hear': {
    ...forEverybody,
    kind: 'question',
    question: {
      ...question,
      type: 'source',
      optionIds: ['search', 'social', 'friend', 'ad', 'press'],
      hasOther: true,
      isShuffled: true,
    },
    rule: { kind: 'all', rules: [{ kind: 'first-order', is: true }] },
  },
  nps: {
    ...forEverybody,
    kind: 'question',
    surfaces: ['order-status'],
    moments: ['delivered'],
    fromDays: { days: '3', after: 'delivered' },
    question: { ...question, type: 'nps' },
  },
  vip: {
    kind: 'vip',
    discount: noDiscount,
    deadlineHours: '',
    vip: { isDoubleOptIn: true },
    rule: { kind: 'all', rules: [{ kind: 'not', rule: { kind: 'is-vip', is: true } }] },
  },
  'refer-a-friend': { kind: 'referral', discount: noDiscount, deadlineHours: '' },
  'review-after-delivery': {
    ...forEverybody,
    kind: 'review',
    surfaces: ['order-status'],
    moments: ['delivered'],
    fromDays: { days: '3', after: 'delivered' },
  },
  'buy-again': {
    kind: 'buy-again',
    surfaces: ['order-status'],
    show: '3',
    discount: noDiscount,
    deadlineHours: '',
    fromDays: { days: '30', after: 'ordered' },
  },
};

/** The fields of a new offer that starts from a template; `texts` are its words by language. Good as it is, and switched on. */
export function templateInput(
  template: TemplateName,
  name: string,
  texts: Record<string, OfferTexts>,
): OfferInput {
  return { ...emptyInput(), ...changes[template], name, texts };
}

/** Which words a template has beside title, text and button. */
export function templateWords(template: TemplateName): {
  fields: readonly ('consent' | 'thanks' | 'scaleLow' | 'scaleHigh')[];
  optionIds: readonly string[];
} {
  const { kind, question: asked } = changes[template];
  if (kind === 'vip') return { fields: ['consent', 'thanks'], optionIds: [] };
  if (kind !== 'question') return { fields: [], optionIds: [] };
  const ends = asked?.type === 'nps' ? (['scaleLow', 'scaleHigh'] as const) : [];
  return { fields: ['thanks', ...ends], optionIds: asked?.optionIds ?? [] };
}
