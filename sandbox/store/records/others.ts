export type Discount = {
  id: string;
  shop: string;
  title: string;
  /** percentage as a fraction (0.1 = 10 %) or an amount in the shop's currency. */
  value: { kind: 'percentage'; fraction: string } | { kind: 'amount'; amount: string; eachItem: boolean };
  /** Null = everything. */
  productIds: string[] | null;
  variantIds: string[] | null;
  collectionIds: string[] | null;
  /** Null = all customers. */
  customerIds: string[] | null;
  minimumSubtotal: string | null;
  minimumQuantity: number | null;
  usageLimit: number | null;
  appliesOncePerCustomer: boolean;
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
