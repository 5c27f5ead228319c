-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "shipping_method" TEXT,
ADD COLUMN     "utm" JSONB;

-- CreateTable
CREATE TABLE "person_traits" (
    "shop_id" TEXT NOT NULL,
    "person_id" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "segment_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "person_traits_pkey" PRIMARY KEY ("shop_id","person_id")
);

-- CreateTable
CREATE TABLE "wanted_traits" (
    "shop_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "wanted_traits_pkey" PRIMARY KEY ("shop_id","kind","value")
);
