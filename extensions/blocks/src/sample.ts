import type { AcceptResponse, OfferCard, ReferralCard } from '@reprise/rules';
import type { Host } from './host.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

function currency(host: Host): string {
  return host.order()?.total.currency ?? 'EUR';
}

/** An offer as the merchant sees it in Shopify's editor; made up, and says so. */
export function sampleOffer(host: Host): OfferCard {
  const { translate } = host.i18n;
  return {
    id: 'sample',
    kind: 'product',
    title: translate('sample.title'),
    text: translate('sample.text'),
    button: translate('sample.button'),
    product: {
      productId: '0',
      variantId: '0',
      title: translate('sample.product'),
      price: { amount: '40', currency: currency(host) },
      discountedPrice: { amount: '34', currency: currency(host) },
    },
    discount: { kind: 'percentage', value: '15', label: translate('sample.badge') },
    deadlineAt: new Date(Date.now() + 3 * DAY_MS).toISOString(),
    smallPrint: translate('sample.note'),
  };
}

/** What pressing the sample's button leads to. */
export const SAMPLE_ACCEPTED: AcceptResponse = {
  kind: 'accepted',
  code: 'SAMPLE',
  url: 'https://example.com/',
  deadlineAt: null,
};

/** A referral card for Shopify's editor. */
export function sampleReferral(host: Host): ReferralCard {
  const { translate } = host.i18n;
  return {
    state: 'ready',
    link: 'https://example.com/r/SAMPLE',
    code: 'SAMPLE',
    headline: translate('sample.referralHeadline'),
    text: translate('sample.referralText'),
    friendReward: translate('sample.friendReward'),
    advocateReward: translate('sample.advocateReward'),
    smallPrint: translate('sample.note'),
  };
}
