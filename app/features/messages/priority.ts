import { kindRules, type MessageKind, messageKinds } from './kinds.ts';

/**
 * Which marketing message goes first when several want the same slot, until the merchant says otherwise: what is worth most and
 * perishes soonest (a cart that was left a day ago), then what the shop learns from (reviews, while the parcel is fresh), then
 * what can wait. A kind that is not named here comes last.
 */
const defaultOrder: readonly string[] = [
  'abandoned_checkout',
  'review_request',
  'review_reminder',
  'referral_invite',
  'flow',
];

/** The kinds that are ranked: all that is marketing. Transactional messages are never held back, so they have no place. */
export const rankedKinds: readonly MessageKind[] = messageKinds
  .filter((kind) => kindRules[kind].class === 'marketing')
  .sort((a, b) => place(a, defaultOrder) - place(b, defaultOrder));

function place(kind: string, order: readonly string[]): number {
  const at = order.indexOf(kind);
  return at < 0 ? order.length : at;
}

/** The shop's order with every ranked kind in it once: what the merchant has dragged, then the rest as by default. */
export function priorityOf(chosen: readonly string[]): MessageKind[] {
  const known = [...new Set(chosen)].filter((kind): kind is MessageKind =>
    (rankedKinds as string[]).includes(kind),
  );
  return [...known, ...rankedKinds.filter((kind) => !known.includes(kind))];
}

/** Place of a kind in the shop's order, 0 first; a kind that nobody knows (an older version's) comes last. */
export function rankOf(kind: string, chosen: readonly string[]): number {
  return place(kind, priorityOf(chosen));
}
