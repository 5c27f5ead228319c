/** A line of a checkout, as it is kept (JSON). Amounts are minor units of the checkout's currency, as text. */
export interface CheckoutLine {
  productId: string | null;
  variantId: string | null;
  title: string;
  variantTitle: string | null;
  quantity: number;
  priceMinor: string;
}

/** One state of a checkout, as a webhook or the Admin API tells it. */
export interface CheckoutInput {
  token: string;
  shopifyId: string | null;
  cartToken: string | null;
  customerId: string | null;
  email: string | null;
  customerEmail: string | null;
  phone: string | null;
  customerPhone: string | null;
  firstName: string | null;
  lastName: string | null;
  currency: string;
  totalMinor: bigint;
  lines: CheckoutLine[];
  recoveryUrl: string | null;
  locale: string | null;
  country: string | null;
  province: string | null;
  landingSite: string | null;
  createdAt: Date;
  updatedAt: Date;
  completedAt: Date | null;
  /** only older API versions tell; newer ones have their own consent webhooks */
  acceptsMarketing: boolean | null;
}

/** A checkout as we keep it. */
export interface Checkout {
  token: string;
  shopifyId: string | null;
  cartToken: string | null;
  personId: string | null;
  customerId: string | null;
  emailHash: string | null;
  emailSealed: string | null;
  phoneHash: string | null;
  currency: string;
  totalMinor: bigint;
  lines: CheckoutLine[];
  recoveryUrl: string | null;
  locale: string | null;
  country: string | null;
  landingSite: string | null;
  createdAt: Date;
  lastActivityAt: Date;
  completedAt: Date | null;
  shopUpdatedAt: Date;
}
