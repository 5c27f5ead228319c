-- How many cards stand on a page, and what else holds for all offers of a shop.
ALTER TABLE "shop_settings" ADD COLUMN "offers" JSONB NOT NULL DEFAULT '{}';

-- What a pool's discount is made of, so that it can be filled without asking what the offer has become since.
ALTER TABLE "offer_code_pools" ADD COLUMN "node" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- When a code that was given out is to be taken away at Shopify.
ALTER TABLE "offer_codes" ADD COLUMN "expires_at" TIMESTAMPTZ(3);
CREATE INDEX "offer_codes_shop_id_pool_id_expires_at_idx" ON "offer_codes"("shop_id", "pool_id", "expires_at");

-- The window of an offer has columns of its own: a schedule among the conditions that must all hold moves there.
UPDATE "offers" o SET
  "starts_at" = w.starts_at,
  "ends_at" = w.ends_at,
  "rule" = jsonb_set(o."rule", '{rules}', w.others)
FROM (
  SELECT f."id",
    max((r ->> 'from')::timestamptz) FILTER (WHERE r ->> 'kind' = 'schedule') AS starts_at,
    min((r ->> 'until')::timestamptz) FILTER (WHERE r ->> 'kind' = 'schedule') AS ends_at,
    coalesce(jsonb_agg(r ORDER BY n) FILTER (WHERE r ->> 'kind' <> 'schedule'), '[]') AS others
  FROM "offers" f, jsonb_array_elements(f."rule" -> 'rules') WITH ORDINALITY AS e(r, n)
  WHERE f."rule" ->> 'kind' = 'all' AND jsonb_typeof(f."rule" -> 'rules') = 'array'
  GROUP BY f."id"
  HAVING bool_or(r ->> 'kind' = 'schedule')
) w
WHERE w."id" = o."id";
