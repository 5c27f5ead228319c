export {
  type MerchantRejection,
  merchantRejections,
  type ReferralState,
  referralStates,
} from './referral.ts';
export { advocateReward, minimumOrder, type ReferralsSettings, referralsSettings } from './settings.ts';
