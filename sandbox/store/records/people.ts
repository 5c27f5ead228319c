export type Address = {
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  address1: string | null;
  address2: string | null;
  city: string | null;
  province: string | null;
  provinceCode: string | null;
  zip: string | null;
  country: string | null;
  countryCode: string | null;
  phone: string | null;
};

export type EmailConsentState =
  | 'SUBSCRIBED'
  | 'NOT_SUBSCRIBED'
  | 'PENDING'
  | 'UNSUBSCRIBED'
  | 'INVALID'
  | 'REDACTED';

export type Consent = {
  state: EmailConsentState;
  optInLevel: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  updatedAt: string | null;
};

export type Customer = {
  id: string;
  shop: string;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string;
  currency: string;
  note: string | null;
  tags: string[];
  state: 'DISABLED' | 'INVITED' | 'ENABLED' | 'DECLINED';
  address: Address | null;
  emailConsent: Consent;
  smsConsent: Consent;
  whatsappConsent: Consent;
  createdAt: string;
  updatedAt: string;
};

export type StoreCreditTransaction = {
  id: string;
  kind: 'CREDIT' | 'DEBIT' | 'EXPIRATION';
  amount: string;
  balanceAfter: string;
  expiresAt: string | null;
  remaining: string | null;
  createdAt: string;
};

export type StoreCreditAccount = {
  id: string;
  shop: string;
  customerId: string;
  currency: string;
  balance: string;
  transactions: StoreCreditTransaction[];
};
