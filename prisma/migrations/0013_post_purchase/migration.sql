-- CreateTable
CREATE TABLE "post_purchase_visits" (
    "shop_id" TEXT NOT NULL,
    "reference_id" TEXT NOT NULL,
    "is_shown" BOOLEAN NOT NULL,
    "offers" JSONB NOT NULL DEFAULT '{}',
    "asked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_purchase_visits_pkey" PRIMARY KEY ("shop_id","reference_id")
);

-- CreateTable
CREATE TABLE "post_purchase_outcomes" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "post_purchase_outcomes_pkey" PRIMARY KEY ("shop_id","order_id")
);

-- CreateIndex
CREATE INDEX "post_purchase_visits_shop_id_asked_at_idx" ON "post_purchase_visits"("shop_id", "asked_at");

-- CreateIndex
CREATE INDEX "post_purchase_outcomes_shop_id_at_idx" ON "post_purchase_outcomes"("shop_id", "at");
