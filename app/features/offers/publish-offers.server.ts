import type { ReferralCard } from '@reprise/rules';
import { done, type Fate } from '../../kit/fate.ts';
import type { Context, Handler } from '../../platform/context.ts';
import { compilePageOffers } from './compile-page-offers.ts';
import { loadShopOffers } from './load-shop-offers.server.ts';
import { cardMaker } from './offer-desk.server.ts';
import { publishPage, refreshPage } from './offers.jobs.ts';

/** What other features have to say on a page that decides by itself. */
export interface PublishParts {
  /** The referral card in one language, without a link; null while the programme is off. */
  referralCard(ctx: Context, locale: string): Promise<ReferralCard | null>;
}

/** Key of the shop's metafield that the thank-you page reads. */
const key = 'offers';

/**
 * Writes what a thank-you page needs to decide by itself beside the page: once the offers (or what they show) have changed, and
 * again and again while there is something to show, because a page does not trust what is old.
 */
async function publishOffers(ctx: Context, parts: PublishParts, why: 'changed' | 'aged'): Promise<Fate> {
  const now = ctx.clock.now();
  const loaded = await loadShopOffers(ctx, ctx.shop.domain, null, { withComplements: false });
  if (!loaded) return done;
  const { offers, version } = loaded;
  const page = compilePageOffers(offers, now, {
    cards: cardMaker(ctx),
    version,
    referral: await referralCards(ctx, parts),
  });
  // That there is nothing to show does not age.
  if (why === 'aged' && page.mode === 'none') return done;
  await ctx.shopify.setShopMetafield(key, JSON.stringify(page));
  return done;
}

/** In every language that the app speaks, and the shop's. */
async function referralCards(
  ctx: Context,
  { referralCard }: PublishParts,
): Promise<Record<string, ReferralCard> | null> {
  const found: Record<string, ReferralCard> = {};
  for (const language of new Set(['en', 'de', ctx.shop.locale])) {
    const card = await referralCard(ctx, language);
    if (!card) return null;
    found[language] = { ...card, state: 'pending', link: null, code: null };
  }
  return found;
}

/** The jobs that write the page's offers; `parts` are brought by app/wiring. */
export function createPublishHandlers(parts: PublishParts): Record<string, Handler> {
  return {
    [publishPage.name]: (ctx) => publishOffers(ctx, parts, 'changed'),
    [refreshPage.name]: (ctx) => publishOffers(ctx, parts, 'aged'),
  };
}
