export { approveReferral, type DecideOutcome, rejectReferral } from './decide-referral.server.ts';
export { referralCard, referralInvite } from './links.server.ts';
export {
  type ListedAdvocate,
  type ListedReferral,
  listAdvocates,
  listReferrals,
  type ReferralTotals,
  referralTotals,
} from './list-referrals.server.ts';
export { type MatchOutcome, matchOrder } from './match-referral.server.ts';
export { openReferralLink } from './open-link.server.ts';
export { creditsAhead, referralTimeline } from './referral-timeline.server.ts';
export { referralHandlers } from './referrals.handlers.server.ts';
export { readReferralsSettings } from './referrals.repo.server.ts';
export { saveReferralsSettings, switchOnReferrals } from './save-settings.server.ts';
