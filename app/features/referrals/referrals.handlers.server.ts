import { cancel, done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { getOrder } from '../orders/index.server.ts';
import { adjust } from './adjust-referral.server.ts';
import { wantLink } from './links.server.ts';
import { matchOrder } from './match-referral.server.ts';
import { pay } from './pay-referral.server.ts';
import { makeWantedLinks } from './prepare-links.server.ts';
import {
  adjustReferral,
  beginHold,
  inviteBuyer,
  matchReferral,
  payReferral,
  prepareLinks,
  releaseReferral,
  takeBackReferral,
} from './referrals.jobs.ts';
import { release, startHold } from './release-referral.server.ts';
import { takeBack } from './take-back.server.ts';

/** What the jobs of referrals.jobs.ts do. */
export const referralHandlers: Record<string, Handler> = {
  [matchReferral.name]: async (ctx, { subject }) => {
    const outcome = await matchOrder(ctx, subject);
    ctx.log.debug({ order: subject, ...outcome }, 'referral matched or not');
    return done;
  },
  [inviteBuyer.name]: async (ctx, { subject }) => {
    const order = await getOrder(ctx, subject);
    if (!order?.personId || order.cancelledAt) return cancel('nobody to invite');
    await wantLink(ctx, order.personId);
    return done;
  },
  [beginHold.name]: (ctx, { subject }) => startHold(ctx, subject),
  [adjustReferral.name]: (ctx, { subject }) => adjust(ctx, subject),
  [releaseReferral.name]: (ctx, { subject }) => release(ctx, subject),
  [payReferral.name]: (ctx, { subject }) => pay(ctx, subject),
  [takeBackReferral.name]: (ctx, { subject }) => takeBack(ctx, subject),
  [prepareLinks.name]: (ctx) => makeWantedLinks(ctx),
};
