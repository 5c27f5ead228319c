import type { GivenVars, SlotName } from '../content/index.ts';
import type { MessageData, MessageKind } from './kinds.ts';

/** Which content words a message (null: it carries its own words), and what that content can speak of. */
type Worded<Kind extends MessageKind> = {
  slot(data: MessageData<Kind>): SlotName | null;
  vars(data: MessageData<Kind>): GivenVars;
};

/** How each kind's data reads as a content's variables. */
export const contentOf: { [Kind in MessageKind]: Worded<Kind> } = {
  thank_you: {
    slot: () => 'thank_you',
    vars: (data) => ({
      ...person(data),
      order: {
        name: data.orderName,
        statusUrl: data.statusUrl,
        subtotal: data.subtotal,
        discount: data.discount,
        extras: data.extras,
        total: data.total,
      },
      items: data.items,
      moreItems: data.moreItems,
      offer: data.offer,
      referral: data.referral,
    }),
  },
  abandoned_checkout: {
    slot: ({ step }) => `abandoned_checkout_${step}`,
    vars: (data) => ({
      ...person(data),
      checkout: { url: data.recoveryUrl, total: data.total },
      items: data.items,
      moreItems: data.moreItems,
      code: data.code && {
        code: data.code.code,
        value: { kind: 'percentage', basisPoints: data.code.basisPoints },
        endsAt: data.code.endsAt,
      },
    }),
  },
  review_request: { slot: () => 'review_request', vars: reviewVars },
  review_reminder: { slot: () => 'review_reminder', vars: reviewVars },
  review_reward: {
    slot: () => 'review_reward',
    vars: (data) => ({
      ...person(data),
      code: { code: data.code, value: data.value, endsAt: data.endsAt },
    }),
  },
  referral_invite: {
    slot: () => 'referral_invite',
    vars: ({ firstName, ...referral }) => ({ ...person({ firstName }), referral }),
  },
  referral_credit: {
    slot: ({ state }) => `referral_credit_${state}`,
    vars: (data) => ({
      ...person(data),
      credit: { amount: data.amount, payableAt: data.payableAt },
      referral: data.url ? { url: data.url } : null,
    }),
  },
  vip_confirm: {
    slot: () => 'vip_confirm',
    vars: (data) => ({ ...person(data), confirm: { url: data.confirmUrl, consentText: data.consentText } }),
  },
  // The words of a flow's message stand in the version of the flow that its person is in.
  flow: { slot: () => null, vars: person },
  flow_service: { slot: () => null, vars: person },
};

function person({ firstName }: { firstName: string | null }): Pick<GivenVars, 'person'> {
  return { person: { firstName } };
}

function reviewVars(data: MessageData<'review_request'>): GivenVars {
  return {
    ...person(data),
    order: { name: data.orderName },
    review: { products: data.products, notArrivedUrl: data.notArrivedUrl, reward: data.reward },
  };
}
