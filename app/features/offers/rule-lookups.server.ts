import { plainId, type Rule, type RuleOffer } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { WantedTrait } from '../people/index.server.ts';
import type { FactNeeds } from './order-facts.server.ts';
import { namedIn } from './rule-names.ts';
import type { RuleNames } from './rule-phrases.ts';
import { traitsIn } from './wanted-traits.server.ts';

/**
 * Whether tags and segments of customers can be told: not until all that active rules ask about were read from Shopify.
 * @param draft a rule that is not active yet: what it asks about must have been read, too
 */
export async function readTraitState(
  db: Queryable,
  shopId: string,
  draft?: Rule,
): Promise<Pick<FactNeeds, 'areTagsKnown' | 'areSegmentsKnown'>> {
  const { rows } = await db.query<WantedTrait & { is_read: boolean }>(
    'select kind, value, read_at is not null as is_read from wanted_traits where shop_id = $1',
    [shopId],
  );
  const asked = draft ? traitsIn([draft]) : [];
  const isKnown = (kind: WantedTrait['kind']) => {
    const wanted = rows.filter((row) => row.kind === kind);
    const isRead = (value: string) => wanted.some((row) => row.value === value && row.is_read);
    return (
      wanted.length > 0 &&
      wanted.every((row) => row.is_read) &&
      asked.every((trait) => trait.kind !== kind || isRead(trait.value))
    );
  };
  return { areTagsKnown: isKnown('tag'), areSegmentsKnown: isKnown('segment') };
}

/** Pieces of an offered variant, where the shop counts them. */
export async function readStock(
  ctx: Pick<Context, 'db' | 'shop'>,
  product: NonNullable<RuleOffer['product']>,
): Promise<ReadonlyMap<string, number>> {
  const variantId = plainId(product.variantId);
  const { rows } = await ctx.db.query<{ stock: number | null }>(
    `select (v ->> 'stock')::int as stock from products p, jsonb_array_elements(p.variants) v
     where p.shop_id = $1 and p.id = $2 and v ->> 'id' = $3`,
    [ctx.shop.id, plainId(product.productId), variantId],
  );
  const stock = rows[0]?.stock;
  return stock == null ? new Map() : new Map([[variantId, stock]]);
}

/**
 * What the things that these rules name are called. Names of segments are asked of Shopify (one call, and only if a rule names
 * one); when it does not answer, they keep their numbers.
 */
export async function namesOf(
  ctx: Context,
  rules: readonly Rule[],
  locale: string,
): Promise<Required<Omit<RuleNames, 'countries'>>> {
  const named = rules.map(namedIn);
  const all = (key: keyof ReturnType<typeof namedIn>) => [...new Set(named.flatMap((each) => each[key]))];
  const [products, variants, collections, segments] = await Promise.all([
    ctx.db.query<{ id: string; title: string }>(
      `select id, title from products where shop_id = $1 and id = any($2) and status <> 'deleted'`,
      [ctx.shop.id, all('productIds')],
    ),
    readVariantNames(ctx, all('variantIds')),
    ctx.db.query<{ id: string; title: string }>(
      'select id, title from collections where shop_id = $1 and id = any($2)',
      [ctx.shop.id, all('collectionIds')],
    ),
    all('segmentIds').length > 0 ? listSegmentNames(ctx) : [],
  ]);
  const byId = (list: readonly { id: string; title: string }[]) =>
    Object.fromEntries(list.map(({ id, title }) => [id, title]));
  return {
    locale,
    timezone: ctx.shop.timezone,
    products: byId(products.rows),
    variants: byId(variants),
    collections: byId(collections.rows),
    segments: byId(segments.map(({ id, name }) => ({ id, title: name }))),
  };
}

async function readVariantNames(
  ctx: Pick<Context, 'db' | 'shop'>,
  ids: readonly string[],
): Promise<{ id: string; title: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await ctx.db.query<{ id: string; title: string; product: string }>(
    `select v ->> 'id' as id, v ->> 'title' as title, p.title as product
     from products p, jsonb_array_elements(p.variants) v
     where p.shop_id = $1 and p.status <> 'deleted' and v ->> 'id' = any($2)`,
    [ctx.shop.id, ids],
  );
  return rows.map(({ id, title, product }) => ({
    id,
    title: title && title !== 'Default Title' ? `${product} – ${title}` : product,
  }));
}

/** The shop's customer segments, for pickers and names; empty when Shopify does not answer. */
export async function listSegmentNames(ctx: Context): Promise<{ id: string; name: string }[]> {
  try {
    const { segments } = await ctx.shopify.listSegments({ cursor: null });
    return segments;
  } catch (error) {
    ctx.log.warn({ err: error }, 'segments could not be read');
    return [];
  }
}
