import { randomInt } from 'node:crypto';
import type { ReferralCard } from '@reprise/rules';
import { formatMoney, type Money } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import type { AppContext, Context, ShopRef } from '../../platform/context.ts';
import { prepareLinks } from './referrals.jobs.ts';
import { advocateReward, minimumOrder, type ReferralsSettings, referralsSettings } from './settings.ts';

/** No letters that are mistaken for digits; forty bits, so codes can't be guessed by trying. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

export interface ReferralLink {
  code: string;
  state: 'wanted' | 'ready' | 'failed';
  friendBasisPoints: number;
}

type Maker = Pick<AppContext, 'db' | 'due' | 'clock'>;

/** A code that says nothing about its owner. */
export function newReferralCode(): string {
  let code = 'FRIEND-';
  for (let i = 0; i < 8; i++) code += letters[randomInt(letters.length)];
  return code;
}

/** The link that goes with a code. */
export function referralUrl(ctx: Pick<AppContext, 'appUrl'>, code: string): string {
  return ctx.appUrl + paths.referral(code);
}

async function readState(
  app: Pick<AppContext, 'db'>,
  shopId: string,
  personId: string | null,
): Promise<{ settings: ReferralsSettings; link: ReferralLink | null }> {
  const { rows } = await app.db.query<{
    referrals: unknown;
    code: string | null;
    state: ReferralLink['state'] | null;
    friend_basis_points: number | null;
  }>(
    `select s.referrals, l.code, l.state, l.friend_basis_points from shop_settings s
     left join referral_links l on l.shop_id = s.shop_id and l.person_id = $2 where s.shop_id = $1`,
    [shopId, personId],
  );
  const row = rows[0];
  return {
    settings: referralsSettings.parse(row?.referrals ?? {}),
    link:
      row?.code && row.state && row.friend_basis_points !== null
        ? { code: row.code, state: row.state, friendBasisPoints: row.friend_basis_points }
        : null,
  };
}

/** The person's one link; made (and wanted at Shopify) when there is none. */
async function ensureLink(
  app: Maker,
  shopId: string,
  personId: string,
  settings: ReferralsSettings,
): Promise<ReferralLink> {
  return app.db.tx(async (tx) => {
    const now = app.clock.now();
    for (let tries = 0; tries < 5; tries++) {
      const code = newReferralCode();
      const { rowCount } = await tx.query(
        `insert into referral_links (shop_id, person_id, code, state, friend_basis_points, created_at)
         values ($1, $2, $3, 'wanted', $4, $5) on conflict do nothing`,
        [shopId, personId, code, settings.friendBasisPoints, now],
      );
      if (rowCount > 0) {
        await app.due.schedule(tx, { shopId, job: prepareLinks, subject: shopId, dueAt: now });
        return { code, state: 'wanted', friendBasisPoints: settings.friendBasisPoints };
      }
      const { rows } = await tx.query<ReferralLink>(
        `select code, state, friend_basis_points as "friendBasisPoints" from referral_links
         where shop_id = $1 and person_id = $2`,
        [shopId, personId],
      );
      if (rows[0]) return rows[0]; // somebody else has just made it
    }
    throw new Error('five random codes in a row were taken');
  });
}

/**
 * What a message needs to invite this person to refer friends. `pending`: the code is being made, ask again in seconds; null:
 * the programme is off, or the code could not be made.
 */
export async function referralInvite(
  ctx: Context,
  personId: string,
): Promise<
  | {
      url: string;
      friendBasisPoints: number;
      advocateReward: { minor: string; currency: string };
    }
  | 'pending'
  | null
> {
  const { settings, link } = await readState(ctx, ctx.shop.id, personId);
  if (!settings.isOn) return null;
  const mine = link ?? (await ensureLink(ctx, ctx.shop.id, personId, settings));
  if (mine.state === 'wanted') return 'pending';
  if (mine.state !== 'ready') return null;
  const reward = advocateReward(settings, ctx.shop.currency);
  return {
    url: referralUrl(ctx, mine.code),
    friendBasisPoints: mine.friendBasisPoints,
    advocateReward: { minor: String(reward.minor), currency: reward.currency },
  };
}

/** Makes the person's link when the programme is on, so that it is ready when a page asks. */
export async function wantLink(ctx: Context, personId: string): Promise<void> {
  const { settings, link } = await readState(ctx, ctx.shop.id, personId);
  if (settings.isOn && !link) await ensureLink(ctx, ctx.shop.id, personId, settings);
}

/**
 * The referral card of the thank-you and order-status page. Asks only the database: a shopper waits.
 * @returns null when there is nothing to show (programme off, buyer unknown)
 */
export async function referralCard(
  app: Pick<AppContext, 'db' | 'due' | 'clock' | 'text' | 'appUrl'>,
  question: {
    shop: Pick<ShopRef, 'id' | 'name' | 'currency'>;
    personId: string | null;
    isOrderKnown: boolean;
    locale: string;
  },
): Promise<ReferralCard | null> {
  const { shop, personId, locale } = question;
  const { settings, link } = await readState(app, shop.id, personId);
  if (!settings.isOn || (question.isOrderKnown && !personId)) return null;
  const mine = personId ? (link ?? (await ensureLink(app, shop.id, personId, settings))) : null;
  const isReady = mine?.state === 'ready';
  const words = rewardWords(app, settings, mine, shop, locale);
  return {
    state: isReady ? 'ready' : 'pending',
    link: isReady ? referralUrl(app, mine.code) : null,
    code: isReady ? mine.code : null,
    ...words,
  };
}

/** What both sides get, and on which conditions, in the shopper's language. */
export function rewardWords(
  app: Pick<AppContext, 'text'>,
  settings: ReferralsSettings,
  link: Pick<ReferralLink, 'friendBasisPoints'> | null,
  shop: Pick<ShopRef, 'name' | 'currency'>,
  locale: string,
): { headline: string; text: string; friendReward: string; advocateReward: string; smallPrint: string } {
  const t = app.text(locale);
  const reward = advocateReward(settings, shop.currency);
  const minimum = minimumOrder(settings, shop.currency);
  const params = {
    shop: shop.name,
    percent: percentText(link?.friendBasisPoints ?? settings.friendBasisPoints, locale),
    credit: money(reward, locale),
    minimum: money(minimum, locale),
    days: settings.holdDays,
  };
  const small = minimum.minor > 0n ? 'smallPrint' : 'smallPrintNoMinimum';
  return {
    headline: t('checkout:referrals.headline', params),
    text: t('checkout:referrals.text', params),
    friendReward: t('checkout:referrals.friendReward', params),
    advocateReward: t('checkout:referrals.advocateReward', params),
    smallPrint: t(`checkout:referrals.${small}`, params),
  };
}

/** Whole amounts without their zeros: a reward is "10 €", not "10,00 €". */
function money(amount: Money, locale: string): string {
  return formatMoney(amount, locale).replace(/[.,]00(?!\d)/, '');
}

function percentText(basisPoints: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  );
}
