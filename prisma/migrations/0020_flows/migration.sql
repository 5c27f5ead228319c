-- AlterTable
ALTER TABLE "fulfillments" ADD COLUMN     "out_at" TIMESTAMPTZ(3),
ADD COLUMN     "scanned_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "flows" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "contents" JSONB NOT NULL DEFAULT '{}',
    "draft_version" INTEGER NOT NULL DEFAULT 1,
    "version" INTEGER NOT NULL DEFAULT 0,
    "listens" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "ready_name" TEXT,
    "salt" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "flows_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_versions" (
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "definition" JSONB NOT NULL,
    "contents" JSONB NOT NULL,
    "user_id" TEXT,
    "user_sealed" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_versions_pkey" PRIMARY KEY ("shop_id","flow_id","version")
);

-- CreateTable
CREATE TABLE "flow_runs" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "person_id" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "order_id" TEXT,
    "state" TEXT NOT NULL,
    "path" TEXT,
    "step_id" TEXT,
    "codes" JSONB NOT NULL DEFAULT '{}',
    "since" TIMESTAMPTZ(3) NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "waiting_since" TIMESTAMPTZ(3),
    "wait_until" TIMESTAMPTZ(3),
    "left_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "flow_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_step_log" (
    "shop_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "step_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "flow_step_log_pkey" PRIMARY KEY ("shop_id","run_id","key")
);

-- CreateTable
CREATE TABLE "flow_list_members" (
    "shop_id" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "flow_list_members_pkey" PRIMARY KEY ("shop_id","list","person_id")
);

-- CreateTable
CREATE TABLE "flow_notes" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "order_id" TEXT,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_marks" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_marks_pkey" PRIMARY KEY ("shop_id","kind","key","person_id")
);

-- CreateTable
CREATE TABLE "flow_shops" (
    "shop_id" TEXT NOT NULL,
    "webhook_secret_sealed" TEXT,
    "swept_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_shops_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "flows_shop_id_status_idx" ON "flows"("shop_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "flow_runs_shop_id_flow_id_cause_key" ON "flow_runs"("shop_id", "flow_id", "cause");

-- CreateIndex
CREATE INDEX "flow_runs_shop_id_person_id_flow_id_idx" ON "flow_runs"("shop_id", "person_id", "flow_id");

-- CreateIndex
CREATE INDEX "flow_runs_shop_id_flow_id_state_idx" ON "flow_runs"("shop_id", "flow_id", "state");

-- CreateIndex
CREATE INDEX "flow_runs_shop_id_flow_id_entered_at_idx" ON "flow_runs"("shop_id", "flow_id", "entered_at");

-- CreateIndex
CREATE INDEX "flow_step_log_shop_id_flow_id_step_id_idx" ON "flow_step_log"("shop_id", "flow_id", "step_id");

-- CreateIndex
CREATE INDEX "flow_list_members_shop_id_person_id_idx" ON "flow_list_members"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "flow_notes_shop_id_at_idx" ON "flow_notes"("shop_id", "at");

-- CreateIndex
CREATE INDEX "flow_notes_shop_id_person_id_idx" ON "flow_notes"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "flow_marks_shop_id_person_id_idx" ON "flow_marks"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "messages_shop_id_subject_id_idx" ON "messages"("shop_id", "subject_id");

-- Who is inside something: looked for at every fact about a person, and few of all runs.
CREATE INDEX "flow_runs_live_idx" ON "flow_runs"("shop_id", "person_id") WHERE "state" IN ('running', 'waiting', 'done');
