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

export const findCustomerOfPhone = defineOperation(
  `query FindCustomerOfPhone($phone: String!) {
    customerByIdentifier(identifier: { phoneNumber: $phone }) {
      id
    }
  }`,
  z.object({ customerByIdentifier: z.object({ id: idOf }).nullable() }),
);

export const writeSmsConsent = defineOperation(
  `mutation WriteSmsConsent($input: CustomerSmsMarketingConsentUpdateInput!) {
    customerSmsMarketingConsentUpdate(input: $input) {
      customer { id }
      userErrors { field message code }
    }
  }`,
  z.object({ customerSmsMarketingConsentUpdate: z.object({ userErrors }) }),
);

export const findCustomerByPhone =
  (client: AdminClient): ShopifyPort['findCustomerByPhone'] =>
  async (phone) => {
    const { customerByIdentifier: found } = await client.ask(findCustomerOfPhone, { phone });
    return found;
  };

export const findCustomerByEmail =
  (client: AdminClient): ShopifyPort['findCustomerByEmail'] =>
  async (email) => {
    const { customerByIdentifier: found } = await client.ask(findCustomer, { email });
    return found ? { id: found.id, emailState: found.defaultEmailAddress?.marketingState ?? null } : null;
  };

function consentFields(said: {
  state: 'SUBSCRIBED' | 'UNSUBSCRIBED';
  isConfirmed?: boolean;
  changedAt: Date;
}) {
  return {
    marketingState: said.state,
    ...(said.state === 'SUBSCRIBED'
      ? { marketingOptInLevel: said.isConfirmed ? 'CONFIRMED_OPT_IN' : 'SINGLE_OPT_IN' }
      : {}),
    consentUpdatedAt: said.changedAt.toISOString(),
  };
}

/** The newest `consentUpdatedAt` wins at Shopify, so the moment of the change always goes along. */
export const setEmailConsent =
  (client: AdminClient): ShopifyPort['setEmailConsent'] =>
  async ({ customerId, ...input }) => {
    const { customerEmailMarketingConsentUpdate } = await client.ask(writeConsent, {
      input: {
        customerId: gid('Customer', customerId),
        emailMarketingConsent: consentFields(input),
      },
    });
    const refused = customerEmailMarketingConsentUpdate.userErrors[0];
    if (refused) throw new Error(`customerEmailMarketingConsentUpdate: ${refused.message}`);
  };

/** As for e-mail, the newest word wins at Shopify. */
export const setSmsConsent =
  (client: AdminClient): ShopifyPort['setSmsConsent'] =>
  async ({ customerId, ...input }) => {
    const { customerSmsMarketingConsentUpdate } = await client.ask(writeSmsConsent, {
      input: { customerId: gid('Customer', customerId), smsMarketingConsent: consentFields(input) },
    });
    const refused = customerSmsMarketingConsentUpdate.userErrors[0];
    if (refused) throw new Error(`customerSmsMarketingConsentUpdate: ${refused.message}`);
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
