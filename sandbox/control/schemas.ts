import { z } from 'zod';
import { FAULT_MODES, FAULT_TARGETS } from './faults.ts';
import { decimal, id, time } from './validate.ts';

const text = z.string().min(1, 'must not be empty');

export const newShop = z.strictObject({
  name: text.max(200),
  domain: z.string().optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'three letters, like EUR')
    .optional(),
  timezone: z.string().optional(),
  locale: z.string().optional(),
  country: z.string().optional(),
  plan: z.string().optional(),
  catalog: z.string().optional(),
  activateDefaults: z.boolean().optional(),
  protectedData: z.enum(['none', 'level1', 'level2']).optional(),
});

export const webhook = z
  .strictObject({
    shop: text,
    topic: z.string().regex(/^[a-z_.]+(\/[a-z_]+)?$/, 'like orders/create'),
    payload: z.unknown().optional(),
    raw: z.string().optional(),
    apiVersion: z.string().optional(),
    eventId: z.string().optional(),
    webhookId: z.string().optional(),
    triggeredAt: z.string().optional(),
    badSignature: z.boolean().optional(),
    repeat: z.number().int().min(1).max(1000).optional(),
  })
  .refine((body) => (body.payload === undefined) !== (body.raw === undefined), {
    path: ['payload'],
    message: 'give either payload or raw',
  });

const line = z.strictObject({
  variantId: id.optional(),
  sku: z.string().optional(),
  quantity: z.number().int().min(1).max(100_000),
  title: z.string().optional(),
  price: decimal.optional(),
});

const part = z.string().nullable().optional();
/** Spelled as in the Admin API, or as in webhooks. */
const address = z
  .strictObject({
    firstName: part,
    first_name: part,
    lastName: part,
    last_name: part,
    name: part,
    company: part,
    address1: part,
    address2: part,
    city: part,
    province: part,
    provinceCode: part,
    province_code: part,
    zip: part,
    country: part,
    countryCode: part,
    countryCodeV2: part,
    country_code: part,
    phone: part,
  })
  .transform(({ first_name, last_name, name, province_code, country_code, countryCodeV2, ...rest }) => {
    const [first, ...others] = (name ?? '').split(' ');
    return {
      ...rest,
      firstName: rest.firstName ?? first_name ?? (first || null),
      lastName: rest.lastName ?? last_name ?? (others.join(' ') || null),
      provinceCode: rest.provinceCode ?? province_code,
      countryCode: rest.countryCode ?? countryCodeV2 ?? country_code,
    };
  });

const attributes = z.array(z.strictObject({ name: z.string(), value: z.string() }));

const landing = z.string().max(2000).startsWith('/', 'a path of the shop, like /?utm_source=newsletter');

const checkoutFields = {
  lines: z.array(line).min(1, 'at least one line is needed'),
  email: z.string().nullable().optional(),
  phone: z.string().nullable().optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'like en or de-DE')
    .optional(),
  currency: z
    .string()
    .regex(/^[A-Za-z]{3}$/, 'three letters, like EUR')
    .optional(),
  shippingAddress: address.nullable().optional(),
  acceptsMarketing: z.boolean().optional(),
  discountCodes: z.array(text).optional(),
  ref: z.string().nullable().optional(),
  landingSite: landing.optional(),
  referringSite: z.string().max(2000).optional(),
  firstVisit: z
    .strictObject({ landingSite: landing, referringSite: z.string().max(2000).default(''), at: time })
    .optional(),
  shippingMethod: z.enum(['standard', 'express']).optional(),
  note: z.string().nullable().optional(),
  noteAttributes: attributes.optional(),
};

export const checkout = z.strictObject({ shop: text, ...checkoutFields });
export const checkoutPatch = z.strictObject({ ...checkoutFields, lines: checkoutFields.lines.optional() });
export const order = z.strictObject({
  shop: text,
  ...checkoutFields,
  lines: checkoutFields.lines.optional(),
  checkoutToken: z.string().optional(),
  financialStatus: z.enum(['paid', 'pending', 'authorized', 'partially_paid']).optional(),
  source: z.string().optional(),
  payment: z.enum(['card', 'wallet', 'instalments', 'cash_on_delivery']).optional(),
});

const choice = z
  .strictObject({
    lineId: id.optional(),
    lineItemId: id.optional(),
    sku: z.string().optional(),
    variantId: id.optional(),
    quantity: z.number().int(),
  })
  .transform(({ lineItemId, lineId, ...rest }) => ({ ...rest, lineId: lineId ?? lineItemId }));

const parcel = {
  trackingNumber: z.string().optional(),
  trackingCompany: z.string().optional(),
  trackingUrl: z.string().optional(),
  number: z.string().optional(),
  company: z.string().optional(),
  url: z.string().optional(),
};

type Parcel = { [key in keyof typeof parcel]?: string | undefined };
const named = <T extends Parcel>({ number, company, url, ...rest }: T) => ({
  ...rest,
  trackingNumber: rest.trackingNumber ?? number,
  trackingCompany: rest.trackingCompany ?? company,
  trackingUrl: rest.trackingUrl ?? url,
});

export const fulfill = z
  .strictObject({ lines: z.array(choice).min(1).optional(), ...parcel })
  .transform(named);
export const deliver = z.strictObject({ fulfillmentId: id.optional(), happenedAt: time.optional() });
export const tracking = z
  .strictObject({
    fulfillmentId: id.optional(),
    status: z.string().optional(),
    message: z.string().optional(),
    happenedAt: time.optional(),
    ...parcel,
  })
  .transform(named);
export const cancel = z.strictObject({
  reason: z.string().optional(),
  refund: z.boolean().optional(),
  restock: z.boolean().optional(),
});
export const refund = z.strictObject({
  lines: z.array(choice).min(1).optional(),
  amount: decimal.optional(),
  shipping: z.boolean().optional(),
  restock: z.boolean().optional(),
  note: z.string().optional(),
});
export const edit = z.strictObject({
  add: z
    .array(
      z.strictObject({
        variantId: id.optional(),
        sku: z.string().optional(),
        quantity: z.number().int(),
        discountPercent: z.number().optional(),
      }),
    )
    .optional(),
  set: z
    .array(
      z.strictObject({
        lineId: id.optional(),
        lineItemId: id.optional(),
        sku: z.string().optional(),
        quantity: z.number().int(),
      }),
    )
    .transform((list) =>
      list.map(({ lineItemId, lineId, ...rest }) => ({ ...rest, lineId: lineId ?? lineItemId })),
    )
    .optional(),
});
export const nothing = z.strictObject({});
export const variantPatch = z.strictObject({
  stock: z.number().int().min(0).optional(),
  price: decimal.optional(),
  unitCost: decimal.nullable().optional(),
});
export const productPatch = z.strictObject({
  title: text.optional(),
  vendor: z.string().optional(),
  productType: z.string().optional(),
  tags: z.array(text).optional(),
  status: z.enum(['ACTIVE', 'DRAFT', 'ARCHIVED']).optional(),
  collections: z.array(text).optional(),
});
export const customerPatch = z.strictObject({ tags: z.array(text) });
export const segment = z.strictObject({ shop: text, name: text, query: text });

export const consent = z.strictObject({
  shop: text,
  email: z.string().optional(),
  phone: z.string().optional(),
  channel: z.enum(['email', 'sms', 'whatsapp']),
  state: text,
});

export const clock = z
  .strictObject({ advance: z.string().optional(), set: time.optional() })
  .refine((body) => (body.advance === undefined) !== (body.set === undefined), {
    path: ['advance'],
    message: 'give either advance or set',
  });

export const fault = z.strictObject({
  target: z.enum(FAULT_TARGETS),
  mode: z.enum(FAULT_MODES),
  count: z.number().int().min(1).max(1_000_000).optional(),
  ms: z.number().int().min(0).max(3_600_000).optional(),
});

export const signal = z.strictObject({ signal: z.string().regex(/^SIG[A-Z0-9]+$/, 'like SIGKILL') });

export const outboxQuery = z.strictObject({
  shop: z.string().optional(),
  to: z.string().optional(),
  channel: z.enum(['email', 'sms', 'whatsapp']).optional(),
  since: time.optional(),
});
export const shopQuery = z.strictObject({ shop: text });
export const optionalShopQuery = z.strictObject({ shop: z.string().optional() });
export const metafieldQuery = z.strictObject({ shop: text, owner: id.optional() });
export const tokenQuery = z.strictObject({
  shop: text,
  target: text,
  order: id.optional(),
  customer: z.string().optional(),
});
export const postPurchase = z.strictObject({ enabled: z.boolean() });
