import type { Money } from '../../kit/money.ts';
import type { AppContext, ShopRef } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { type ComplementSnapshot, loadComplementSnapshot } from '../complements/index.server.ts';
import { type ShopRow, shopColumns, toShopRef } from '../shops/index.server.ts';
import type { Item } from './discount.ts';
import { makeLive, type OfferItem, type OfferParts, type ShopOffers, shopOffers } from './live-offer.ts';
import { readGroups } from './lower-rule.server.ts';
import type { Offer } from './offer.ts';
import { type OfferRow, offerColumns, offerOf } from './offers.repo.server.ts';
import { readTraitState } from './rule-lookups.server.ts';
import { offersSettings } from './settings.ts';

/** Whether referrals are switched on is only looked at so that a shop without them costs no second read per page. */
const referralSwitch = `coalesce((select s.referrals ->> 'isOn' from shop_settings s where s.shop_id = shops.id), 'false')`;
const settingsJson = `coalesce((select s.offers from shop_settings s where s.shop_id = shops.id), '{}')`;
/** What a change of which makes a process read a shop's offers again. */
export const signatureSql = `concat_ws('|', id, offers_version, name, currency, timezone, locale, storefront_url, ${referralSwitch})`;
const loadedColumns = `${shopColumns}, offers_version, ${referralSwitch} = 'true' as is_referral_on,
  ${settingsJson} as settings, ${signatureSql} as signature`;

interface LoadedRow extends ShopRow {
  is_referral_on: boolean;
  settings: unknown;
  signature: string;
  offers_version: number;
}

/** The snapshot of complements of a shop, with the version it was read at: it is large, and offers change more often. */
export interface KeptComplements {
  version: number;
  snapshot: ComplementSnapshot;
}

/**
 * Reads everything that decisions of one shop need. null when the app is not installed there.
 * @param kept the complements that were read before; read again only when they have changed since
 */
export async function loadShopOffers(
  app: Pick<AppContext, 'db'>,
  domain: string,
  kept: KeptComplements | null,
  { withComplements = true }: { withComplements?: boolean } = {},
): Promise<{ offers: ShopOffers; complements: KeptComplements | null; version: number } | null> {
  // The version is read before the offers: a change in between is then found at the next check.
  const { rows: shops } = await app.db.query<LoadedRow>(
    `select ${loadedColumns} from shops where domain = $1 and uninstalled_at is null`,
    [domain],
  );
  const row = shops[0];
  if (!row) return null;
  const { rows } = await app.db.query<OfferRow & { salt: string | null; is_out: boolean }>(
    `select ${offerColumns}, e.salt,
       coalesce((select t.taken >= (o.setup #>> '{caps,total}')::int from offer_takings t
         where t.shop_id = o.shop_id and t.offer_id = o.id and t.person_id = ''), false)
       or exists (select 1 from offer_code_pools p
         where p.shop_id = o.shop_id and p.offer_id = o.id and p.state = 'failed' and p.free = 0) as is_out
     from offers o
     left join experiments e on e.shop_id = o.shop_id and e.id = o.experiment_id and e.status = 'running'
     where o.shop_id = $1 order by o.position, o.id limit 5000`,
    [row.id],
  );
  const shop = toShopRef(row);
  const settings = offersSettings.safeParse(row.settings);
  const { limit, complements: version } = settings.success ? settings.data : offersSettings.parse({});
  const offers = rows.map((each) => ({
    offer: offerOf(each),
    salt: each.salt,
    isOut: each.is_out,
  }));
  const catalog = await readCatalog(
    app.db,
    shop,
    offers.map(({ offer }) => offer),
  );
  const wantsComplements =
    withComplements && offers.some(({ offer }) => offer.status === 'active' && usesComplements(offer));
  const active = offers.filter(({ offer }) => offer.status === 'active').map(({ offer }) => offer.rule);
  const [groups, traits] = await Promise.all([
    readGroups(app.db, row.id, active),
    readTraitState(app.db, row.id),
  ]);
  const complements = !wantsComplements
    ? null
    : kept?.version === version
      ? kept
      : { version, snapshot: await loadComplementSnapshot(app.db, shop.id) };
  return {
    version: row.offers_version,
    complements,
    offers: shopOffers(
      {
        shop,
        signature: row.signature,
        isReferralOn: row.is_referral_on,
        limit,
        complements: complements?.snapshot ?? null,
      },
      offers.map(({ offer, salt, isOut }) =>
        makeLive(offer, {
          salt,
          isOut,
          groups,
          ...catalog,
        }),
      ),
      traits,
    ),
  };
}

/** The products that these offers speak of, as the shop has them now. */
export async function readCatalog(
  db: Queryable,
  shop: ShopRef,
  offers: readonly Offer[],
): Promise<Pick<OfferParts, 'itemOf' | 'itemsIn'>> {
  const items = await readItems(db, shop, offers.flatMap(itemsOf));
  const collections = await readCollections(db, shop, offers.flatMap(collectionsOf));
  return {
    itemOf: (item) => items.get(item.variantId) ?? null,
    itemsIn: (id) => collections.get(id) ?? [],
  };
}

/** Whether what is in memory is still what the database has. */
export async function readSignature(db: Queryable, domain: string): Promise<string | null> {
  const { rows } = await db.query<{ signature: string }>(
    `select ${signatureSql} as signature from shops where domain = $1 and uninstalled_at is null`,
    [domain],
  );
  return rows[0]?.signature ?? null;
}

function choicesOf({ setup }: Offer) {
  return [setup.choice, ...(setup.arms ?? []).map(({ choice }) => choice)];
}

function itemsOf(offer: Offer): Item[] {
  const chosen = choicesOf(offer).flatMap((choice) => (choice?.by === 'hand' ? choice.items : []));
  const gifts = [offer.discount, ...(offer.setup.arms ?? []).map(({ discount }) => discount)].flatMap(
    (discount) => (discount?.kind === 'gift' ? [discount] : []),
  );
  // What was put away may still stand on the page of an order that has accepted it: one product is enough there.
  return offer.status === 'active' ? [...chosen, ...gifts] : chosen.slice(0, 1);
}

function collectionsOf(offer: Offer): string[] {
  if (offer.status !== 'active') return [];
  return choicesOf(offer).flatMap((choice) => (choice?.by === 'collection' ? [choice.collectionId] : []));
}

/** Whether some arm offers what goes with the order. */
export function usesComplements(offer: Offer): boolean {
  return choicesOf(offer).some((choice) => choice?.by === 'complements');
}

interface ItemRow {
  product_id: string;
  title: string;
  image_url: string | null;
  status: string;
  is_repeatable: boolean | null;
  variant: {
    id: string;
    title?: string | null;
    priceMinor?: string | null;
    stock?: number | null;
    isAvailable?: boolean;
  };
}

/** A row as a card needs it, or null when it has no price. */
export function itemOf(row: ItemRow, currency: string): OfferItem | null {
  const { variant } = row;
  if (variant.priceMinor == null) return null;
  const price: Money = { minor: BigInt(variant.priceMinor), currency };
  return {
    productId: row.product_id,
    variantId: variant.id,
    title: row.title,
    variantTitle: variant.title && variant.title !== 'Default Title' ? variant.title : null,
    imageUrl: row.image_url,
    price,
    isSellable: row.status.toLowerCase() === 'active' && variant.isAvailable !== false,
    isRepeatable: row.is_repeatable ?? false,
    stock: variant.stock ?? null,
  };
}

async function readItems(db: Queryable, shop: ShopRef, wanted: Item[]): Promise<Map<string, OfferItem>> {
  const found = new Map<string, OfferItem>();
  if (wanted.length === 0) return found;
  const { rows } = await db.query<ItemRow>(
    `select p.id as product_id, p.title, p.image_url, p.status, c.is_repeatable, v as variant
     from products p cross join jsonb_array_elements(p.variants) v
     left join complement_products c on c.shop_id = p.shop_id and c.product_id = p.id
     where p.shop_id = $1 and p.id = any($2) and v ->> 'id' = any($3)`,
    [
      shop.id,
      [...new Set(wanted.map(({ productId }) => productId))],
      [...new Set(wanted.map(({ variantId }) => variantId))],
    ],
  );
  for (const row of rows) {
    const item = itemOf(row, shop.currency);
    if (item) found.set(item.variantId, item);
  }
  return found;
}

/** So many products of a collection are kept to choose from: more than any page leaves out. */
const perCollection = 40;

async function readCollections(
  db: Queryable,
  shop: ShopRef,
  ids: string[],
): Promise<Map<string, OfferItem[]>> {
  const found = new Map<string, OfferItem[]>();
  if (ids.length === 0) return found;
  // Best sellers first, then what is new; only what can be bought, and costs something.
  const { rows } = await db.query<ItemRow & { collection_id: string }>(
    `select c.id as collection_id, f.* from unnest($2::text[]) c(id) cross join lateral (
       select p.id as product_id, p.title, p.image_url, p.status, r.is_repeatable, v as variant
       from products p
       cross join lateral (
         select v from jsonb_array_elements(p.variants) with ordinality each(v, n)
         where coalesce((v ->> 'isAvailable')::boolean, true) and (v ->> 'priceMinor')::bigint > 0 order by n limit 1) v
       left join complement_best_sellers b on b.shop_id = p.shop_id and b.collection_id = c.id and b.product_id = p.id
       left join complement_products r on r.shop_id = p.shop_id and r.product_id = p.id
       where p.shop_id = $1 and p.collection_ids @> array[c.id] and p.status = 'active'
       order by b.rank nulls last, p.shop_updated_at desc, p.id limit ${perCollection}) f`,
    [shop.id, [...new Set(ids)]],
  );
  for (const row of rows) {
    const item = itemOf(row, shop.currency);
    if (!item) continue;
    const list = found.get(row.collection_id) ?? [];
    list.push(item);
    found.set(row.collection_id, list);
  }
  return found;
}
