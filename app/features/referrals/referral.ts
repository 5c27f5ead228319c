/**
 * A referral: one friend's order, and the credit that its advocate gets for it.
 *
 * It is written when the order is paid. It waits until the order is fulfilled and the time for returns has passed, is then
 * looked at once more, becomes money in the ledger, and is paid as store credit. Refunds take back their share at the rate that
 * was promised, whenever they come. A suspicious one waits for a person and is never paid by itself.
 *
 * | state    | means                                             | ledger of this referral          | goes to                                    |
 * |----------|---------------------------------------------------|----------------------------------|--------------------------------------------|
 * | pending  | the order counts; waits for fulfilment and hold   | nothing                          | payable, held, rejected, reversed          |
 * | held     | suspicious; waits for a person                    | nothing                          | pending (approved), rejected, reversed     |
 * | payable  | earned, not paid                                  | above zero: what will be paid    | paying, paid (all netted), rejected, reversed |
 * | paying   | Shopify was called, the answer is not recorded    | paid row without Shopify's id    | paid, payable (refused), reversed          |
 * | paid     | the advocate has it                               | zero, or below: owed back to us  | reversed (all of it went back)             |
 * | rejected | does not count; `reason` says why                 | zero                             | (end)                                      |
 * | reversed | counted, and everything went back                 | zero, or below: owed back to us  | (end)                                      |
 *
 * `paying` never calls Shopify again before Shopify's own list of transactions has been searched for the lost answer.
 */
export const referralStates = [
  'pending',
  'held',
  'payable',
  'paying',
  'paid',
  'rejected',
  'reversed',
] as const;
export type ReferralState = (typeof referralStates)[number];

/** Why an order does not count. Worded in `referrals:reasons.*`. */
export type RejectReason =
  | 'same_person'
  | 'existing_customer'
  | 'already_referred'
  | 'below_minimum'
  | 'link_expired'
  | 'merchant';

/** What makes a referral wait for a person. None of them proves anything: families share addresses, offices share an IP. */
export type Signal =
  | 'similar_name'
  | 'similar_email'
  | 'same_address'
  | 'same_device'
  | 'many_from_ip'
  | 'unknown_friend'
  | 'other_currency';

/** Why a merchant may turn a referral down. */
export const merchantRejections = ['same_household', 'own_order', 'code_site', 'other'] as const;
export type MerchantRejection = (typeof merchantRejections)[number];

/** More referred purchases than this from one IP are looked at by a person. */
export const ipLimit = 3;

/** What is known when a friend's order is judged. */
export interface FriendFacts {
  isSamePerson: boolean;
  isFriendKnown: boolean;
  hasOrderedBefore: boolean;
  wasReferredBefore: boolean;
  isLinkExpired: boolean;
  isOtherCurrency: boolean;
  /** goods before any discount */
  subtotalMinor: bigint;
  minimumMinor: bigint;
  isSimilarName: boolean;
  isSimilarEmail: boolean;
  isSameAddress: boolean;
  isSameIp: boolean;
  /** referred purchases from this order's IP, this one included */
  purchasesFromIp: number;
}

export type Verdict =
  | { kind: 'pending' }
  | { kind: 'held'; signals: Signal[] }
  | { kind: 'rejected'; reason: RejectReason };

/** Does a friend's order count? Pure. An IP alone never rejects. */
export function judgeReferral(facts: FriendFacts): Verdict {
  if (facts.isSamePerson) return { kind: 'rejected', reason: 'same_person' };
  if (facts.hasOrderedBefore) return { kind: 'rejected', reason: 'existing_customer' };
  if (facts.wasReferredBefore) return { kind: 'rejected', reason: 'already_referred' };
  if (facts.isLinkExpired) return { kind: 'rejected', reason: 'link_expired' };
  if (!facts.isOtherCurrency && facts.subtotalMinor < facts.minimumMinor)
    return { kind: 'rejected', reason: 'below_minimum' };
  const signals: Signal[] = [];
  if (!facts.isFriendKnown) signals.push('unknown_friend');
  if (facts.isOtherCurrency) signals.push('other_currency');
  if (facts.isSimilarName) signals.push('similar_name');
  if (facts.isSimilarEmail) signals.push('similar_email');
  if (facts.isSameAddress) signals.push('same_address');
  if (facts.isSameIp) signals.push('same_device');
  if (facts.purchasesFromIp > ipLimit) signals.push('many_from_ip');
  return signals.length > 0 ? { kind: 'held', signals } : { kind: 'pending' };
}

/**
 * The part of a reward that has to go back after refunds, in total so far, at the rate that was promised: what stays is the
 * reward times what the buyer kept, rounded half up to a minor unit. Computed from totals, so many small refunds do not drift.
 */
export function reversedShare(
  amountMinor: bigint,
  order: { basisMinor: bigint; refundedMinor: bigint; isCancelled: boolean },
): bigint {
  if (order.isCancelled) return amountMinor;
  if (order.basisMinor <= 0n || order.refundedMinor <= 0n) return 0n;
  const kept = order.basisMinor > order.refundedMinor ? order.basisMinor - order.refundedMinor : 0n;
  const stays = (amountMinor * kept * 2n + order.basisMinor) / (order.basisMinor * 2n);
  return amountMinor - stays;
}
