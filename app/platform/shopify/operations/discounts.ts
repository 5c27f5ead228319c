import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import { moneyAmount } from '../../../kit/money.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { DiscountCodeInput, ShopifyPort } from '../port.ts';
import { defineOperation, userErrors } from './operation.ts';

const created = z.object({
  codeDiscountNode: z
    .object({
      id: z.string(),
      codeDiscount: z.object({
        codes: z.object({ nodes: z.array(z.object({ id: z.string() })) }).optional(),
      }),
    })
    .nullable(),
  userErrors,
});

export const createDiscount = defineOperation(
  `mutation CreateDiscountCode($discount: DiscountCodeBasicInput!) {
    made: discountCodeBasicCreate(basicCodeDiscount: $discount) {
      codeDiscountNode { id codeDiscount { ... on DiscountCodeBasic { codes(first: 1) { nodes { id } } } } }
      userErrors { field code message }
    }
  }`,
  z.object({ made: created }),
);

export const createFreeShipping = defineOperation(
  `mutation CreateFreeShippingCode($discount: DiscountCodeFreeShippingInput!) {
    made: discountCodeFreeShippingCreate(freeShippingCodeDiscount: $discount) {
      codeDiscountNode { id codeDiscount { ... on DiscountCodeFreeShipping { codes(first: 1) { nodes { id } } } } }
      userErrors { field code message }
    }
  }`,
  z.object({ made: created }),
);

export const createGift = defineOperation(
  `mutation CreateGiftCode($discount: DiscountCodeBxgyInput!) {
    made: discountCodeBxgyCreate(bxgyCodeDiscount: $discount) {
      codeDiscountNode { id codeDiscount { ... on DiscountCodeBxgy { codes(first: 1) { nodes { id } } } } }
      userErrors { field code message }
    }
  }`,
  z.object({ made: created }),
);

export const removeCodes = defineOperation(
  `mutation RemoveRedeemCodes($id: ID!, $ids: [ID!]!) {
    discountCodeRedeemCodeBulkDelete(discountId: $id, ids: $ids) { job { id } userErrors { field code message } }
  }`,
  z.object({ discountCodeRedeemCodeBulkDelete: z.object({ userErrors }) }),
);

export const deleteCodeDiscount = defineOperation(
  `mutation DeleteDiscount($id: ID!) {
    discountCodeDelete(id: $id) { deletedCodeDiscountId userErrors { field code message } }
  }`,
  z.object({ discountCodeDelete: z.object({ userErrors }) }),
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

/** What a discount is about. */
function itemsOf({ productIds, variantIds, collectionIds }: DiscountCodeInput): Record<string, unknown> {
  if (collectionIds) return { collections: { add: collectionIds.map((id) => gid('Collection', id)) } };
  if (productIds === null && !variantIds) return { all: true };
  return {
    products: {
      ...(productIds ? { productsToAdd: productIds.map((id) => gid('Product', id)) } : {}),
      ...(variantIds ? { productVariantsToAdd: variantIds.map((id) => gid('ProductVariant', id)) } : {}),
    },
  };
}

/** What all kinds of discounts have in common. */
function common(input: DiscountCodeInput): Record<string, unknown> {
  const combines = input.combinesWith ?? { order: false, product: false, shipping: true };
  return {
    title: input.title,
    code: input.code,
    startsAt: input.startsAt.toISOString(),
    endsAt: input.endsAt?.toISOString() ?? null,
    context: input.customerId ? { customers: { add: [gid('Customer', input.customerId)] } } : { all: 'ALL' },
    appliesOncePerCustomer: input.oncePerCustomer,
    usageLimit: input.usageLimit,
    combinesWith: {
      orderDiscounts: combines.order,
      productDiscounts: combines.product,
      // Two discounts on one parcel's shipping cannot be.
      ...(input.value.kind !== 'free-shipping' && { shippingDiscounts: combines.shipping }),
    },
  };
}

function minimum({ minimumSubtotal }: DiscountCodeInput): Record<string, unknown> {
  if (!minimumSubtotal) return {};
  return { minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: moneyAmount(minimumSubtotal) } } };
}

function ask(client: AdminClient, input: DiscountCodeInput): Promise<{ made: z.output<typeof created> }> {
  const { value } = input;
  switch (value.kind) {
    case 'free-shipping':
      return client.ask(createFreeShipping, {
        discount: { ...common(input), destination: { all: true }, ...minimum(input) },
      });
    case 'gift':
      // Only "buy X get Y" gives one piece and not as many as are in the cart. It knows no "anything": what must be bought is named.
      return client.ask(createGift, {
        discount: {
          ...common(input),
          usesPerOrderLimit: 1,
          customerBuys: {
            items: itemsOf(input),
            value: input.minimumSubtotal ? { amount: moneyAmount(input.minimumSubtotal) } : { quantity: '1' },
          },
          customerGets: {
            items: { products: { productVariantsToAdd: [gid('ProductVariant', value.variantId)] } },
            value: { discountOnQuantity: { quantity: '1', effect: { percentage: 1 } } },
          },
        },
      });
    default:
      return client.ask(createDiscount, {
        discount: {
          ...common(input),
          customerGets: {
            items: itemsOf(input),
            value:
              value.kind === 'percentage'
                ? { percentage: value.basisPoints / 10_000 }
                : { discountAmount: { amount: moneyAmount(value.amount), appliesOnEachItem: false } },
          },
          ...minimum(input),
        },
      });
  }
}

export const createDiscountCode =
  (client: AdminClient): ShopifyPort['createDiscountCode'] =>
  async (input) => {
    const { codeDiscountNode, userErrors: refused } = (await ask(client, input)).made;
    if (codeDiscountNode) {
      const codeId = codeDiscountNode.codeDiscount.codes?.nodes[0]?.id ?? null;
      return { kind: 'created', nodeId: codeDiscountNode.id, codeId };
    }
    if (refused.some(({ code }) => code === 'TAKEN' || code === 'DUPLICATE')) return { kind: 'taken' };
    return { kind: 'refused', message: refused.map(({ message }) => message).join('; ') };
  };

const codesPerCall = 250;
const polls = 20;

export const addRedeemCodes =
  (client: AdminClient): ShopifyPort['addRedeemCodes'] =>
  async (nodeId, codes) => {
    if (codes.length > codesPerCall) throw new RangeError(`at most ${codesPerCall} codes a call`);
    const ids = new Map<string, string>();
    if (codes.length === 0) return { added: [], failed: [], ids };
    const { discountRedeemCodeBulkAdd } = await client.ask(addCodes, {
      id: nodeId,
      codes: codes.map((code) => ({ code })),
    });
    const refused = discountRedeemCodeBulkAdd.userErrors;
    if (refused.length > 0) {
      const message = refused.map((error) => error.message).join('; ');
      return { added: [], failed: codes.map((code) => ({ code, message })), ids };
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
      if (discountRedeemCode) {
        added.push(code);
        ids.set(code, discountRedeemCode.id);
      } else failed.push({ code, message: errors.map(({ message }) => message).join('; ') });
    }
    return { added, failed, ids };
  };

export const findDiscountCode =
  (client: AdminClient): ShopifyPort['findDiscountCode'] =>
  async (code) => {
    const { codeDiscountNodeByCode: found } = await client.ask(findDiscount, { code });
    if (!found) return null;
    const { endsAt } = found.codeDiscount;
    return { nodeId: found.id, endsAt: endsAt ? new Date(endsAt) : null };
  };

/** Said of a discount that is not there (any more). */
const isGone = (message: string) => /does not exist|not found/i.test(message);

export const removeRedeemCodes =
  (client: AdminClient): ShopifyPort['removeRedeemCodes'] =>
  async (nodeId, codeIds) => {
    if (codeIds.length > codesPerCall) throw new RangeError(`at most ${codesPerCall} codes a call`);
    // Without ids the mutation would be refused; with a search it could take more than is meant: ids only.
    if (codeIds.length === 0) return;
    const { discountCodeRedeemCodeBulkDelete } = await client.ask(removeCodes, { id: nodeId, ids: codeIds });
    const refused = discountCodeRedeemCodeBulkDelete.userErrors.filter(({ message }) => !isGone(message));
    if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('; '));
  };

export const deleteDiscount =
  (client: AdminClient): ShopifyPort['deleteDiscount'] =>
  async (nodeId) => {
    const { discountCodeDelete } = await client.ask(deleteCodeDiscount, { id: nodeId });
    const refused = discountCodeDelete.userErrors.filter(({ message }) => !isGone(message));
    if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('; '));
  };
