import { z } from 'zod';

/**
 * How long what names people is kept where nobody asks for it any more, in days. A shop may shorten each (column
 * shop_settings.privacy), never lengthen. docs/operations.md has the same table with what is kept by other clocks.
 */
export const retentionDays = {
  /** what a message said, once it is settled; the ledger row with its reason stays */
  messageContent: 180,
  /** checkouts that were not bought */
  openCheckouts: 90,
  /** networks (keyed hashes) from which referral links were opened */
  visitNetworks: 90,
  /** networks (keyed hashes) from which orders came */
  orderNetworks: 180,
  /** past decisions about messages */
  decisions: 400,
} as const;
export type RetentionKey = keyof typeof retentionDays;
export const retentionKeys = Object.keys(retentionDays) as RetentionKey[];

/** Reminders, holds and matches need a while: nothing is forgotten sooner than this. */
export const shortestDays = 35;

const days = (longest: number) =>
  z
    .number()
    .int()
    .min(shortestDays, `at least ${shortestDays} days`)
    .max(longest, `at most ${longest} days`)
    .optional();

/** What a shop has shortened; absent = the period above. */
export const retentionSettings = z.object({
  messageContent: days(retentionDays.messageContent),
  openCheckouts: days(retentionDays.openCheckouts),
  visitNetworks: days(retentionDays.visitNetworks),
  orderNetworks: days(retentionDays.orderNetworks),
  decisions: days(retentionDays.decisions),
});
export type RetentionSettings = z.output<typeof retentionSettings>;

/**
 * What is forgotten when a period is over: `$1` shop, `$2` everything before this moment goes, at most `$3` rows at a time. Each
 * finds nothing when it has nothing to do, so running it again is harmless.
 */
export const forgetting: Record<RetentionKey, string> = {
  messageContent: `update messages set content = null where shop_id = $1 and id in (
    select id from messages where shop_id = $1 and wanted_at < $2 and coalesce(sent_at, decided_at, wanted_at) < $2
      and content is not null and status in ('sent', 'dropped', 'failed', 'unknown') limit $3)`,
  openCheckouts: `delete from checkouts where shop_id = $1 and token in (
    select token from checkouts where shop_id = $1 and last_activity_at < $2 and completed_at is null limit $3)`,
  visitNetworks: `update referral_visits set ip_hash = null where id in (
    select id from referral_visits where shop_id = $1 and at < $2 and ip_hash is not null limit $3)`,
  orderNetworks: `update orders set ip_hash = null where shop_id = $1 and id in (
    select id from orders where shop_id = $1 and processed_at < $2 and ip_hash is not null limit $3)`,
  decisions: `delete from message_decisions where id in (
    select id from message_decisions where shop_id = $1 and at < $2 limit $3)`,
};
