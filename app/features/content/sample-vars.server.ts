import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { searchProducts } from '../products/index.server.ts';
import type { VariableGroup } from './variables.ts';
import { type ContentVars, contentVars } from './vars.ts';

/**
 * Made-up values for a preview: everything that the place knows is there, in the shop's currency and with its own products, so
 * that each block can be seen.
 */
export async function sampleVars(
  ctx: Context,
  groups: readonly VariableGroup[],
  language: string,
): Promise<ContentVars> {
  const t = ctx.text(language);
  const known = await searchProducts(ctx, { text: '', limit: 4 });
  const money = (minor: bigint) => ({ minor: String(minor), currency: ctx.shop.currency });
  const shopUrl = ctx.shop.storefrontUrl;
  const products =
    known.length > 0
      ? known.map(({ title, imageUrl, handle, variants }) => ({
          title,
          imageUrl: imageUrl && /^https?:\/\//.test(imageUrl) ? imageUrl : null,
          url: `${shopUrl}/products/${encodeURIComponent(handle)}`,
          priceMinor: BigInt(variants[0]?.priceMinor ?? '0'),
        }))
      : [{ title: t('mail:messages.sample.product'), imageUrl: null, url: shopUrl, priceMinor: 2490n }];
  const items = products.slice(0, 2).map(({ title, imageUrl, priceMinor }, index) => ({
    title,
    variantTitle: null,
    quantity: index === 0 ? 2 : 1,
    imageUrl,
    total: money(priceMinor * (index === 0 ? 2n : 1n)),
  }));
  const sum = items.reduce((total, item) => total + BigInt(item.total.minor), 0n);
  const first = products[0];
  const endsAt = addMs(ctx.clock.now(), 3 * day).toISOString();
  const all = {
    person: {
      firstName: t('mail:messages.sample.firstName'),
      lastName: 'Lovelace',
      email: 'ada@example.com',
    },
    order: {
      name: '#1001',
      statusUrl: shopUrl,
      subtotal: money(sum),
      discount: money(0n),
      extras: money(490n),
      total: money(sum + 490n),
    },
    checkout: { url: shopUrl, total: money(sum) },
    items,
    products: products.map(({ title, imageUrl, url, priceMinor }) => ({
      title,
      imageUrl,
      url,
      price: money(priceMinor),
    })),
    offer: first && {
      title: t('mail:content.sample.offer'),
      text: '',
      button: t('mail:content.sample.take'),
      url: shopUrl,
      pictureUrl: null,
      pictureAlt: '',
      product: {
        title: first.title,
        imageUrl: first.imageUrl,
        price: money(first.priceMinor),
        discounted: money((first.priceMinor * 9n) / 10n),
      },
      deadlineAt: endsAt,
    },
    code: { code: 'BACK-7K2M9QXW', value: { kind: 'percentage' as const, basisPoints: 1000 }, endsAt },
    review: {
      products: products.slice(0, 2).map(({ title, imageUrl }) => ({
        title,
        imageUrl,
        starUrls: Array.from({ length: 5 }, () => shopUrl),
      })),
      notArrivedUrl: shopUrl,
      reward: { kind: 'percentage' as const, basisPoints: 1000 },
    },
    referral: { url: `${ctx.appUrl}/r/SAMPLE`, friendBasisPoints: 1000, advocateReward: money(1000n) },
    credit: { amount: money(1000n), payableAt: endsAt },
    parcel: {
      state: 'shipped' as const,
      trackingUrl: shopUrl,
      trackingNumber: '00340434161094042557',
      carrier: 'DHL',
      expectedAt: endsAt,
    },
    confirm: { url: shopUrl, consentText: t('mail:content.sample.consent') },
  };
  const wanted = new Set<string>(['person', ...groups]);
  return contentVars.parse(Object.fromEntries(Object.entries(all).filter(([name]) => wanted.has(name))));
}
