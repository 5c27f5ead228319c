import type { OfferCard, OfferKind, ReferralCard } from '@reprise/rules';
import type { Host } from './host.ts';
import type { OfferActions } from './offer-flow.ts';

/** Figure spaces: a button of about the usual width that says nothing. */
const BLANK = '\u2007'.repeat(12);
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

/** What the sample's buttons lead to: nothing is asked, stored or recorded. */
export const SAMPLE_ACTIONS: OfferActions = {
  accept: async () => ({ kind: 'accepted', code: 'SAMPLE', url: 'https://example.com/', deadlineAt: null }),
  quote: async () => ({ kind: 'unavailable' }),
  dismiss: () => {},
  follow: () => {},
  referral: { ask: async () => null, isAsked: true },
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

/** A card of a kind with words of the usual length: what an outline is made of when the words are not known. */
export function typicalCard(host: Host, kind: OfferKind): OfferCard {
  const sample = { ...sampleOffer(host), button: BLANK };
  const { product, smallPrint = '' } = sample;
  const words = { ...sample, kind, product: null, deadlineAt: null, smallPrint: null };
  const none = { kind: 'none', value: '0', label: '' } as const;
  const plain = { ...words, discount: none };
  switch (kind) {
    case 'product':
    case 'add-to-order':
      // A picture is usual; the address does not matter, it is drawn grey.
      return { ...sample, kind, picture: { url: 'https://example.com/', alt: '' } };
    case 'buy-again':
      return { ...plain, product };
    case 'discount':
      return { ...sample, kind, product: null };
    case 'vip':
      return { ...plain, vip: { consent: smallPrint ?? '', needsEmail: false, isDoubleOptIn: false } };
    case 'birthday':
      return { ...plain, birthday: { consent: smallPrint ?? '' } };
    case 'question': {
      const options = ['1', '2', '3', '4'].map((id) => ({ id, label: sample.title }));
      return { ...plain, question: { type: 'one', options, thanks: '' } };
    }
    case 'review':
      return { ...plain, review: { url: '', productTitle: sample.title } };
    case 'referral':
      return { ...plain, referral: sampleReferral(host) };
    case 'parcel': {
      const keys = ['placed', 'shipped', 'out-for-delivery', 'delivered'] as const;
      return { ...plain, parcel: { state: 'placed', steps: keys.map((key) => ({ key, at: null })) } };
    }
    case 'message':
      return plain;
  }
}
