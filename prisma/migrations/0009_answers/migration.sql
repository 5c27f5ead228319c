-- CreateTable
CREATE TABLE "survey_answers" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "person_id" TEXT,
    "type" TEXT NOT NULL,
    "option_ids" TEXT[],
    "scale" INTEGER,
    "text_sealed" TEXT,
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "survey_answers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "vip_members" (
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "offer_id" TEXT,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "joined_at" TIMESTAMPTZ(3),

    CONSTRAINT "vip_members_pkey" PRIMARY KEY ("shop_id","person_id")
);

-- CreateTable
CREATE TABLE "birthdays" (
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "month_day" TEXT NOT NULL,
    "year_sealed" TEXT,
    "consent_text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "birthdays_pkey" PRIMARY KEY ("shop_id","person_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "survey_answers_shop_id_offer_id_order_id_key" ON "survey_answers"("shop_id", "offer_id", "order_id");

-- CreateIndex
CREATE INDEX "survey_answers_shop_id_offer_id_at_idx" ON "survey_answers"("shop_id", "offer_id", "at");

-- CreateIndex
CREATE INDEX "birthdays_shop_id_month_day_idx" ON "birthdays"("shop_id", "month_day");
