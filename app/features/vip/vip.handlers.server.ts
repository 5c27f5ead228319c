import { done } from '../../kit/fate.ts';
import type { Handler } from '../../platform/context.ts';
import { consentFor } from '../people/index.server.ts';
import { leaveVip } from './vip.jobs.ts';

export const vipHandlers = {
  [leaveVip.name]: async (ctx, job) => {
    // They may have said yes again since.
    const consent = await consentFor(ctx, job.subject, 'email');
    if (consent.state !== 'subscribed') {
      await ctx.db.query(
        `update vip_members set state = 'left' where shop_id = $1 and person_id = $2 and state = 'member'`,
        [ctx.shop.id, job.subject],
      );
    }
    return done;
  },
} satisfies Record<string, Handler>;
