import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { addMoney, type Money, moneyAmount, subtractMoney } from '../../../kit/money.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyPort, StagedAddition } from '../port.ts';
import { defineOperation, idOf, money, userErrors } from './operation.ts';

/** The buyer sees and pays in the order's own currency: presentment money, everywhere here. */
const paid = z.object({ presentmentMoney: money }).transform(({ presentmentMoney }) => presentmentMoney);
const paidFields = '{ presentmentMoney { amount currencyCode } }';

const calculated = z.object({
  id: z.string(),
  totalPriceSet: paid,
  totalOutstandingSet: paid,
  taxLines: z.array(z.object({ priceSet: paid })),
});
const calculatedFields = `id totalPriceSet ${paidFields} totalOutstandingSet ${paidFields} taxLines { priceSet ${paidFields} }`;

export const beginEdit = defineOperation(
  `mutation BeginOrderEdit($id: ID!) {
    orderEditBegin(id: $id) { calculatedOrder { ${calculatedFields} } userErrors { field message } }
  }`,
  z.object({ orderEditBegin: z.object({ calculatedOrder: calculated.nullable(), userErrors }) }),
);

export const addVariant = defineOperation(
  `mutation AddVariantToEdit($id: ID!, $variant: ID!, $quantity: Int!) {
    orderEditAddVariant(id: $id, variantId: $variant, quantity: $quantity, allowDuplicates: true) {
      calculatedLineItem { id originalUnitPriceSet ${paidFields} }
      calculatedOrder { ${calculatedFields} }
      userErrors { field message }
    }
  }`,
  z.object({
    orderEditAddVariant: z.object({
      calculatedLineItem: z.object({ id: z.string(), originalUnitPriceSet: paid }).nullable(),
      calculatedOrder: calculated.nullable(),
      userErrors,
    }),
  }),
);

export const addDiscount = defineOperation(
  `mutation AddDiscountToEdit($id: ID!, $line: ID!, $discount: OrderEditAppliedDiscountInput!) {
    orderEditAddLineItemDiscount(id: $id, lineItemId: $line, discount: $discount) {
      calculatedOrder { ${calculatedFields} }
      userErrors { field message }
    }
  }`,
  z.object({
    orderEditAddLineItemDiscount: z.object({ calculatedOrder: calculated.nullable(), userErrors }),
  }),
);

export const setQuantity = defineOperation(
  `mutation SetQuantityInEdit($id: ID!, $line: ID!, $quantity: Int!) {
    orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity, restock: true) {
      calculatedOrder { ${calculatedFields} }
      userErrors { field message }
    }
  }`,
  z.object({ orderEditSetQuantity: z.object({ calculatedOrder: calculated.nullable(), userErrors }) }),
);

const editableFields = `id currencyCode presentmentCurrencyCode merchantEditable cancelledAt closed taxesIncluded
  displayFulfillmentStatus displayFinancialStatus totalOutstandingSet ${paidFields} currentTotalPriceSet ${paidFields}
  paymentCollectionDetails { additionalPaymentCollectionUrl }
  lineItems(first: 250) { nodes { id currentQuantity unfulfilledQuantity variant { id } } }`;
const editable = z.object({
  id: idOf,
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  merchantEditable: z.boolean(),
  cancelledAt: z.string().nullable(),
  closed: z.boolean(),
  taxesIncluded: z.boolean(),
  displayFulfillmentStatus: z.string(),
  displayFinancialStatus: z.string().nullable(),
  totalOutstandingSet: paid,
  currentTotalPriceSet: paid,
  paymentCollectionDetails: z.object({ additionalPaymentCollectionUrl: z.string().nullable() }),
  lineItems: z.object({
    nodes: z.array(
      z.object({
        id: idOf,
        currentQuantity: z.number(),
        unfulfilledQuantity: z.number(),
        variant: z.object({ id: idOf }).nullable(),
      }),
    ),
  }),
});

export const readEditable = defineOperation(
  `query ReadEditableOrder($id: ID!) { order(id: $id) { ${editableFields} } }`,
  z.object({ order: editable.nullable() }),
);

export const commitEdit = defineOperation(
  `mutation CommitOrderEdit($id: ID!, $note: String) {
    orderEditCommit(id: $id, notifyCustomer: false, staffNote: $note) {
      order { ${editableFields} }
      userErrors { field message }
    }
  }`,
  z.object({ orderEditCommit: z.object({ order: editable.nullable(), userErrors }) }),
);

const said = (errors: z.output<typeof userErrors>) => errors.map(({ message }) => message).join('; ');

function taxOf(order: z.output<typeof calculated>): Money {
  const { currency } = order.totalPriceSet;
  return order.taxLines.reduce((sum, { priceSet }) => addMoney(sum, priceSet), { minor: 0n, currency });
}

function toEditable(order: z.output<typeof editable>) {
  return {
    id: order.id,
    currency: order.presentmentCurrencyCode,
    isInShopCurrency: order.presentmentCurrencyCode === order.currencyCode,
    isEditable: order.merchantEditable && order.cancelledAt === null && !order.closed,
    isUnfulfilled: order.displayFulfillmentStatus === 'UNFULFILLED',
    isTaxIncluded: order.taxesIncluded,
    financialStatus: order.displayFinancialStatus,
    total: order.currentTotalPriceSet,
    outstanding: order.totalOutstandingSet,
    payUrl: order.paymentCollectionDetails.additionalPaymentCollectionUrl,
    lines: order.lineItems.nodes.map((line) => ({
      id: line.id,
      variantId: line.variant?.id ?? null,
      quantity: line.currentQuantity,
      unfulfilledQuantity: line.unfulfilledQuantity,
    })),
  };
}

/** See ShopifyPort. */
export const getEditableOrder =
  (client: AdminClient): ShopifyPort['getEditableOrder'] =>
  async (orderId) => {
    const { order } = await client.ask(readEditable, { id: gid('Order', orderId) });
    return order ? toEditable(order) : null;
  };

/**
 * See ShopifyPort. `percentValue` 20 is 20 % here, unlike in discount codes, and `fixedValue` is off each piece: an amount
 * off the whole line is shared out, rounded down. The caller asserts on what comes back.
 */
export const stageAddition =
  (client: AdminClient): ShopifyPort['stageAddition'] =>
  async ({ orderId, variantId, quantity, discount, description }) => {
    const { orderEditBegin } = await client.ask(beginEdit, { id: gid('Order', orderId) });
    const before = orderEditBegin.calculatedOrder;
    if (!before) return { kind: 'refused', message: said(orderEditBegin.userErrors) };
    const { orderEditAddVariant } = await client.ask(addVariant, {
      id: before.id,
      variant: gid('ProductVariant', variantId),
      quantity,
    });
    const line = orderEditAddVariant.calculatedLineItem;
    let after = orderEditAddVariant.calculatedOrder;
    if (!line || !after) return { kind: 'refused', message: said(orderEditAddVariant.userErrors) };
    const unitPrice = line.originalUnitPriceSet;
    if (discount.kind !== 'none') {
      const { orderEditAddLineItemDiscount } = await client.ask(addDiscount, {
        id: before.id,
        line: line.id,
        discount: {
          description,
          ...(discount.kind === 'percentage'
            ? { percentValue: discount.basisPoints / 100 }
            : {
                fixedValue: {
                  amount: moneyAmount({
                    ...discount.amount,
                    minor: discount.amount.minor / BigInt(quantity),
                  }),
                  currencyCode: discount.amount.currency,
                },
              }),
        },
      });
      after = orderEditAddLineItemDiscount.calculatedOrder;
      if (!after) return { kind: 'refused', message: said(orderEditAddLineItemDiscount.userErrors) };
    }
    const staged: StagedAddition = {
      editId: before.id,
      unitPrice,
      added: subtractMoney(after.totalPriceSet, before.totalPriceSet),
      tax: subtractMoney(taxOf(after), taxOf(before)),
      outstanding: after.totalOutstandingSet,
    };
    return { kind: 'staged', ...staged };
  };

/** See ShopifyPort. */
export const commitOrderEdit =
  (client: AdminClient): ShopifyPort['commitOrderEdit'] =>
  async (editId, note) => {
    const { orderEditCommit } = await client.ask(commitEdit, { id: editId, note });
    const { order } = orderEditCommit;
    return order
      ? { kind: 'committed', order: toEditable(order) }
      : { kind: 'refused', message: said(orderEditCommit.userErrors) };
  };

/** See ShopifyPort. */
export const removeOrderLine =
  (client: AdminClient): ShopifyPort['removeOrderLine'] =>
  async ({ orderId, lineId, quantity, note }) => {
    const { orderEditBegin } = await client.ask(beginEdit, { id: gid('Order', orderId) });
    const edit = orderEditBegin.calculatedOrder;
    if (!edit) return { kind: 'refused', message: said(orderEditBegin.userErrors) };
    const { orderEditSetQuantity } = await client.ask(setQuantity, {
      id: edit.id,
      line: gid('CalculatedLineItem', lineId),
      quantity,
    });
    if (!orderEditSetQuantity.calculatedOrder) {
      return { kind: 'refused', message: said(orderEditSetQuantity.userErrors) };
    }
    return commitOrderEdit(client)(edit.id, note);
  };
