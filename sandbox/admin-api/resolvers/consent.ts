import type { GraphQLResolveInfo } from 'graphql';
import { GraphQLError } from 'graphql';
import { giveConsent } from '../../store/customers.ts';
import type { EmailConsentState } from '../../store/records.ts';
import type { Context } from '../context.ts';
import { idOf, node } from '../context.ts';

type ConsentInput = {
  customerId: string;
  emailMarketingConsent?: ConsentFields;
  smsMarketingConsent?: ConsentFields;
};

type ConsentFields = {
  marketingState: EmailConsentState;
  marketingOptInLevel?: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN' | 'UNKNOWN' | null;
  consentUpdatedAt?: string | null;
};

export function consentUpdate(channel: 'email' | 'sms') {
  const name = channel === 'email' ? 'emailMarketingConsent' : 'smsMarketingConsent';
  const errorType =
    channel === 'email' ? 'CustomerEmailMarketingConsentUpdateUserError' : 'CustomerSmsMarketingConsentError';
  const refuse = (field: string[] | null, message: string, code: string | null) => ({
    customer: null,
    userErrors: [{ __typename: errorType, field, message, code }],
  });
  return (args: Record<string, unknown>, { store, shop }: Context, _info: GraphQLResolveInfo) => {
    const input = args.input as ConsentInput;
    const consent = input[name] as ConsentFields;
    const state = consent.marketingState;
    if (state === 'NOT_SUBSCRIBED' || state === 'REDACTED' || state === 'INVALID') {
      throw new GraphQLError(`Cannot specify ${state} as a marketing state input`, {
        extensions: { code: 'INVALID' },
      });
    }
    const customer = store.tables.customers.get(idOf(input.customerId, 'Customer') ?? '');
    if (customer === undefined || customer.shop !== shop.domain) {
      return channel === 'email'
        ? refuse(['input', 'customerId'], 'Customer not found', 'INVALID')
        : refuse(null, 'Customer not found', null);
    }
    if (channel === 'email' && customer.email === null) {
      return refuse(
        ['input', name],
        'An email address is required to set the email consent state.',
        'INVALID',
      );
    }
    if (channel === 'sms' && customer.phone === null) {
      return refuse(['input', name], 'A phone number is required to set the SMS consent state.', 'INVALID');
    }
    if (consent.consentUpdatedAt && Date.parse(consent.consentUpdatedAt) > store.now().getTime() + 60_000) {
      return refuse(
        ['input', name, 'consentUpdatedAt'],
        'Consent updated at must not be in the future',
        'INVALID',
      );
    }
    const level = consent.marketingOptInLevel ?? null;
    if (state === 'PENDING' && level !== 'CONFIRMED_OPT_IN') {
      return refuse(
        ['input', name, 'marketingOptInLevel'],
        'Marketing opt in level must be confirmed opt-in for pending consent state',
        'INVALID',
      );
    }
    if (state === 'SUBSCRIBED' && level === null) {
      return refuse(
        ['input', name, 'marketingOptInLevel'],
        'Marketing opt in level must exist',
        'MISSING_ARGUMENT',
      );
    }
    const before = channel === 'email' ? customer.emailConsent : customer.smsConsent;
    giveConsent(
      store,
      shop,
      customer,
      channel,
      state,
      level ?? before.optInLevel,
      consent.consentUpdatedAt ?? undefined,
    );
    return { customer: node('Customer', customer), userErrors: [] };
  };
}
