import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyPort } from '../port.ts';
import { defineOperation, idOf, userErrors } from './operation.ts';

export const findCustomer = defineOperation(
  `query FindCustomer($email: String!) {
    customerByIdentifier(identifier: { emailAddress: $email }) {
      id
      defaultEmailAddress { marketingState }
    }
  }`,
  z.object({
    customerByIdentifier: z
      .object({ id: idOf, defaultEmailAddress: z.object({ marketingState: z.string() }).nullable() })
      .nullable(),
  }),
);

export const writeConsent = defineOperation(
  `mutation WriteEmailConsent($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) {
      customer { id }
      userErrors { field message code }
    }
  }`,
  z.object({ customerEmailMarketingConsentUpdate: z.object({ userErrors }) }),
);

export const findCustomerByEmail =
  (client: AdminClient): ShopifyPort['findCustomerByEmail'] =>
  async (email) => {
    const { customerByIdentifier: found } = await client.ask(findCustomer, { email });
    return found ? { id: found.id, emailState: found.defaultEmailAddress?.marketingState ?? null } : null;
  };

/** The newest `consentUpdatedAt` wins at Shopify, so the moment of the change always goes along. */
export const setEmailConsent =
  (client: AdminClient): ShopifyPort['setEmailConsent'] =>
  async ({ customerId, state, isConfirmed, changedAt }) => {
    const { customerEmailMarketingConsentUpdate } = await client.ask(writeConsent, {
      input: {
        customerId: gid('Customer', customerId),
        emailMarketingConsent: {
          marketingState: state,
          ...(state === 'SUBSCRIBED'
            ? { marketingOptInLevel: isConfirmed ? 'CONFIRMED_OPT_IN' : 'SINGLE_OPT_IN' }
            : {}),
          consentUpdatedAt: changedAt.toISOString(),
        },
      },
    });
    const refused = customerEmailMarketingConsentUpdate.userErrors[0];
    if (refused) throw new Error(`customerEmailMarketingConsentUpdate: ${refused.message}`);
  };

const addTag = defineOperation(
  `mutation AddCustomerTag($id: ID!, $tags: [String!]!) {
    tagsAdd(id: $id, tags: $tags) {
      node { id }
      userErrors { field message }
    }
  }`,
  z.object({ tagsAdd: z.object({ userErrors }) }),
);

const removeTag = defineOperation(
  `mutation RemoveCustomerTag($id: ID!, $tags: [String!]!) {
    tagsRemove(id: $id, tags: $tags) {
      node { id }
      userErrors { field message }
    }
  }`,
  z.object({ tagsRemove: z.object({ userErrors }) }),
);

/** `tagsAdd` and `tagsRemove` change nothing that is so already. */
export const tagCustomer =
  (client: AdminClient): ShopifyPort['tagCustomer'] =>
  async ({ customerId, tag, isAdded }) => {
    const variables = { id: gid('Customer', customerId), tags: [tag] };
    const refused = isAdded
      ? (await client.ask(addTag, variables)).tagsAdd.userErrors[0]
      : (await client.ask(removeTag, variables)).tagsRemove.userErrors[0];
    if (!refused) return 'tagged';
    if (/not (be )?found|does not exist/i.test(refused.message)) return 'gone';
    throw new Error(`${isAdded ? 'tagsAdd' : 'tagsRemove'}: ${refused.message}`);
  };
