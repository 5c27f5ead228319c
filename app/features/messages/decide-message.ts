import { addMs, day, hour } from '../../kit/span.ts';
import type { KindRules } from './kinds.ts';
import type { Because, MessageReason } from './message.ts';
import { afterQuietHours } from './quiet-hours.ts';

/** One marketing e-mail per person in this time. */
export const marketingGapMs = 16 * hour;
/** At most this many review messages per person in the window. */
export const reviewLimit = 5;
export const reviewWindowMs = 30 * day;

/** All that the decision depends on, read in the transaction that will mark the row as `sending`. */
export interface DecisionFacts {
  now: Date;
  rules: KindRules;
  staleAt: Date | null;
  isInstalled: boolean;
  /** why the message's own feature no longer wants it (switched off, ordered, cancelled …); null = it does */
  objection: Because | null;
  hasAddress: boolean;
  /** what is known of the address: an explicit yes, an explicit no, or neither */
  consent: 'subscribed' | 'withdrawn' | 'none';
  /** the merchant holds all marketing back */
  isPaused: boolean;
  zone: string;
  /** when this person last got (or may have got) a marketing e-mail */
  lastMarketingAt: Date | null;
  /** when this person got review messages within the window, oldest first */
  reviewsAt: Date[];
}

export type Decision =
  | { kind: 'send' }
  | { kind: 'defer'; until: Date; because: Because }
  | { kind: 'drop'; because: Because };

const drop = (reason: MessageReason): Decision => ({ kind: 'drop', because: { reason } });

/**
 * The one place that decides whether a message goes out now, later or never. Pure.
 * Reasons to drop come before reasons to wait; a wait that would end after the message is stale is a drop.
 * Transactional messages know no marketing rule: no consent, no quiet hours, no caps.
 */
export function decideMessage(facts: DecisionFacts): Decision {
  const { now, rules } = facts;
  if (!facts.isInstalled) return drop('shop_uninstalled');
  if (!facts.hasAddress) return drop('no_address');
  if (facts.objection) return { kind: 'drop', because: facts.objection };
  if (facts.staleAt && facts.staleAt <= now) return drop('stale');
  if (rules.consent !== 'none' && facts.consent === 'withdrawn') return drop('unsubscribed');
  if (rules.consent === 'subscribed' && facts.consent !== 'subscribed') return drop('no_consent');
  if (rules.class === 'transactional') return { kind: 'send' };

  const wait = facts.isPaused ? pausedUntil(now) : nextAllowed(facts);
  if (!wait) return { kind: 'send' };
  if (facts.staleAt && facts.staleAt <= wait.until) return drop('stale');
  return { kind: 'defer', ...wait };
}

/** Nobody knows when a pause ends: the message looks again every hour, until it is stale. */
function pausedUntil(now: Date): { until: Date; because: Because } {
  return { until: addMs(now, hour), because: { reason: 'paused' } };
}

/** When caps and quiet hours together allow a marketing message, and which of them decides; null = now. */
export function nextAllowed(
  facts: Pick<DecisionFacts, 'now' | 'rules' | 'zone' | 'lastMarketingAt' | 'reviewsAt'>,
): { until: Date; because: Because } | null {
  let until = facts.now;
  let reason: MessageReason | null = null;
  const gapEnd = facts.lastMarketingAt && addMs(facts.lastMarketingAt, marketingGapMs);
  if (gapEnd && gapEnd > until) {
    until = gapEnd;
    reason = 'marketing_cap';
  }
  const oldestThatCounts = facts.reviewsAt.at(-reviewLimit);
  const windowEnd = oldestThatCounts && addMs(oldestThatCounts, reviewWindowMs);
  if (facts.rules.isReview && windowEnd && windowEnd > until) {
    until = windowEnd;
    reason = 'review_cap';
  }
  const awake = afterQuietHours(until, facts.zone);
  if (awake > until) {
    until = awake;
    reason ??= 'quiet_hours';
  }
  return reason ? { until, because: { reason } } : null;
}
