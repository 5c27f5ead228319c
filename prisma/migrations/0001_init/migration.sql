-- CreateTable
CREATE TABLE "shops" (
    "id" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "shopify_id" TEXT,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "country" TEXT,
    "plan" TEXT,
    "email_sealed" TEXT,
    "storefront_url" TEXT NOT NULL,
    "scopes" TEXT NOT NULL DEFAULT '',
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "offers_version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "shops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop_settings" (
    "shop_id" TEXT NOT NULL,
    "general" JSONB NOT NULL DEFAULT '{}',
    "messages" JSONB NOT NULL DEFAULT '{}',
    "reviews" JSONB NOT NULL DEFAULT '{}',
    "referrals" JSONB NOT NULL DEFAULT '{}',
    "checkouts" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shop_settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "shopify_sessions" (
    "id" TEXT NOT NULL,
    "shop_domain" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "state" TEXT NOT NULL,
    "scope" TEXT,
    "access_token_sealed" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "refresh_token_sealed" TEXT,
    "refresh_expires_at" TIMESTAMPTZ(3),
    "user_sealed" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shopify_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_receipts" (
    "id" BIGSERIAL NOT NULL,
    "shop_domain" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "api_version" TEXT NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA,
    "is_sealed" BOOLEAN NOT NULL DEFAULT false,
    "state" SMALLINT NOT NULL DEFAULT 0,
    "attempt" SMALLINT NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_receipts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "due_items" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "gen" INTEGER NOT NULL DEFAULT 0,
    "attempt" SMALLINT NOT NULL DEFAULT 0,
    "payload" JSONB,
    "failed_at" TIMESTAMPTZ(3),
    "last_error" TEXT,

    CONSTRAINT "due_items_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sync_cursors" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sync_cursors_pkey" PRIMARY KEY ("shop_id","kind")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT,
    "shop_domain" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "receipt_id" BIGINT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "export_sealed" TEXT,

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "locale" TEXT,
    "country" TEXT,
    "timezone" TEXT,
    "first_name_sealed" TEXT,
    "last_name_sealed" TEXT,
    "orders_count" INTEGER NOT NULL DEFAULT 0,
    "merged_into" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person_identities" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value_hash" TEXT NOT NULL,
    "value_sealed" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_identities_pkey" PRIMARY KEY ("shop_id","kind","value_hash")
);

-- CreateTable
CREATE TABLE "consents" (
    "shop_id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "identity_hash" TEXT NOT NULL,
    "person_id" TEXT,
    "state" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "is_unsynced" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("shop_id","channel","identity_hash")
);

-- CreateTable
CREATE TABLE "orders" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "confirmation_number" TEXT,
    "checkout_token" TEXT,
    "cart_token" TEXT,
    "person_id" TEXT,
    "customer_id" TEXT,
    "email_hash" TEXT,
    "email_sealed" TEXT,
    "phone_hash" TEXT,
    "shipping_sealed" TEXT,
    "status_url_sealed" TEXT,
    "address_hash" TEXT,
    "ip_hash" TEXT,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "subtotal_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_minor" BIGINT NOT NULL DEFAULT 0,
    "presentment_currency" TEXT,
    "financial_status" TEXT,
    "fulfillment_status" TEXT,
    "source_name" TEXT,
    "locale" TEXT,
    "country" TEXT,
    "landing_site" TEXT,
    "referring_site" TEXT,
    "discount_codes" TEXT[],
    "is_test" BOOLEAN NOT NULL DEFAULT false,
    "is_first" BOOLEAN,
    "processed_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "fulfilled_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "shop_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "product_id" TEXT,
    "variant_id" TEXT,
    "title" TEXT NOT NULL,
    "variant_title" TEXT,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL,
    "price_minor" BIGINT NOT NULL,
    "discount_minor" BIGINT NOT NULL DEFAULT 0,
    "refunded_quantity" INTEGER NOT NULL DEFAULT 0,
    "requires_shipping" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("shop_id","order_id","id")
);

-- CreateTable
CREATE TABLE "fulfillments" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "status" TEXT,
    "shipment_status" TEXT,
    "shipped_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "tracking_url" TEXT,
    "shop_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fulfillments_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "lines" JSONB NOT NULL DEFAULT '[]',
    "refunded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "checkouts" (
    "shop_id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "shopify_id" TEXT,
    "cart_token" TEXT,
    "person_id" TEXT,
    "customer_id" TEXT,
    "email_hash" TEXT,
    "email_sealed" TEXT,
    "phone_hash" TEXT,
    "currency" TEXT NOT NULL,
    "total_minor" BIGINT NOT NULL,
    "lines" JSONB NOT NULL DEFAULT '[]',
    "recovery_url" TEXT,
    "locale" TEXT,
    "country" TEXT,
    "landing_site" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),
    "shop_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkouts_pkey" PRIMARY KEY ("shop_id","token")
);

-- CreateTable
CREATE TABLE "products" (
    "shop_id" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "image_url" TEXT,
    "vendor" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    "variants" JSONB NOT NULL DEFAULT '[]',
    "rating_sum" INTEGER NOT NULL DEFAULT 0,
    "rating_count" INTEGER NOT NULL DEFAULT 0,
    "shop_updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "products_pkey" PRIMARY KEY ("shop_id","id")
);

-- CreateTable
CREATE TABLE "offers" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "surfaces" TEXT[],
    "product_id" TEXT,
    "variant_id" TEXT,
    "discount_kind" TEXT NOT NULL,
    "discount_value" BIGINT NOT NULL DEFAULT 0,
    "deadline_hours" INTEGER,
    "texts" JSONB NOT NULL,
    "rule" JSONB NOT NULL DEFAULT '{"kind":"all","of":[]}',
    "position" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_grants" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "person_id" TEXT,
    "state" TEXT NOT NULL,
    "deadline_at" TIMESTAMPTZ(3),
    "code" TEXT,
    "discount_node_id" TEXT,
    "url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "redeemed_order_id" TEXT,

    CONSTRAINT "offer_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offer_events" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_events_pkey" PRIMARY KEY ("shop_id","order_id","offer_id","type")
);

-- CreateTable
CREATE TABLE "offer_promises" (
    "shop_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "offer_promises_pkey" PRIMARY KEY ("shop_id","subject")
);

-- CreateTable
CREATE TABLE "offer_stats" (
    "shop_id" TEXT NOT NULL,
    "offer_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "clicked" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "dismissed" INTEGER NOT NULL DEFAULT 0,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "earned_minor" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "offer_stats_pkey" PRIMARY KEY ("shop_id","offer_id","day")
);

-- CreateTable
CREATE TABLE "messages" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT,
    "kind" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "reason_params" JSONB,
    "locale" TEXT,
    "address_hash" TEXT,
    "address_sealed" TEXT,
    "subject_line" TEXT,
    "content" JSONB,
    "provider_id" TEXT,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "wanted_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "stale_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "clicked_at" TIMESTAMPTZ(3),
    "clicks" INTEGER NOT NULL DEFAULT 0,
    "code" TEXT,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_requests" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "person_id" TEXT,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "basis" TEXT NOT NULL DEFAULT 'delivered',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "products" JSONB NOT NULL DEFAULT '[]',
    "locale" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "reminder_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "postponed" INTEGER NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reviews" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "order_id" TEXT,
    "person_id" TEXT,
    "rating" SMALLINT NOT NULL,
    "title" TEXT,
    "body" TEXT,
    "author_name" TEXT NOT NULL,
    "locale" TEXT,
    "status" TEXT NOT NULL,
    "hold_reason" TEXT,
    "decided_by" TEXT,
    "decision_reason" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "is_verified" BOOLEAN NOT NULL DEFAULT false,
    "is_rewarded" BOOLEAN NOT NULL DEFAULT false,
    "reply" TEXT,
    "replied_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "reviews_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "review_photos" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "review_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_photos_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "referral_links" (
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "friend_basis_points" INTEGER NOT NULL,
    "discount_node_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_links_pkey" PRIMARY KEY ("shop_id","person_id")
);

-- CreateTable
CREATE TABLE "referral_visits" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "ip_hash" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referral_visits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "referrals" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "advocate_id" TEXT NOT NULL,
    "friend_id" TEXT,
    "order_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "signals" TEXT[],
    "source" TEXT NOT NULL DEFAULT 'code',
    "amount_minor" BIGINT NOT NULL,
    "basis_minor" BIGINT NOT NULL,
    "reversed_minor" BIGINT NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL,
    "hold_until" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "referrals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_entries" (
    "id" TEXT NOT NULL,
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "referral_id" TEXT,
    "kind" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL,
    "currency" TEXT NOT NULL,
    "idempotency_key" TEXT NOT NULL,
    "external_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "shops_domain_idx" ON "shops"("domain");

-- CreateIndex
CREATE INDEX "shopify_sessions_shop_domain_idx" ON "shopify_sessions"("shop_domain");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_receipts_shop_domain_topic_event_id_key" ON "webhook_receipts"("shop_domain", "topic", "event_id");

-- CreateIndex
CREATE UNIQUE INDEX "due_items_shop_id_kind_subject_key" ON "due_items"("shop_id", "kind", "subject");

-- CreateIndex
CREATE INDEX "privacy_requests_shop_id_idx" ON "privacy_requests"("shop_id");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_requests_shop_domain_receipt_id_key" ON "privacy_requests"("shop_domain", "receipt_id");

-- CreateIndex
CREATE INDEX "people_shop_id_created_at_idx" ON "people"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "person_identities_shop_id_person_id_idx" ON "person_identities"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "consents_shop_id_person_id_idx" ON "consents"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "orders_shop_id_checkout_token_idx" ON "orders"("shop_id", "checkout_token");

-- CreateIndex
CREATE INDEX "orders_shop_id_person_id_processed_at_idx" ON "orders"("shop_id", "person_id", "processed_at");

-- CreateIndex
CREATE INDEX "orders_shop_id_processed_at_idx" ON "orders"("shop_id", "processed_at");

-- CreateIndex
CREATE INDEX "orders_shop_id_email_hash_idx" ON "orders"("shop_id", "email_hash");

-- CreateIndex
CREATE INDEX "order_lines_shop_id_product_id_idx" ON "order_lines"("shop_id", "product_id");

-- CreateIndex
CREATE INDEX "fulfillments_shop_id_order_id_idx" ON "fulfillments"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "refunds_shop_id_order_id_idx" ON "refunds"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "checkouts_shop_id_person_id_idx" ON "checkouts"("shop_id", "person_id");

-- CreateIndex
CREATE INDEX "checkouts_shop_id_last_activity_at_idx" ON "checkouts"("shop_id", "last_activity_at");

-- CreateIndex
CREATE INDEX "products_shop_id_title_idx" ON "products"("shop_id", "title");

-- CreateIndex
CREATE INDEX "offers_shop_id_status_position_idx" ON "offers"("shop_id", "status", "position");

-- CreateIndex
CREATE INDEX "offer_grants_shop_id_order_id_idx" ON "offer_grants"("shop_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "offer_grants_shop_id_offer_id_order_id_key" ON "offer_grants"("shop_id", "offer_id", "order_id");

-- CreateIndex
CREATE UNIQUE INDEX "offer_grants_shop_id_code_key" ON "offer_grants"("shop_id", "code");

-- CreateIndex
CREATE INDEX "offer_events_shop_id_at_idx" ON "offer_events"("shop_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "offer_events_shop_id_event_id_key" ON "offer_events"("shop_id", "event_id");

-- CreateIndex
CREATE INDEX "offer_promises_shop_id_started_at_idx" ON "offer_promises"("shop_id", "started_at");

-- CreateIndex
CREATE INDEX "messages_shop_id_wanted_at_idx" ON "messages"("shop_id", "wanted_at");

-- CreateIndex
CREATE INDEX "messages_shop_id_address_hash_idx" ON "messages"("shop_id", "address_hash");

-- CreateIndex
CREATE INDEX "messages_shop_id_person_id_wanted_at_idx" ON "messages"("shop_id", "person_id", "wanted_at");

-- CreateIndex
CREATE INDEX "messages_shop_id_kind_status_idx" ON "messages"("shop_id", "kind", "status");

-- CreateIndex
CREATE UNIQUE INDEX "messages_shop_id_idempotency_key_key" ON "messages"("shop_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "review_requests_shop_id_due_at_idx" ON "review_requests"("shop_id", "due_at");

-- CreateIndex
CREATE INDEX "review_requests_shop_id_status_created_at_idx" ON "review_requests"("shop_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "review_requests_shop_id_person_id_idx" ON "review_requests"("shop_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "review_requests_shop_id_order_id_key" ON "review_requests"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "reviews_shop_id_created_at_idx" ON "reviews"("shop_id", "created_at");

-- CreateIndex
CREATE INDEX "reviews_shop_id_product_id_status_idx" ON "reviews"("shop_id", "product_id", "status");

-- CreateIndex
CREATE INDEX "reviews_shop_id_person_id_idx" ON "reviews"("shop_id", "person_id");

-- CreateIndex
CREATE UNIQUE INDEX "reviews_shop_id_order_id_product_id_key" ON "reviews"("shop_id", "order_id", "product_id");

-- CreateIndex
CREATE INDEX "review_photos_shop_id_review_id_idx" ON "review_photos"("shop_id", "review_id");

-- CreateIndex
CREATE INDEX "referral_links_shop_id_state_created_at_idx" ON "referral_links"("shop_id", "state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "referral_links_code_key" ON "referral_links"("code");

-- CreateIndex
CREATE INDEX "referral_visits_shop_id_code_at_idx" ON "referral_visits"("shop_id", "code", "at");

-- CreateIndex
CREATE INDEX "referrals_shop_id_state_created_at_idx" ON "referrals"("shop_id", "state", "created_at");

-- CreateIndex
CREATE INDEX "referrals_shop_id_advocate_id_idx" ON "referrals"("shop_id", "advocate_id");

-- CreateIndex
CREATE INDEX "referrals_shop_id_friend_id_idx" ON "referrals"("shop_id", "friend_id");

-- CreateIndex
CREATE UNIQUE INDEX "referrals_shop_id_order_id_key" ON "referrals"("shop_id", "order_id");

-- CreateIndex
CREATE INDEX "credit_entries_shop_id_person_id_at_idx" ON "credit_entries"("shop_id", "person_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "credit_entries_shop_id_idempotency_key_key" ON "credit_entries"("shop_id", "idempotency_key");

-- AddForeignKey
ALTER TABLE "shop_settings" ADD CONSTRAINT "shop_settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "review_photos" ADD CONSTRAINT "review_photos_review_id_fkey" FOREIGN KEY ("review_id") REFERENCES "reviews"("id") ON DELETE CASCADE ON UPDATE CASCADE;

