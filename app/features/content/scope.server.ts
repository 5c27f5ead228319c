import type { Translate } from '../../platform/context.ts';
import type { Brand } from './brand.ts';
import type { ContentVars, ReductionJson } from './vars.ts';

/** What Liquid sees: plain data under the names of variables.ts, made anew for each message, so that nothing leads out of it. */
export function scopeOf(vars: ContentVars, brand: Brand, t: Translate): Record<string, unknown> {
  const { person, order, checkout, offer, code, review, referral, credit, parcel, confirm } = vars;
  return {
    person: { first_name: person.firstName, last_name: person.lastName, email: person.email },
    shop: { name: brand.shopName, url: brand.shopUrl, email: brand.replyTo },
    order: order && {
      name: order.name,
      status_url: order.statusUrl,
      subtotal: order.subtotal,
      discount: order.discount,
      extras: order.extras,
      total: order.total,
    },
    checkout: checkout && { url: checkout.url, total: checkout.total },
    items: vars.items.map(({ title, variantTitle, quantity, imageUrl, total }) => ({
      title,
      variant: variantTitle,
      quantity,
      image_url: imageUrl,
      total,
    })),
    items_more: vars.moreItems,
    products: vars.products.map(({ title, imageUrl, url, price }) => ({
      title,
      image_url: imageUrl,
      url,
      price,
    })),
    offer: offer && {
      title: offer.title,
      text: offer.text,
      url: offer.url,
      deadline: moment(offer.deadlineAt),
    },
    code: code && { code: code.code, value: reduction(code.value), deadline: moment(code.endsAt) },
    review: review && {
      products: review.products.map(({ title, imageUrl, starUrls }) => ({
        title,
        image_url: imageUrl,
        star_urls: [...starUrls],
      })),
      not_arrived_url: review.notArrivedUrl,
      reward: reduction(review.reward),
    },
    referral: referral && {
      url: referral.url,
      friend_discount:
        referral.friendBasisPoints === null ? null : { basis_points: referral.friendBasisPoints },
      reward: referral.advocateReward,
    },
    credit: credit && { amount: credit.amount, payable_on: moment(credit.payableAt) },
    parcel: parcel && {
      status: t(`mail:content.parcel.${parcel.state}`),
      tracking_url: parcel.trackingUrl,
      tracking_number: parcel.trackingNumber,
      carrier: parcel.carrier,
      expected_on: moment(parcel.expectedAt),
    },
    confirm: confirm && { url: confirm.url, consent: confirm.consentText },
  };
}

function moment(iso: string | null): Date | null {
  return iso === null ? null : new Date(iso);
}

function reduction(value: ReductionJson | null): object | null {
  if (!value) return null;
  return value.kind === 'percentage' ? { basis_points: value.basisPoints } : value.amount;
}
