-- AlterTable
ALTER TABLE "shopify_sessions" ADD COLUMN     "storefront_token_sealed" TEXT;

-- AlterTable
ALTER TABLE "products" ADD COLUMN     "collection_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "product_type" TEXT,
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "collections" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "collections_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "complement_pairs" (
    "shop_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "also_product_id" TEXT NOT NULL DEFAULT '',
    "offered_product_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "together" INTEGER NOT NULL DEFAULT 0,
    "baskets" INTEGER NOT NULL DEFAULT 0,
    "offered_baskets" INTEGER NOT NULL DEFAULT 0,
    "support" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "confidence" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lift" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "lift_low" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "complement_pairs_pkey" PRIMARY KEY ("shop_id","product_id","also_product_id","offered_product_id")
);

-- CreateTable
CREATE TABLE "complement_choices" (
    "shop_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "offered_product_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "chosen_by" TEXT,
    "chosen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "complement_choices_pkey" PRIMARY KEY ("shop_id","product_id","offered_product_id")
);

-- CreateTable
CREATE TABLE "complement_products" (
    "shop_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "baskets" INTEGER NOT NULL DEFAULT 0,
    "returned" INTEGER NOT NULL DEFAULT 0,
    "buyers" INTEGER NOT NULL DEFAULT 0,
    "repeat_buyers" INTEGER NOT NULL DEFAULT 0,
    "is_repeatable" BOOLEAN NOT NULL DEFAULT false,
    "is_returned_much" BOOLEAN NOT NULL DEFAULT false,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "offered_state" TEXT,

    CONSTRAINT "complement_products_pkey" PRIMARY KEY ("shop_id","product_id")
);

-- CreateTable
CREATE TABLE "complement_best_sellers" (
    "shop_id" TEXT NOT NULL,
    "collection_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "rank" SMALLINT NOT NULL,
    "baskets" INTEGER NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "complement_best_sellers_pkey" PRIMARY KEY ("shop_id","collection_id","product_id")
);

-- CreateTable
CREATE TABLE "complement_runs" (
    "shop_id" TEXT NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,
    "baskets" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "pairs" INTEGER NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "shopify_problem" TEXT,

    CONSTRAINT "complement_runs_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "complement_pairs_shop_id_offered_product_id_idx" ON "complement_pairs"("shop_id", "offered_product_id");

-- CreateIndex
CREATE INDEX "complement_choices_shop_id_offered_product_id_idx" ON "complement_choices"("shop_id", "offered_product_id");

-- CreateIndex
CREATE INDEX "complement_products_shop_id_baskets_idx" ON "complement_products"("shop_id", "baskets");

-- CreateIndex
CREATE INDEX "complement_best_sellers_shop_id_product_id_idx" ON "complement_best_sellers"("shop_id", "product_id");

