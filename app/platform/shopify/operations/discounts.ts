import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { moneyAmount } from '../../../kit/money.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { DiscountCodeInput, ShopifyPort } from '../port.ts';
import { defineOperation, userErrors } from './operation.ts';

export const createDiscount = defineOperation(
  `mutation CreateDiscountCode($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id }
      userErrors { field code message }
    }
  }`,
  z.object({
    discountCodeBasicCreate: z.object({
      codeDiscountNode: z.object({ id: z.string() }).nullable(),
      userErrors,
    }),
  }),
);

export const findDiscount = defineOperation(
  `query FindDiscountCode($code: String!) {
    codeDiscountNodeByCode(code: $code) {
      id
      codeDiscount {
        __typename
        ... on DiscountCodeBasic { endsAt }
        ... on DiscountCodeBxgy { endsAt }
        ... on DiscountCodeFreeShipping { endsAt }
        ... on DiscountCodeApp { endsAt }
      }
    }
  }`,
  z.object({
    codeDiscountNodeByCode: z
      .object({ id: z.string(), codeDiscount: z.object({ endsAt: z.string().nullish() }) })
      .nullable(),
  }),
);

const bulkFields = `id done codesCount importedCount failedCount
  codes(first: 250) { nodes { code errors { message code } discountRedeemCode { id } } }`;
const bulkAnswer = z.object({
  id: z.string(),
  done: z.boolean(),
  codes: z.object({
    nodes: z.array(
      z.object({
        code: z.string(),
        errors: z.array(z.object({ message: z.string() })),
        discountRedeemCode: z.object({ id: z.string() }).nullable(),
      }),
    ),
  }),
});

export const addCodes = defineOperation(
  `mutation AddRedeemCodes($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
      bulkCreation { ${bulkFields} }
      userErrors { field code message }
    }
  }`,
  z.object({
    discountRedeemCodeBulkAdd: z.object({ bulkCreation: bulkAnswer.nullable(), userErrors }),
  }),
);

export const readBulk = defineOperation(
  `query ReadRedeemCodeCreation($id: ID!) { discountRedeemCodeBulkCreation(id: $id) { ${bulkFields} } }`,
  z.object({ discountRedeemCodeBulkCreation: bulkAnswer.nullable() }),
);

function toInput(input: DiscountCodeInput): Record<string, unknown> {
  const { value, productIds, variantIds, minimumSubtotal } = input;
  const items =
    productIds === null && !variantIds
      ? { all: true }
      : {
          products: {
            ...(productIds ? { productsToAdd: productIds.map((id) => gid('Product', id)) } : {}),
            ...(variantIds
              ? { productVariantsToAdd: variantIds.map((id) => gid('ProductVariant', id)) }
              : {}),
          },
        };
  return {
    title: input.title,
    code: input.code,
    startsAt: input.startsAt.toISOString(),
    endsAt: input.endsAt?.toISOString() ?? null,
    context: { all: 'ALL' },
    appliesOncePerCustomer: input.oncePerCustomer,
    usageLimit: input.usageLimit,
    customerGets: {
      items,
      value:
        value.kind === 'percentage'
          ? { percentage: value.basisPoints / 10_000 }
          : { discountAmount: { amount: moneyAmount(value.amount), appliesOnEachItem: false } },
    },
    ...(minimumSubtotal
      ? { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: moneyAmount(minimumSubtotal) } } }
      : {}),
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: true },
  };
}

export const createDiscountCode =
  (client: AdminClient): ShopifyPort['createDiscountCode'] =>
  async (input) => {
    const { discountCodeBasicCreate } = await client.ask(createDiscount, { discount: toInput(input) });
    const { codeDiscountNode, userErrors: refused } = discountCodeBasicCreate;
    if (codeDiscountNode) return { kind: 'created', nodeId: codeDiscountNode.id };
    if (refused.some(({ code }) => code === 'TAKEN' || code === 'DUPLICATE')) return { kind: 'taken' };
    return { kind: 'refused', message: refused.map(({ message }) => message).join('; ') };
  };

const codesPerCall = 250;
const polls = 20;

export const addRedeemCodes =
  (client: AdminClient): ShopifyPort['addRedeemCodes'] =>
  async (nodeId, codes) => {
    if (codes.length > codesPerCall) throw new RangeError(`at most ${codesPerCall} codes a call`);
    if (codes.length === 0) return { added: [], failed: [] };
    const { discountRedeemCodeBulkAdd } = await client.ask(addCodes, {
      id: nodeId,
      codes: codes.map((code) => ({ code })),
    });
    const refused = discountRedeemCodeBulkAdd.userErrors;
    if (refused.length > 0) {
      const message = refused.map((error) => error.message).join('; ');
      return { added: [], failed: codes.map((code) => ({ code, message })) };
    }
    let creation = discountRedeemCodeBulkAdd.bulkCreation;
    // Shopify makes the codes in the background; usually it takes a second or two.
    for (let poll = 0; creation && !creation.done && poll < polls; poll++) {
      await pause(Math.min(2_000, 200 * 1.4 ** poll));
      const { discountRedeemCodeBulkCreation } = await client.ask(readBulk, { id: creation.id });
      creation = discountRedeemCodeBulkCreation;
    }
    if (!creation?.done) throw new Error('Shopify has not finished making the codes');
    const added: string[] = [];
    const failed: { code: string; message: string }[] = [];
    for (const { code, errors, discountRedeemCode } of creation.codes.nodes) {
      if (discountRedeemCode) added.push(code);
      else failed.push({ code, message: errors.map(({ message }) => message).join('; ') });
    }
    return { added, failed };
  };

export const findDiscountCode =
  (client: AdminClient): ShopifyPort['findDiscountCode'] =>
  async (code) => {
    const { codeDiscountNodeByCode: found } = await client.ask(findDiscount, { code });
    if (!found) return null;
    const { endsAt } = found.codeDiscount;
    return { nodeId: found.id, endsAt: endsAt ? new Date(endsAt) : null };
  };
