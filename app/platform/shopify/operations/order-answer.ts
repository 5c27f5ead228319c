import { z } from 'zod';
import { addressFields, addressSchema } from './address.ts';
import { bag, idOf, node } from './operation.ts';

/** What is asked of an order. */
export const orderFields = `
  fragment OrderFields on Order {
    id name number confirmationNumber checkoutToken cartToken
    email phone currencyCode presentmentCurrencyCode customerLocale sourceName clientIp test
    displayFinancialStatus displayFulfillmentStatus
    createdAt processedAt updatedAt cancelledAt cancelReason closedAt
    discountCodes statusPageUrl taxesIncluded
    totalPriceSet { ...Bag } subtotalPriceSet { ...Bag } totalDiscountsSet { ...Bag }
    customer { id firstName lastName defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
    shippingAddress { ${addressFields} }
    billingAddress { ${addressFields} }
    shippingLine { title }
    customerJourneySummary { ready lastVisit { landingPage referrerUrl } }
    lineItems(first: 100) {
      nodes {
        id title variantTitle sku quantity requiresShipping
        originalUnitPriceSet { ...Bag }
        totalDiscountSet { ...Bag }
        discountAllocations { allocatedAmountSet { ...Bag } }
        taxLines { priceSet { ...Bag } }
        product { id } variant { id }
      }
    }
    fulfillments(first: 20) {
      id status displayStatus deliveredAt createdAt updatedAt
      trackingInfo(first: 1) { url number company }
    }
    refunds(first: 50) {
      id createdAt processedAt
      totalRefundedSet { ...Bag }
      refundLineItems(first: 50) {
        nodes { quantity lineItem { id } subtotalSet { ...Bag } totalTaxSet { ...Bag } }
      }
      transactions(first: 20) { nodes { kind status amountSet { ...Bag } } }
    }
  }
  fragment Bag on MoneyBag {
    shopMoney { amount currencyCode }
    presentmentMoney { amount currencyCode }
  }`;

export const orderAnswer = z.object({
  id: idOf,
  name: z.string(),
  number: z.number().int(),
  confirmationNumber: z.string().nullable(),
  checkoutToken: z.string().nullable(),
  cartToken: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  customerLocale: z.string().nullable(),
  sourceName: z.string().nullable(),
  clientIp: z.string().nullable(),
  test: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  displayFulfillmentStatus: z.string().nullable(),
  createdAt: z.string(),
  processedAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullable(),
  cancelReason: z.string().nullable(),
  closedAt: z.string().nullable(),
  discountCodes: z.array(z.string()),
  shippingLine: z.object({ title: z.string() }).nullable(),
  statusPageUrl: z.string().nullish(),
  taxesIncluded: z.boolean().nullish(),
  totalPriceSet: bag,
  subtotalPriceSet: bag.nullable(),
  totalDiscountsSet: bag.nullable(),
  customer: z
    .object({
      id: idOf,
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      defaultEmailAddress: z.object({ emailAddress: z.string().nullable() }).nullable(),
      defaultPhoneNumber: z.object({ phoneNumber: z.string().nullable() }).nullable(),
    })
    .nullable(),
  shippingAddress: addressSchema,
  billingAddress: addressSchema,
  customerJourneySummary: z
    .object({
      ready: z.boolean(),
      lastVisit: z
        .object({ landingPage: z.string().nullable(), referrerUrl: z.string().nullable() })
        .nullable(),
    })
    .nullable(),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id: idOf,
        title: z.string(),
        variantTitle: z.string().nullable(),
        sku: z.string().nullable(),
        quantity: z.number().int(),
        requiresShipping: z.boolean(),
        originalUnitPriceSet: bag,
        totalDiscountSet: bag,
        discountAllocations: z.array(z.object({ allocatedAmountSet: bag })),
        taxLines: z.array(z.object({ priceSet: bag })).nullish(),
        product: node.nullable(),
        variant: node.nullable(),
      }),
    ),
  }),
  fulfillments: z.array(
    z.object({
      id: idOf,
      status: z.string(),
      displayStatus: z.string().nullable(),
      deliveredAt: z.string().nullable(),
      createdAt: z.string(),
      updatedAt: z.string(),
      trackingInfo: z.array(
        z.object({
          url: z.string().nullable(),
          number: z.string().nullable(),
          company: z.string().nullable(),
        }),
      ),
    }),
  ),
  refunds: z.array(
    z.object({
      id: idOf,
      createdAt: z.string().nullable(),
      processedAt: z.string(),
      totalRefundedSet: bag,
      refundLineItems: z.object({
        nodes: z.array(
          z.object({ quantity: z.number().int(), lineItem: node, subtotalSet: bag, totalTaxSet: bag }),
        ),
      }),
      transactions: z.object({
        nodes: z.array(z.object({ kind: z.string(), status: z.string(), amountSet: bag })),
      }),
    }),
  ),
});
export type OrderAnswer = z.output<typeof orderAnswer>;
