-- DropIndex
DROP INDEX "offer_events_shop_id_at_idx";

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "discount_code_minors" BIGINT[] DEFAULT ARRAY[]::BIGINT[],
ADD COLUMN     "is_tax_included" BOOLEAN;

-- AlterTable
ALTER TABLE "order_lines" ADD COLUMN     "tax_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "unit_cost_minor" BIGINT;

-- The roll-up gets more dimensions: what is in it is counted anew below.
DELETE FROM "offer_stats";

-- AlterTable
ALTER TABLE "offer_stats" DROP CONSTRAINT "offer_stats_pkey",
DROP COLUMN "earned_minor",
DROP COLUMN "orders",
ADD COLUMN     "arm" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "bought" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "cost_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "costed_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "costed_pieces" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "discount_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "gross_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "held_out" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "pieces" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "product_id" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "refunded_minor" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "seen" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "surface" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "offer_stats_pkey" PRIMARY KEY ("shop_id", "offer_id", "day", "arm", "surface", "product_id");

-- CreateTable
CREATE TABLE "offer_credits" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "source_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "arm" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "bought" INTEGER NOT NULL,
    "gross_minor" BIGINT NOT NULL,
    "refunded_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "pieces" INTEGER NOT NULL,
    "costed_pieces" INTEGER NOT NULL,
    "costed_minor" BIGINT NOT NULL,
    "cost_minor" BIGINT NOT NULL,

    CONSTRAINT "offer_credits_pkey" PRIMARY KEY ("shop_id","order_id","source_id")
);

-- CreateTable
CREATE TABLE "offer_people" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "people" INTEGER NOT NULL,
    "converted" INTEGER NOT NULL,
    "revenue_minor" BIGINT NOT NULL,
    "revenue_squares" DECIMAL(40,0) NOT NULL,

    CONSTRAINT "offer_people_pkey" PRIMARY KEY ("shop_id","offer_id","day","arm_id")
);

-- CreateTable
CREATE TABLE "offer_counts" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "counted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_counts_pkey" PRIMARY KEY ("shop_id","offer_id")
);

-- CreateIndex
CREATE INDEX "offer_events_shop_id_offer_id_at_idx" ON "offer_events"("shop_id", "offer_id", "at");

-- CreateIndex
CREATE INDEX "offer_stats_shop_id_day_idx" ON "offer_stats"("shop_id", "day");

-- Counts from the events that are there, money from the orders, by a job that reads them one after another.
INSERT INTO "offer_stats" ("shop_id", "offer_id", "day", "arm", "surface", "product_id", "shown", "clicked", "accepted", "dismissed")
SELECT e."shop_id", e."offer_id", (e."at" AT TIME ZONE z."name")::date, e."arm", e."surface", coalesce(e."product_id", ''),
  count(*) FILTER (WHERE e."type" = 'shown'), count(*) FILTER (WHERE e."type" = 'clicked'),
  count(*) FILTER (WHERE e."type" = 'accepted'), count(*) FILTER (WHERE e."type" = 'dismissed')
FROM "offer_events" e
JOIN "shops" s ON s."id" = e."shop_id"
CROSS JOIN LATERAL (SELECT CASE WHEN EXISTS (SELECT 1 FROM pg_timezone_names n WHERE n.name = s."timezone")
  THEN s."timezone" ELSE 'UTC' END AS "name") z
GROUP BY 1, 2, 3, 4, 5, 6;

INSERT INTO "due_items" ("shop_id", "kind", "subject", "due_at")
SELECT "id", 'results.recount', 'shop', timestamptz 'epoch' FROM "shops" WHERE "uninstalled_at" IS NULL
ON CONFLICT DO NOTHING;
