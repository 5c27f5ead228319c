import {
  compareEntries,
  type TimelineAsk,
  type TimelineEntry,
  type TimelineGroup,
  timelineGroups,
} from '../../kit/timeline.ts';
import type { Context } from '../../platform/context.ts';
import { checkoutTimeline } from '../checkouts/index.server.ts';
import { flowsAhead, flowTimeline } from '../flows/index.server.ts';
import { messagesAhead, messageTimeline } from '../messages/index.server.ts';
import { offerTimeline } from '../offers/index.server.ts';
import { orderTimeline } from '../orders/index.server.ts';
import { consentTimeline } from '../people/index.server.ts';
import { creditsAhead, referralTimeline } from '../referrals/index.server.ts';
import { reviewsAhead, reviewTimeline } from '../reviews/index.server.ts';
import { answerTimeline } from '../surveys/index.server.ts';
import { vipTimeline } from '../vip/index.server.ts';

type Teller = (ctx: Context, ask: TimelineAsk) => Promise<TimelineEntry[]>;

/** Who tells what. */
const tellers: Record<TimelineGroup, Teller[]> = {
  orders: [orderTimeline, checkoutTimeline],
  messages: [messageTimeline],
  flows: [flowTimeline],
  offers: [offerTimeline, answerTimeline],
  reviews: [reviewTimeline],
  referrals: [referralTimeline],
  consent: [consentTimeline, vipTimeline],
};

export const entriesPerPage = 40;

/** A page of a person's timeline, newest first. `older` is the cursor of the next page; null on the last. */
export interface TimelinePage {
  entries: TimelineEntry[];
  older: string | null;
}

/**
 * Reads a page of all that happened to one person. Every feature is asked for its newest entries before the cursor, at most a
 * page of them, so the merged page is complete whatever they hold.
 * @param ask.before a cursor as `older` gave it; anything else begins at the newest
 */
export async function readTimeline(
  ctx: Context,
  ask: { personId: string; groups?: readonly TimelineGroup[]; before?: string | null },
): Promise<TimelinePage> {
  const groups = ask.groups?.length ? ask.groups : timelineGroups;
  const wanted = {
    personId: ask.personId,
    before: parseCursor(ask.before),
    limit: entriesPerPage + 1,
  };
  const told = await Promise.all(
    groups.flatMap((group) => tellers[group].map((teller) => teller(ctx, wanted))),
  );
  const entries = told.flat().sort(compareEntries);
  const shown = entries.slice(0, entriesPerPage);
  const last = shown.at(-1);
  return {
    entries: shown,
    older: entries.length > entriesPerPage && last ? `${last.at.getTime()}.${last.id}` : null,
  };
}

/** What is planned for a person, the next one first, at most ten. */
export async function readAhead(ctx: Context, personId: string): Promise<TimelineEntry[]> {
  const limit = 10;
  const told = await Promise.all([
    messagesAhead(ctx, personId, limit),
    flowsAhead(ctx, personId, limit),
    reviewsAhead(ctx, personId, limit),
    creditsAhead(ctx, personId, limit),
  ]);
  return told
    .flat()
    .sort((a, b) => compareEntries(b, a))
    .slice(0, limit);
}

/** `<milliseconds>.<id>`; null for anything else. */
function parseCursor(cursor: string | null | undefined): TimelineAsk['before'] {
  const match = /^(\d{1,15})\.(.{1,200})$/.exec(cursor ?? '');
  return match?.[1] && match[2] ? { at: new Date(Number(match[1])), id: match[2] } : null;
}
