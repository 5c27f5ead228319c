import { isbot } from 'isbot';
import { addMs, hour } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import { referralsSettings } from './settings.ts';

/**
 * Somebody opens an advocate's link. The visit is written down (IP as a keyed hash; robots and link previews not at all; one
 * IP counts once an hour) and the way leads to the shop, with the friend's discount on.
 * @returns null when no installed shop has such a code
 */
export async function openReferralLink(
  app: AppContext,
  visit: { code: string; ip: string | null; userAgent: string | null },
): Promise<{ url: string } | null> {
  const code = visit.code.toUpperCase();
  if (!/^[A-Z\d-]{3,40}$/.test(code)) return null;
  const { rows } = await app.db.query<{
    shop_id: string;
    state: string;
    storefront_url: string;
    referrals: unknown;
  }>(
    `select l.shop_id, l.state, s.storefront_url, t.referrals from referral_links l
     join shops s on s.id = l.shop_id and s.uninstalled_at is null
     join shop_settings t on t.shop_id = l.shop_id where l.code = $1`,
    [code],
  );
  const link = rows[0];
  if (!link) return null;
  const { isOn } = referralsSettings.parse(link.referrals ?? {});
  if (!isOn) return { url: `${link.storefront_url}/` };
  if (!isbot(visit.userAgent ?? '') && visit.userAgent) {
    const now = app.clock.now();
    const ipHash = visit.ip ? app.vault.hash(link.shop_id, 'ip', visit.ip) : null;
    await app.db.query(
      `insert into referral_visits (shop_id, code, ip_hash, at)
       select $1, $2, $3::text, $4 where $3::text is null or not exists (
         select 1 from referral_visits where shop_id = $1 and code = $2 and ip_hash = $3 and at > $5)`,
      [link.shop_id, code, ipHash, now, addMs(now, -hour)],
    );
  }
  const landing = `/?ref=${encodeURIComponent(code)}`;
  // A code that is not at Shopify yet would only show an error; the ref alone is enough for the advocate.
  if (link.state !== 'ready') return { url: `${link.storefront_url}${landing}` };
  return {
    url: `${link.storefront_url}/discount/${encodeURIComponent(code)}?redirect=${encodeURIComponent(landing)}`,
  };
}
