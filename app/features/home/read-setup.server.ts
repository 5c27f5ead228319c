import type { Context } from '../../platform/context.ts';
import { checkoutsSettings } from '../checkouts/index.ts';
import { messagesSettings } from '../messages/index.ts';
import { referralsSettings } from '../referrals/index.ts';
import { reviewsSettings } from '../reviews/index.ts';
import { readSettings } from '../shops/index.server.ts';
import { generalSettings } from '../shops/index.ts';
import type { SetupState } from './week.ts';

/** What is switched on and what is left to do, from the shop's real state. */
export async function readSetup(ctx: Pick<Context, 'db' | 'shop'>): Promise<SetupState> {
  const [{ parts }, { rows }] = await Promise.all([
    readSettings(ctx),
    ctx.db.query<{ active: bigint; is_placed: boolean }>(
      `select (select count(*) from offers where shop_id = $1 and status = 'active') as active,
              exists (select 1 from offer_promises where shop_id = $1)
                or exists (select 1 from offer_events where shop_id = $1) as is_placed`,
      [ctx.shop.id],
    ),
  ]);
  return {
    thankYou: messagesSettings.parse(parts.messages).thankYou.isActive,
    reviews: reviewsSettings.parse(parts.reviews).isOn,
    reminders: checkoutsSettings.parse(parts.checkouts).isOn,
    referrals: referralsSettings.parse(parts.referrals).isOn,
    activeOffers: Number(rows[0]?.active ?? 0),
    isBlockPlaced: rows[0]?.is_placed ?? false,
    hasPostalAddress: generalSettings.parse(parts.general).postalAddress !== '',
  };
}
