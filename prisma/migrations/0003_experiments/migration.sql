-- CreateTable
CREATE TABLE "experiments" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "variants" JSONB NOT NULL,
    "hold_out_percent" DOUBLE PRECISION NOT NULL,
    "metric" TEXT NOT NULL,
    "is_auto_take" BOOLEAN NOT NULL DEFAULT false,
    "salt" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "winner_id" TEXT,
    "decided_by" TEXT,
    "counted_at" TIMESTAMPTZ(3),

    CONSTRAINT "experiments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "experiment_people" (
    "shop_id" TEXT NOT NULL,
    "experiment_id" TEXT NOT NULL,
    "arm_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "people" INTEGER NOT NULL,
    "converted" INTEGER NOT NULL,
    "revenue_minor" BIGINT NOT NULL,
    "revenue_squares" DECIMAL(40,0) NOT NULL,
    "cost_minor" BIGINT,

    CONSTRAINT "experiment_people_pkey" PRIMARY KEY ("shop_id","experiment_id","arm_id","day")
);

-- CreateIndex
CREATE INDEX "experiments_shop_id_started_at_idx" ON "experiments"("shop_id", "started_at");

-- CreateIndex
CREATE INDEX "experiments_shop_id_subject_kind_subject_id_idx" ON "experiments"("shop_id", "subject_kind", "subject_id");


-- One running experiment per subject: two tests of one offer at a time would spoil each other. Prisma cannot say it.
create unique index experiments_one_running on experiments (shop_id, subject_kind, subject_id) where status = 'running';
