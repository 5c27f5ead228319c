/** Goods that a discount is about. All null = everything. */
export type Entitlement = {
  productIds: string[] | null;
  variantIds: string[] | null;
  collectionIds: string[] | null;
};

export type DiscountKind = 'basic' | 'free_shipping' | 'bxgy';

export type DiscountValue =
  | { kind: 'percentage'; fraction: string }
  | { kind: 'amount'; amount: string; eachItem: boolean }
  | { kind: 'free_shipping' };

export type Discount = Entitlement & {
  id: string;
  shop: string;
  kind: DiscountKind;
  title: string;
  /**
   * percentage as a fraction (0.1 = 10 %) or an amount in the shop's currency. What is off the goods; for buy X get Y
   * off each of the goods that are got.
   */
  value: DiscountValue;
  /** Buy X get Y: the fields above say what is got. Null for the other kinds. */
  bxgy: {
    buys: Entitlement & { quantity: number | null; amount: string | null };
    getsQuantity: number;
    usesPerOrderLimit: number | null;
  } | null;
  /** Free shipping: null for the other kinds. Countries null = all. */
  shipping: { maximumPrice: string | null; countries: string[] | null; restOfWorld: boolean } | null;
  /** Null = all customers. */
  customerIds: string[] | null;
  /** Null = not bound to segments. */
  segmentIds: string[] | null;
  minimumSubtotal: string | null;
  minimumQuantity: number | null;
  /** Per code, as is appliesOncePerCustomer: a node with 250 codes and a limit of 1 can be used 250 times. */
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
  appliesOnOneTimePurchase: boolean;
  appliesOnSubscription: boolean;
  recurringCycleLimit: number | null;
  combinesWith: { orderDiscounts: boolean; productDiscounts: boolean; shippingDiscounts: boolean };
  tags: string[];
  startsAt: string;
  endsAt: string | null;
  isActive: boolean;
  codes: { id: string; code: string; usageCount: number; usedBy: string[] }[];
  createdAt: string;
  updatedAt: string;
};

export type Metafield = {
  id: string;
  shop: string;
  ownerId: string;
  ownerType: string;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: string;
  updatedAt: string;
};

export type Channel = 'email' | 'sms' | 'whatsapp';

export type OutboxMessage = {
  id: string;
  channel: Channel;
  from: string;
  to: string;
  subject: string | null;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  at: string;
};
