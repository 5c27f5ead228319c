-- CreateTable
CREATE TABLE "contents" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "slot" TEXT,
    "version" INTEGER NOT NULL,
    "published_version" INTEGER,
    "content" JSONB NOT NULL,
    "archived_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "contents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "content_revisions" (
    "shop_id" TEXT NOT NULL,
    "content_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "action" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "user_id" TEXT,
    "user_sealed" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "content_revisions_pkey" PRIMARY KEY ("shop_id","content_id","version")
);

-- CreateTable
CREATE TABLE "message_clicks" (
    "shop_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "link" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "is_early" BOOLEAN NOT NULL,
    "late_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_clicks_pkey" PRIMARY KEY ("shop_id","message_id","link")
);

-- CreateIndex
CREATE INDEX "contents_shop_id_updated_at_idx" ON "contents"("shop_id", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "contents_shop_id_slot_key" ON "contents"("shop_id", "slot");
