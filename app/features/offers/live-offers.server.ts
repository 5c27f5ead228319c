import { type CompiledOffer, compile, type OfferCard, type RuleOffer } from '@reprise/rules';
import type { Money } from '../../kit/money.ts';
import { hour } from '../../kit/span.ts';
import type { AppContext, ShopRef } from '../../platform/context.ts';
import { type Groups, lowerRule, readGroups } from './lower-rule.server.ts';
import type { Offer } from './offer.ts';
import { type OfferRow, offerColumns, offerOf, offersChannel } from './offers.repo.server.ts';
import type { FactNeeds } from './order-facts.server.ts';
import { needsOf, noNeeds } from './read-facts.server.ts';
import { readTraitState } from './rule-lookups.server.ts';
import { offersSettings } from './settings.ts';

/** A product as the card shows it. */
export interface OfferItem {
  title: string;
  variantTitle: string | null;
  imageUrl: string | null;
  price: Money;
}

/** An offer with everything that a decision needs; nothing is looked up while a shopper waits. */
export interface LiveOffer extends RuleOffer {
  readonly offer: Offer;
  readonly item: OfferItem | null;
  readonly endsOn: Date | null;
  /** cards by locale, made once */
  readonly cards: Map<string, OfferCard | null>;
}

/** What a process knows of one shop's offers, as of `signature`. */
export interface ShopOffers {
  readonly shop: ShopRef;
  readonly signature: string;
  readonly isReferralOn: boolean;
  /** cards on one page at most */
  readonly limit: number;
  /** active offers, in order */
  readonly live: readonly CompiledOffer<LiveOffer>[];
  /** all of them, for orders that accepted one that is no longer active */
  readonly byId: ReadonlyMap<string, LiveOffer>;
  readonly soldOut: ReadonlySet<string>;
  /** pieces of the offered variants, where the shop counts them */
  readonly stock: ReadonlyMap<string, number>;
  /** what must be read of an order and its buyer */
  readonly needs: FactNeeds;
  /** the shortest deadline in ms: below that age no order can have missed one */
  readonly shortestMs: number;
}

export interface LiveOffers {
  /** The shop's offers from memory; read once when unknown. null when the app is not installed there. */
  get(domain: string): Promise<ShopOffers | null>;
  /** The same, but certain to be no older than this call. For what must not be wrong, such as an accept. */
  fresh(domain: string): Promise<ShopOffers | null>;
  /** Looks whether any remembered shop changed, and reads those again. Done each second by itself. */
  checkVersions(): Promise<void>;
  close(): Promise<void>;
}

export type Listen = (channel: string, onMessage: (payload: string) => void) => () => Promise<void>;

interface Entry {
  offers: ShopOffers | null;
  usedAt: number;
  /** which load it came from: one that began earlier never replaces one that began later */
  load: number;
}

const checkEveryMs = 1_000;
const forgetAfterMs = 10 * 60_000;
const maxShops = 20_000;

/** Whether referrals are switched on is only looked at so that a shop without them costs no second read per page. */
const referralSwitch = `coalesce((select s.referrals ->> 'isOn' from shop_settings s where s.shop_id = shops.id), 'false')`;
const offersSettingsJson = `coalesce((select s.offers from shop_settings s where s.shop_id = shops.id), '{}')`;
const signature = `concat_ws('|', id, offers_version, name, currency, timezone, locale, storefront_url, ${referralSwitch})`;
const shopColumns = `id, domain, name, currency, timezone, locale, country, storefront_url, installed_at,
  ${referralSwitch} = 'true' as is_referral_on, ${offersSettingsJson} as settings, ${signature} as signature`;

interface ShopRow {
  id: string;
  domain: string;
  name: string;
  currency: string;
  timezone: string;
  locale: string;
  country: string | null;
  storefront_url: string;
  installed_at: Date;
  is_referral_on: boolean;
  settings: unknown;
  signature: string;
}

interface VariantJson {
  id: string;
  title?: string | null;
  priceMinor?: string | number | null;
  stock?: number | null;
  isAvailable?: boolean;
}

type LiveRow = OfferRow & {
  product_title: string | null;
  image_url: string | null;
  product_status: string | null;
  variants: VariantJson[] | null;
};

/**
 * The live offers of every shop that shoppers ask about, compiled and kept in memory by version. A change made in another
 * process is heard (`listen`) within milliseconds; a check each second finds what was not heard. Neither is waited for.
 */
export function openLiveOffers(
  app: Pick<AppContext, 'db' | 'log'>,
  listen: Listen,
  options: { checkEveryMs?: number | null } = {},
): LiveOffers {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<ShopOffers | null>>();

  let loads = 0;
  const load = (domain: string): Promise<ShopOffers | null> => {
    const running = loading.get(domain);
    if (running) return running;
    const number = ++loads;
    const work = readShopOffers(app, domain)
      .then((offers) => {
        const known = entries.get(domain);
        if (known && known.load > number) return known.offers;
        if (!known && entries.size >= maxShops) {
          const oldest = entries.keys().next().value;
          if (oldest !== undefined) entries.delete(oldest);
        }
        entries.set(domain, { offers, usedAt: known?.usedAt ?? Date.now(), load: number });
        return offers;
      })
      .finally(() => {
        if (loading.get(domain) === work) loading.delete(domain);
      });
    loading.set(domain, work);
    return work;
  };

  const checkVersions = async () => {
    const now = Date.now();
    for (const [domain, entry] of entries) if (now - entry.usedAt > forgetAfterMs) entries.delete(domain);
    if (entries.size === 0) return;
    const { rows } = await app.db.query<{ domain: string; signature: string }>(
      `select domain, ${signature} as signature from shops where domain = any($1) and uninstalled_at is null`,
      [[...entries.keys()]],
    );
    const current = new Map(rows.map((row) => [row.domain, row.signature]));
    const changed = [...entries].filter(
      ([domain, entry]) => (entry.offers?.signature ?? null) !== (current.get(domain) ?? null),
    );
    await Promise.all(changed.map(([domain]) => load(domain)));
  };

  const stopListening = listen(offersChannel, (shopId) => {
    for (const [domain, entry] of entries) {
      if (entry.offers?.shop.id !== shopId) continue;
      // A load that is under way may have read the old state: it must not be joined.
      loading.delete(domain);
      load(domain).catch((error: unknown) => app.log.warn({ err: error }, 'offers not read again'));
    }
  });

  let isChecking = false;
  const every = options.checkEveryMs === undefined ? checkEveryMs : options.checkEveryMs;
  const timer =
    every === null
      ? undefined
      : setInterval(() => {
          if (isChecking) return;
          isChecking = true;
          checkVersions()
            .catch((error: unknown) => app.log.warn({ err: error }, 'versions of offers not checked'))
            .finally(() => {
              isChecking = false;
            });
        }, every);
  timer?.unref();

  return {
    async get(domain) {
      const entry = entries.get(domain);
      if (!entry) return load(domain);
      entry.usedAt = Date.now();
      return entry.offers;
    },
    async fresh(domain) {
      const entry = entries.get(domain);
      if (entry) {
        const { rows } = await app.db.query<{ signature: string }>(
          `select ${shopColumns} from shops where domain = $1 and uninstalled_at is null`,
          [domain],
        );
        if ((rows[0]?.signature ?? null) === (entry.offers?.signature ?? null)) return entry.offers;
      }
      // A load that is under way may have begun before this call.
      loading.delete(domain);
      return load(domain);
    },
    checkVersions,
    async close() {
      clearInterval(timer);
      await stopListening();
    },
  };
}

async function readShopOffers(app: Pick<AppContext, 'db'>, domain: string): Promise<ShopOffers | null> {
  // The version is read before the offers: a change in between is then found at the next check.
  const { rows: shops } = await app.db.query<ShopRow>(
    `select ${shopColumns} from shops where domain = $1 and uninstalled_at is null`,
    [domain],
  );
  const row = shops[0];
  if (!row) return null;
  const { rows } = await app.db.query<LiveRow>(
    `select ${offerColumns}, p.title as product_title, p.image_url, p.status as product_status, p.variants
     from offers o left join products p on p.shop_id = o.shop_id and p.id = o.product_id
     where o.shop_id = $1 order by o.position, o.id limit 5000`,
    [row.id],
  );
  const shop: ShopRef = {
    id: row.id,
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    timezone: row.timezone,
    locale: row.locale,
    country: row.country,
    storefrontUrl: row.storefront_url,
    installedAt: row.installed_at,
  };
  const active = rows.filter((each) => each.status === 'active').map(({ rule }) => rule);
  const [groups, traits] = await Promise.all([
    readGroups(app.db, row.id, active),
    readTraitState(app.db, row.id),
  ]);
  const settings = offersSettings.safeParse(row.settings);
  return shopOffers(
    shop,
    {
      signature: row.signature,
      isReferralOn: row.is_referral_on,
      limit: settings.success ? settings.data.limit : 2,
    },
    rows.map((each) => liveOffer(each, shop.currency, groups)),
    traits,
  );
}

/** Puts together what a decision needs. Pure. */
export function shopOffers(
  shop: ShopRef,
  own: Pick<ShopOffers, 'signature' | 'isReferralOn' | 'limit'>,
  found: { live: LiveOffer; isSoldOut: boolean; stock?: number | null }[],
  traits: Pick<FactNeeds, 'areTagsKnown' | 'areSegmentsKnown'> = noNeeds,
): ShopOffers {
  const soldOut = new Set<string>();
  const stock = new Map<string, number>();
  let shortestMs = Number.POSITIVE_INFINITY;
  for (const { live, isSoldOut, stock: pieces } of found) {
    if (pieces != null && live.product) stock.set(live.product.variantId, pieces);
    if (isSoldOut && live.product) soldOut.add(live.product.variantId);
    if (live.offer.deadlineHours !== null) shortestMs = Math.min(shortestMs, live.offer.deadlineHours * hour);
  }
  const active = found.filter(({ live }) => live.offer.status === 'active').map(({ live }) => live);
  return {
    shop,
    ...own,
    live: compile(active),
    byId: new Map(found.map(({ live }) => [live.id, live])),
    soldOut,
    stock,
    needs: { ...needsOf(active.map(({ offer }) => offer)), ...traits },
    shortestMs,
  };
}

function liveOffer(
  row: LiveRow,
  currency: string,
  groups: Groups,
): { live: LiveOffer; isSoldOut: boolean; stock: number | null } {
  const offer = offerOf(row);
  const variant = row.variants?.find((each) => each.id === row.variant_id);
  const price = variant?.priceMinor ?? null;
  const isOnSale =
    variant !== undefined &&
    price !== null &&
    row.product_title !== null &&
    row.product_status?.toLowerCase() === 'active' &&
    variant.isAvailable !== false;
  const item =
    variant && price !== null && row.product_title !== null
      ? {
          title: row.product_title,
          variantTitle: variant.title && variant.title !== 'Default Title' ? variant.title : null,
          imageUrl: row.image_url,
          price: { minor: BigInt(price), currency },
        }
      : null;
  return {
    live: makeLive(offer, item, groups),
    isSoldOut: offer.kind === 'product' && !isOnSale,
    stock: variant?.stock ?? null,
  };
}

/** An offer as the engine and the page need it. */
export function makeLive(offer: Offer, item: OfferItem | null, groups: Groups = new Map()): LiveOffer {
  return {
    id: offer.id,
    surfaces: offer.surfaces,
    moments: offer.moments,
    fromDays: offer.fromDays,
    startsAt: offer.startsAt,
    endsAt: offer.endsAt,
    holdOutPercent: offer.setup.holdOutPercent ?? 0,
    rule: lowerRule(offer.rule, groups),
    product: offer.product,
    offer,
    item,
    endsOn: offer.endsAt === null ? null : new Date(offer.endsAt),
    cards: new Map(),
  };
}
