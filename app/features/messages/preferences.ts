import { day } from '../../kit/span.ts';
import { noWishes, type ReaderWishes } from './decide-message.ts';
import { kindRules, type MessageKind, messageKinds } from './kinds.ts';

/** What a reader may want or not. Every marketing kind belongs to one of them. */
export const topics = ['news', 'reviews', 'reminders'] as const;
export type Topic = (typeof topics)[number];

/** How often marketing may come at most. */
export const paces = ['all', 'weekly', 'monthly'] as const;
export type Pace = (typeof paces)[number];

/** How long the button "pause" holds. */
export const pauseMs = 30 * day;

const gaps: Record<Pace, number> = { all: 0, weekly: 7 * day, monthly: 30 * day };

const topicsOfKinds: Record<string, Topic> = {
  abandoned_checkout: 'reminders',
  review_request: 'reviews',
  review_reminder: 'reviews',
};

/** What a message is about for its reader; a kind that is not named is news. */
export function topicOf(kind: string): Topic {
  return topicsOfKinds[kind] ?? 'news';
}

/** A reader's choice as the decision about one kind of message needs it. */
export function wishesOf(
  kind: string,
  preference: { topicsOff: readonly Topic[]; pace: Pace; pausedUntil: Date | null } | null,
): ReaderWishes {
  if (!preference) return noWishes;
  return {
    gapMs: gaps[preference.pace],
    pausedUntil: preference.pausedUntil,
    isTopicOff: preference.topicsOff.includes(topicOf(kind)),
  };
}

/** The marketing kinds that belong to some topics. */
export function kindsOfTopics(off: readonly Topic[]): MessageKind[] {
  return messageKinds.filter((kind) => kindRules[kind].class === 'marketing' && off.includes(topicOf(kind)));
}
