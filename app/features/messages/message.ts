/**
 * A message: one row of the ledger. It is written when a message is wanted and never deleted, so it can say what happened.
 *
 * | status   | means                                                           | goes to                            |
 * |----------|-----------------------------------------------------------------|------------------------------------|
 * | planned  | wanted; waits for its due time or for a worker                  | deferred, sending, dropped         |
 * | deferred | may be sent, but not yet (quiet hours, cap, mail server busy)   | deferred, sending, dropped, failed |
 * | sending  | handed to the mail server, the answer is not recorded           | sent, failed, deferred, unknown    |
 * | sent     | the mail server has accepted it                                 | (end)                              |
 * | dropped  | will not be sent; `reason` says why                             | (end)                              |
 * | failed   | the mail server has refused it for good                         | (end)                              |
 * | unknown  | may or may not have been accepted; never sent again             | sent, failed (a late answer)       |
 */
export const messageStatuses = [
  'planned',
  'deferred',
  'sending',
  'sent',
  'dropped',
  'failed',
  'unknown',
] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** Why a message waits, was dropped or failed. Worded in `messages:reasons.*`, one sentence each. */
export const messageReasons = [
  // waits
  'planned',
  'goes_first',
  'reader_pace',
  'reader_paused',
  'quiet_hours',
  'marketing_cap',
  'review_cap',
  'mail_server_busy',
  'paused',
  // dropped
  'shop_uninstalled',
  'switched_off',
  'no_address',
  'no_consent',
  'unsubscribed',
  'topic_off',
  'merged',
  'stale',
  'person_ordered',
  'checkout_completed',
  'checkout_gone',
  'nothing_available',
  'reminded_elsewhere',
  'newer_activity',
  'order_cancelled',
  'order_refunded',
  'already_reviewed',
  'erased',
  'flow_goal',
  'flow_left',
  'flow_paused',
  'flow_archived',
  // failed, unknown
  'rejected',
  'mail_server_unreachable',
  'not_renderable',
  'interrupted',
  'answer_lost',
] as const;
export type MessageReason = (typeof messageReasons)[number];

/** A reason with what its sentence needs (`{{until}}`, `{{answer}}`). */
export interface Because {
  reason: MessageReason;
  params?: Record<string, string | number>;
}

/** The e-mail address of a message: a keyed hash for look-ups and the sealed text. */
export interface MessageAddress {
  hash: string;
  sealed: string;
}
