-- A usual body (6 KB) stays in its row: cut into four pieces, each with an index entry and a log record of its own, it cost a
-- fifth more at intake, and again when the worker seals it. Larger ones are still kept apart.
alter table webhook_receipts set (toast_tuple_target = 8160);
