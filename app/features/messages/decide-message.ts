import { addMs, day, hour } from '../../kit/span.ts';
import type { KindRules } from './kinds.ts';
import type { Because, MessageReason } from './message.ts';
import { afterQuietHours } from './quiet-hours.ts';

/** One marketing e-mail per person in this time. */
export const marketingGapMs = 16 * hour;
/** At most this many review messages per person in the window. */
export const reviewLimit = 5;
export const reviewWindowMs = 30 * day;

/** What a reader has chosen on the preference page. */
export interface ReaderWishes {
  /** at most one marketing message in this time; the shop's cap holds too */
  gapMs: number;
  /** "pause for 30 days" */
  pausedUntil: Date | null;
  /** this reader does not want messages of this kind */
  isTopicOff: boolean;
}
/** Of somebody who never chose anything. */
export const noWishes: ReaderWishes = { gapMs: 0, pausedUntil: null, isTopicOff: false };

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
  wishes: ReaderWishes;
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
  if (facts.objection?.reason === 'erased') return drop('erased');
  if (!facts.hasAddress) return drop('no_address');
  if (facts.objection) return { kind: 'drop', because: facts.objection };
  if (facts.staleAt && facts.staleAt <= now) return drop('stale');
  if (rules.consent !== 'none' && facts.consent === 'withdrawn') return drop('unsubscribed');
  if (rules.consent === 'subscribed' && facts.consent !== 'subscribed') return drop('no_consent');
  if (rules.class === 'transactional') return { kind: 'send' };
  if (facts.wishes.isTopicOff) return drop('topic_off');

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
  facts: Pick<DecisionFacts, 'now' | 'rules' | 'zone' | 'lastMarketingAt' | 'reviewsAt' | 'wishes'>,
): { until: Date; because: Because } | null {
  let until = facts.now;
  let reason = null as MessageReason | null;
  const later = (end: Date | null | undefined, why: MessageReason) => {
    if (!end || end <= until) return;
    until = end;
    reason = why;
  };
  const { lastMarketingAt, wishes } = facts;
  later(lastMarketingAt && addMs(lastMarketingAt, marketingGapMs), 'marketing_cap');
  later(lastMarketingAt && addMs(lastMarketingAt, wishes.gapMs), 'reader_pace');
  later(wishes.pausedUntil, 'reader_paused');
  const oldestThatCounts = facts.reviewsAt.at(-reviewLimit);
  if (facts.rules.isReview) later(oldestThatCounts && addMs(oldestThatCounts, reviewWindowMs), 'review_cap');
  const awake = afterQuietHours(until, facts.zone);
  if (awake > until) {
    until = awake;
    reason ??= 'quiet_hours';
  }
  return reason ? { until, because: { reason } } : null;
}
