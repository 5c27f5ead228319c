import { choose } from './choose.ts';
import { compile } from './compile.ts';
import type { Facts, PersonFacts, Reason, RuleOffer } from './facts.ts';
import type { Rule } from './rule.ts';

// For tests of the rules.

/** A Saturday noon in UTC. */
export const NOW = Date.parse('2026-11-21T12:00:00Z');

export function offer(over: Partial<RuleOffer> = {}): RuleOffer {
  return { id: 'off_1', surfaces: ['thank-you', 'order-status'], rule: null, ...over };
}

/** Three pieces of two products for 50 euros, by somebody in Austria. */
export function facts(over: Partial<Facts> = {}): Facts {
  return {
    surface: 'thank-you',
    subject: 'person-1',
    total: { minor: 5000n, currency: 'EUR' },
    lines: [
      { productId: 'gid://shopify/Product/10', variantId: 'gid://shopify/ProductVariant/100', quantity: 2 },
      { productId: '11', variantId: '110', quantity: 1 },
    ],
    locale: 'de-AT',
    country: 'AT',
    isFirstOrder: true,
    ...over,
  };
}

/** Somebody of whom nothing is known but what is given. */
export function person(over: Partial<PersonFacts> = {}): PersonFacts {
  return {
    orders: null,
    spent: null,
    previousOrderAt: null,
    tags: null,
    segmentIds: null,
    hasEmailConsent: null,
    hasSmsConsent: null,
    isVip: null,
    hasReviewed: null,
    hasReferred: null,
    ...over,
  };
}

/** The answer of a rule, as the reasons and the choice tell it. */
export function met(
  rule: Rule,
  over: Partial<Facts> = {},
  now = NOW,
  about: Partial<RuleOffer> = {},
): Reason['met'] {
  const result = choose(compile([offer({ rule, ...about })]), facts(over), now, { limit: 1, explain: true });
  const [shown] = result.chosen;
  const [because] = [...result.chosen, ...result.rejected].flatMap((each) => each.because);
  if (!because) throw new Error('no reason given');
  if ((because.met === 'yes') !== (shown !== undefined))
    throw new Error('the reason and the choice disagree');
  return because.met;
}
