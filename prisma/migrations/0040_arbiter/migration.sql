-- CreateTable
CREATE TABLE "message_decisions" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "params" JSONB,
    "until" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "message_decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_preferences" (
    "shop_id" TEXT NOT NULL,
    "identity_hash" TEXT NOT NULL,
    "person_id" TEXT,
    "topics_off" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "pace" TEXT NOT NULL DEFAULT 'all',
    "locale" TEXT,
    "paused_until" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_preferences_pkey" PRIMARY KEY ("shop_id","identity_hash")
);

-- CreateTable
CREATE TABLE "consent_changes" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "identity_hash" TEXT NOT NULL,
    "person_id" TEXT,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "is_confirmed" BOOLEAN NOT NULL DEFAULT false,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_joins" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "survivor_id" TEXT NOT NULL,
    "joined_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "clue_hashes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "moved" JSONB NOT NULL,
    "before_sealed" TEXT,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "undone_at" TIMESTAMPTZ(3),

    CONSTRAINT "person_joins_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "message_decisions_shop_id_at_idx" ON "message_decisions"("shop_id", "at");

-- CreateIndex
CREATE INDEX "message_decisions_shop_id_message_id_idx" ON "message_decisions"("shop_id", "message_id");

-- CreateIndex
CREATE INDEX "person_preferences_shop_id_person_id_idx" ON "person_preferences"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "consent_changes_shop_id_person_id_changed_at_idx" ON "consent_changes"("shop_id", "person_id", "changed_at");

-- CreateIndex
CREATE INDEX "consent_changes_shop_id_identity_hash_idx" ON "consent_changes"("shop_id", "identity_hash");

-- CreateIndex
CREATE INDEX "person_joins_shop_id_survivor_id_idx" ON "person_joins"("shop_id", "survivor_id");

-- CreateIndex
CREATE INDEX "person_joins_shop_id_joined_id_idx" ON "person_joins"("shop_id", "joined_id");

-- AlterTable
ALTER TABLE "people" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "shop_settings" ADD COLUMN "privacy" JSONB NOT NULL DEFAULT '{}';

-- What was known of consents before their history was kept is the first entry of it.
INSERT INTO "consent_changes" ("shop_id", "channel", "identity_hash", "person_id", "state", "source", "text", "is_confirmed", "changed_at", "recorded_at")
SELECT "shop_id", "channel", "identity_hash", "person_id", "state", "source", "text", "is_confirmed", "changed_at", "changed_at" FROM "consents";
