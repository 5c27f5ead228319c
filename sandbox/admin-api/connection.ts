import { GraphQLError } from 'graphql';
import { compareIds } from '../store/ids.ts';

export type PageArgs = {
  first?: number | null;
  last?: number | null;
  after?: string | null;
  before?: string | null;
  reverse?: boolean | null;
};
type Place = { last_id: string; last_value: string };

/** Texts compare as texts, ids by value; what is sorted by first, the id second. */
export type Sorting<T> = { id(record: T): string; value(record: T): string };

const badRequest = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });

function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64');
}

function placeOf(cursor: string): Place {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8')) as Place;
    if (typeof place.last_id === 'string' && typeof place.last_value === 'string') return place;
  } catch {
    // falls through to the refusal below
  }
  throw badRequest(`Invalid cursor for current pagination sort.`);
}

function compare(a: Place, b: Place): number {
  if (a.last_value !== b.last_value) {
    const isIds = /^\d+$/.test(a.last_value) && /^\d+$/.test(b.last_value);
    if (isIds) return compareIds(a.last_value, b.last_value);
    return a.last_value < b.last_value ? -1 : 1;
  }
  return compareIds(a.last_id, b.last_id);
}

/**
 * One page of records. The cursor names a place in the order, not a position, so that records that come or go between
 * two pages are neither repeated nor lost.
 */
export function connection<T, N>(
  records: T[],
  args: PageArgs,
  sorting: Sorting<T>,
  toNode: (record: T) => N,
  path = 'connection',
) {
  const size = args.first ?? args.last ?? null;
  if (size === null) throw badRequest(`you must provide one of first or last`);
  if (args.first != null && args.last != null)
    throw badRequest('providing both first and last is not supported');
  if (size < 0 || size > 250)
    throw badRequest(`${path}: first and last must be between 0 and 250, got ${size}`);
  const direction = args.reverse ? -1 : 1;
  const placed = records
    .map((record) => ({ record, place: { last_id: sorting.id(record), last_value: sorting.value(record) } }))
    .sort((a, b) => direction * compare(a.place, b.place));
  const after = args.after ? placeOf(args.after) : null;
  const before = args.before ? placeOf(args.before) : null;
  const inside = placed.filter(
    ({ place }) =>
      (after === null || direction * compare(place, after) > 0) &&
      (before === null || direction * compare(place, before) < 0),
  );
  const page = args.first != null ? inside.slice(0, size) : inside.slice(Math.max(inside.length - size, 0));
  const edges = page.map(({ record, place }) => ({ cursor: cursorOf(place), node: toNode(record) }));
  const isForward = args.first != null;
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: isForward ? inside.length > page.length : before !== null,
      hasPreviousPage: isForward ? after !== null : inside.length > page.length,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** A page of things that have no order of their own: they stay as they are. */
export function listConnection<T, N>(records: T[], args: PageArgs, toNode: (record: T) => N) {
  const indexed = records.map((record, index) => ({ record, index: String(index + 1) }));
  return connection(indexed, args, { id: (one) => one.index, value: (one) => one.index }, (one) =>
    toNode(one.record),
  );
}
