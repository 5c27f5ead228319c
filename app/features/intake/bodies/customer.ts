import { z } from 'zod';
import type { ReportedConsent } from '../../people/index.server.ts';
import { consentState, type PersonClues } from '../../people/index.ts';
import { address, exactId, optionalInstant, readAs, softId, softText, UnfitError } from './pieces.ts';

const consentBody = z
  .object({
    state: softText,
    consent_updated_at: optionalInstant,
  })
  .nullish();

const customerBody = z.object({
  id: softId,
  admin_graphql_api_id: softId,
  email: softText,
  phone: softText,
  first_name: softText,
  last_name: softText,
  locale: softText,
  default_address: address,
  updated_at: optionalInstant,
  email_marketing_consent: consentBody.optional(),
  sms_marketing_consent: consentBody.optional(),
});

/** A customer and, from API versions that still say so, their consent. */
export interface CustomerInput {
  customerId: string;
  clues: PersonClues;
  consents: ReportedConsent[];
}

/** Reads customers/create and customers/update. @param at stands in where the shop leaves out the moment @throws UnfitError */
export function readCustomer(body: unknown, source: string, at: Date): CustomerInput {
  const customer = readAs(customerBody, body);
  const customerId = exactId(customer);
  if (!customerId) throw new UnfitError('The field id is not an id.');
  const consents: ReportedConsent[] = [];
  const email = reported('email', customer.email, customerId, customer.email_marketing_consent, source);
  const sms = reported('sms', customer.phone, customerId, customer.sms_marketing_consent, source);
  if (email && customer.email) consents.push(email);
  if (sms && customer.phone) consents.push(sms);
  return {
    customerId,
    clues: {
      emails: [customer.email],
      phones: [customer.phone],
      customerIds: [customerId],
      locale: customer.locale,
      country: customer.default_address?.country_code?.toUpperCase().slice(0, 2) ?? null,
      province: customer.default_address?.province_code ?? null,
      firstName: customer.first_name,
      lastName: customer.last_name,
      source,
      at: customer.updated_at ?? at,
    },
    consents,
  };
}

const emailConsentBody = z.object({
  customer_id: softId,
  email_address: softText,
  email_marketing_consent: consentBody,
});
const smsConsentBody = z.object({
  id: softId,
  customer_id: softId,
  phone: softText,
  sms_marketing_consent: consentBody,
});

/**
 * Reads customers_email_marketing_consent/update. @returns null when the body says nothing about consent
 * @throws UnfitError
 */
export function readEmailConsent(body: unknown, source: string): ReportedConsent | null {
  const said = readAs(emailConsentBody, body);
  if (!said.customer_id && !said.email_address) throw new UnfitError('The field customer_id is not an id.');
  return reported('email', said.email_address, said.customer_id, said.email_marketing_consent, source);
}

/** Reads customers_marketing_consent/update, which in spite of its name is about SMS. @throws UnfitError */
export function readSmsConsent(body: unknown, source: string): ReportedConsent | null {
  const said = readAs(smsConsentBody, body);
  const customerId = said.customer_id ?? said.id;
  if (!customerId && !said.phone) throw new UnfitError('The field id is not an id.');
  return reported('sms', said.phone, customerId, said.sms_marketing_consent, source);
}

function reported(
  channel: 'email' | 'sms',
  addressText: string | null,
  customerId: string | null,
  consent: z.infer<typeof consentBody> | undefined,
  source: string,
): ReportedConsent | null {
  if (!consent?.state) return null;
  const state = consentState(consent.state);
  if (!state) throw new UnfitError('The field state is not a marketing state of Shopify.');
  return { channel, address: addressText, customerId, state, changedAt: consent.consent_updated_at, source };
}

const mergeBody = z.object({
  admin_graphql_api_customer_kept_id: softId,
  admin_graphql_api_customer_deleted_id: softId,
  status: softText,
});

/** Reads customers/merge. @returns null when the merge has not happened (failed, or not finished yet) @throws UnfitError */
export function readMerge(body: unknown): { keptId: string; deletedId: string } | null {
  const merge = readAs(mergeBody, body);
  const keptId = merge.admin_graphql_api_customer_kept_id;
  const deletedId = merge.admin_graphql_api_customer_deleted_id;
  if (!keptId) throw new UnfitError('The field admin_graphql_api_customer_kept_id is not an id.');
  if (!deletedId) throw new UnfitError('The field admin_graphql_api_customer_deleted_id is not an id.');
  const isDone = ['success', 'completed', 'succeeded'].includes(merge.status?.toLowerCase() ?? '');
  return isDone ? { keptId, deletedId } : null;
}
