-- AlterTable
ALTER TABLE "offers" ADD COLUMN "setup" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN "moments" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN "from_days" INTEGER,
ADD COLUMN "from_days_after" TEXT,
ADD COLUMN "starts_at" TIMESTAMPTZ(3),
ADD COLUMN "ends_at" TIMESTAMPTZ(3),
ADD COLUMN "experiment_id" TEXT,
ADD COLUMN "picture_id" TEXT;

-- AlterTable
ALTER TABLE "offer_grants" ADD COLUMN "arm" TEXT NOT NULL DEFAULT '',
ADD COLUMN "variant_id" TEXT,
ADD COLUMN "surface" TEXT;

-- AlterTable
ALTER TABLE "offer_events" ADD COLUMN "arm" TEXT NOT NULL DEFAULT '',
ADD COLUMN "product_id" TEXT;

-- CreateTable
CREATE TABLE "offer_revisions" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "user_id" TEXT,
    "user_sealed" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_revisions_pkey" PRIMARY KEY ("shop_id","offer_id","version")
);

-- CreateTable
CREATE TABLE "offer_pictures" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_pictures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_code_pools" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "terms" TEXT NOT NULL,
    "discount_node_id" TEXT,
    "state" TEXT NOT NULL,
    "free" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_code_pools_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_codes" (
    "shop_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "grant_id" TEXT,
    "shopify_id" TEXT,

    CONSTRAINT "offer_codes_pkey" PRIMARY KEY ("shop_id","code")
);

-- CreateTable
CREATE TABLE "offer_takings" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "offer_takings_pkey" PRIMARY KEY ("shop_id","offer_id","person_id")
);

-- CreateIndex
CREATE INDEX "offer_pictures_shop_id_created_at_idx" ON "offer_pictures"("shop_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "offer_code_pools_shop_id_offer_id_terms_key" ON "offer_code_pools"("shop_id", "offer_id", "terms");

-- CreateIndex
CREATE INDEX "offer_codes_shop_id_pool_id_state_idx" ON "offer_codes"("shop_id", "pool_id", "state");
