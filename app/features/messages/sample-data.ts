import { addMs, day } from '../../kit/span.ts';
import type { MessageItem } from '../content/index.ts';
import type { MessageData, MessageKind } from './kinds.ts';

/** What a preview is drawn with: the shop's own currency, products and language, so that it looks like the real thing. */
export interface SampleShop {
  currency: string;
  storefrontUrl: string;
  appUrl: string;
  now: Date;
  /** up to three products of the shop */
  products: { title: string; imageUrl: string | null; priceMinor: bigint }[];
  /** a first name that fits the preview's language */
  firstName: string;
  /** used when the shop has no products yet */
  productTitle: string;
  /** what the message of a flow says */
  flowContent: { subject: string; text: string; button: string; url: string };
}

const anyPrice = 2490n;

/** Made-up data for a preview or a test message of one kind. */
export function sampleData<Kind extends MessageKind>(kind: Kind, shop: SampleShop): MessageData<Kind> {
  const money = (minor: bigint) => ({ minor: String(minor), currency: shop.currency });
  const products =
    shop.products.length > 0
      ? shop.products.slice(0, 3)
      : [{ title: shop.productTitle, imageUrl: null, priceMinor: anyPrice }];
  const items: MessageItem[] = products.map(({ title, imageUrl, priceMinor }, index) => ({
    title,
    variantTitle: null,
    quantity: index === 0 ? 2 : 1,
    imageUrl,
    total: money(priceMinor * (index === 0 ? 2n : 1n)),
  }));
  const sum = items.reduce((total, item) => total + BigInt(item.total.minor), 0n);
  const { firstName } = shop;
  const shopUrl = shop.storefrontUrl;
  const referral = {
    url: `${shop.appUrl}/r/SAMPLE`,
    friendBasisPoints: 1000,
    advocateReward: money(1000n),
  };
  const review = {
    orderName: '#1001',
    firstName,
    products: products.map(({ title, imageUrl }) => ({
      title,
      imageUrl,
      starUrls: Array.from({ length: 5 }, () => shopUrl),
    })),
    notArrivedUrl: shopUrl,
    reward: null,
  };
  const flow = {
    flowId: 'flw_sample',
    runId: 'run_sample',
    stepId: 'sample',
    contentId: 'sample',
    orderId: null,
    orderName: '#1001',
    firstName,
    content: shop.flowContent,
    code: {
      code: 'MORE-7K2M9QXW',
      endsAt: addMs(shop.now, 3 * day).toISOString(),
      terms: { kind: 'percentage' as const, basisPoints: 1000 },
    },
  };
  const samples: { [Each in MessageKind]: () => MessageData<Each> } = {
    thank_you: () => ({
      orderName: '#1001',
      firstName,
      items,
      moreItems: 0,
      subtotal: money(sum),
      discount: money(0n),
      extras: money(490n),
      total: money(sum + 490n),
      statusUrl: shopUrl,
      referral,
      offer: null,
    }),
    abandoned_checkout: () => ({
      step: 1,
      firstName,
      items,
      moreItems: 0,
      total: money(sum),
      recoveryUrl: shopUrl,
      code: null,
    }),
    review_request: () => review,
    review_reminder: () => review,
    review_reward: () => ({
      firstName,
      code: 'DANKE-7K2M',
      value: { kind: 'percentage', basisPoints: 1000 },
      endsAt: addMs(shop.now, 30 * day).toISOString(),
      shopUrl,
    }),
    referral_invite: () => ({ ...referral, firstName }),
    referral_credit: () => ({
      firstName,
      state: 'paid',
      amount: money(1000n),
      payableAt: null,
      url: referral.url,
      shopUrl,
    }),
    vip_confirm: () => ({ firstName, confirmUrl: shopUrl, consentText: '' }),
    flow: () => flow,
    flow_service: () => ({ ...flow, code: null }),
  };
  return samples[kind]() as MessageData<Kind>;
}
