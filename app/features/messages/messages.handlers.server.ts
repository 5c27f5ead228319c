import type { Handler } from '../../platform/context.ts';
import { deliverMessage } from './deliver-message.server.ts';
import type { Guards } from './gather-facts.server.ts';
import { deliverMessageJob, planThankYouJob, syncConsentJob } from './messages.jobs.ts';
import { type OfferOf, planThankYou, type ReferralInviteOf, thankYouGuard } from './plan-thank-you.server.ts';
import { syncConsent } from './sync-consent.server.ts';

/**
 * The jobs of messages/.
 * @param parts what other features add: a last word per kind, and the referral and offer blocks of the thank-you message
 */
export function createMessageHandlers(parts: {
  guards: Guards;
  referralInviteOf: ReferralInviteOf | null;
  offerOf: OfferOf | null;
}): Record<string, Handler> {
  const guards: Guards = { thank_you: thankYouGuard, ...parts.guards };
  return {
    [deliverMessageJob.name]: (ctx, job) => deliverMessage(ctx, guards, job),
    [planThankYouJob.name]: (ctx, job) =>
      planThankYou(ctx, job.subject, parts.referralInviteOf, parts.offerOf),
    [syncConsentJob.name]: (ctx, job) => syncConsent(ctx, job.subject),
  };
}
