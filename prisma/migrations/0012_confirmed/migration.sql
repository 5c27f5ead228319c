-- AlterTable
ALTER TABLE "vip_members" ADD COLUMN "address_hash" TEXT NOT NULL DEFAULT '',
ADD COLUMN "consent_text" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "consents" ADD COLUMN "is_confirmed" BOOLEAN NOT NULL DEFAULT false;
