/**
 * What happened to one person, or will: the form in which every feature tells its part of a timeline. Words are chosen by
 * whoever draws it (`timeline:says.<kind>` with `params`), so that a feature speaks no language.
 */
export const timelineGroups = [
  'orders',
  'messages',
  'flows',
  'offers',
  'reviews',
  'referrals',
  'consent',
] as const;
export type TimelineGroup = (typeof timelineGroups)[number];

/**
 * A value inside a sentence: a text or number as it is, an amount (minor units as text, since it comes out of JSON), a moment
 * (ISO), or another key with values of its own, to be worded first.
 */
export type TimelineValue =
  | string
  | number
  | { minor: string; currency: string }
  | { moment: string }
  | { word: string; params?: Record<string, TimelineValue> };

export interface TimelineEntry {
  at: Date;
  /** the same whenever it is read; orders entries of one moment */
  id: string;
  group: TimelineGroup;
  /** `order.placed`: which sentence it is */
  kind: string;
  params: Record<string, TimelineValue>;
  /** where more is told; null where nothing is */
  link: string | null;
}

/** Which part of a person's timeline is wanted: entries before a moment, newest first. */
export interface TimelineAsk {
  personId: string;
  before: { at: Date; id: string } | null;
  limit: number;
}

/** A row as the features' queries give it. */
export interface TimelineRow {
  at: Date;
  id: string;
  kind: string;
  params: Record<string, TimelineValue> | null;
}

/**
 * The frame of every feature's query: `parts` select `at`, `id`, `kind` and `params` (jsonb) of one person's events, `$1` the
 * shop and `$2` the person; newest first, before the cursor (`$3`, `$4`), at most `$5`. Ids are compared byte by byte, as
 * `compareEntries` does.
 */
export function timelineSql(parts: string[]): string {
  return `select * from (${parts.join('\n union all ')}) e
    where e.at is not null and ($3::timestamptz is null or e.at < $3 or (e.at = $3 and e.id collate "C" < $4))
    order by e.at desc, e.id collate "C" desc limit $5`;
}

/** The values that go with `timelineSql`. */
export function timelineValues(shopId: string, ask: TimelineAsk): unknown[] {
  return [shopId, ask.personId, ask.before?.at ?? null, ask.before?.id ?? '', ask.limit];
}

/** Newest first; entries of one moment by their id. */
export function compareEntries(a: { at: Date; id: string }, b: { at: Date; id: string }): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}
