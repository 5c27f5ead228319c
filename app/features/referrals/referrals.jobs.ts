import { defineJob } from '../../kit/fate.ts';

/** Subject: order id. Does this order come through a friend's link? */
export const matchReferral = defineJob('referrals.match');
/** Subject: order id. The buyer's own link is got ready while they look at the thank-you page. */
export const inviteBuyer = defineJob('referrals.invite');
/** Subject: order id. The order was fulfilled: the hold begins. */
export const beginHold = defineJob('referrals.begin-hold');
/** Subject: order id. A refund or a cancellation takes back its share. */
export const adjustReferral = defineJob('referrals.adjust');
/** Subject: referral id. The hold is over: look once more, then it is earned. */
export const releaseReferral = defineJob('referrals.release');
/** Subject: referral id. Pays the credit, or finds out whether a lost call did. */
export const payReferral = defineJob('referrals.pay', { maxAttempts: 30 });
/** Subject: referral id. Debits what a refund after the payment has taken back. */
export const takeBackReferral = defineJob('referrals.take-back', { maxAttempts: 30 });
/** Subject: shop id. Makes the wanted codes at Shopify. */
export const prepareLinks = defineJob('referrals.prepare-links');
