-- What Prisma's schema cannot say: partial indexes for the hot paths.
-- Waiting receipts in order of arrival: done ones cost nothing here.
create index webhook_receipts_waiting on webhook_receipts (id) where state = 0;
create index webhook_receipts_quarantine on webhook_receipts (id) where state = 2;
-- Due rows not yet leased, by due time, and leased ones by the end of their lease.
create index due_items_waiting on due_items (due_at) where lease_until is null and failed_at is null;
create index due_items_leased on due_items (lease_until) where lease_until is not null;
create index due_items_failed on due_items (failed_at) where failed_at is not null;
-- One living installation per domain.
create unique index shops_one_installed on shops (domain) where uninstalled_at is null;
-- One transaction of Shopify settles one ledger row, however often a lost answer is looked for.
create unique index credit_entries_settled on credit_entries (shop_id, external_id) where external_id is not null;
-- Sealed bodies do not shrink: trying to compress them at every insert would cost more than the insert.
alter table webhook_receipts alter column body set storage external;
