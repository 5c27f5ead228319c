-- CreateTable
CREATE TABLE "order_additions" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "arm" TEXT NOT NULL DEFAULT '',
    "surface" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "variant_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "unit_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL,
    "tax_minor" BIGINT NOT NULL,
    "is_tax_included" BOOLEAN NOT NULL,
    "added_minor" BIGINT NOT NULL,
    "due_minor" BIGINT NOT NULL,
    "edit_id" TEXT NOT NULL,
    "lines_before" TEXT[],
    "line_id" TEXT,
    "pay_url_sealed" TEXT,
    "pay_by" TIMESTAMPTZ(3) NOT NULL,
    "event_id" TEXT,
    "reason" TEXT,
    "quoted_at" TIMESTAMPTZ(3) NOT NULL,
    "added_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "order_additions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_additions_shop_id_order_id_idx" ON "order_additions"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "order_additions_shop_id_offer_id_added_at_idx" ON "order_additions"("shop_id", "offer_id", "added_at");

-- An offer is in an order once, however many clicks and processes (beyond Prisma's schema).
CREATE UNIQUE INDEX "order_additions_one_open" ON "order_additions"("shop_id", "order_id", "offer_id")
  WHERE state IN ('adding', 'added', 'removing', 'paid');
