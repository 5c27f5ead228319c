import type { Context } from '../../platform/context.ts';
import { getProducts, recordProducts, toProductInput } from '../products/index.server.ts';
import type { Product } from '../products/index.ts';
import type { Discount, Item } from './discount.ts';
import type { Problems } from './offer-input.ts';
import type { OfferContent } from './read-offer-input.ts';
import type { Choice } from './setup.ts';

/** One place in an offer that speaks of something in the shop. */
interface Mention {
  field: string;
  items: readonly Item[];
  /** a gift is not bought: it need not be on sale */
  isGift: boolean;
}

/**
 * What an offer speaks of and the shop does not have (any more): products, collections, pictures, by field. Products that we do
 * not know are copied from the shop. What cannot be sold stops an offer from being switched on, if nothing else is offered.
 */
export async function findMissing(ctx: Context, content: OfferContent, isActive: boolean): Promise<Problems> {
  const problems: Problems = {};
  await findMissingProducts(ctx, mentionsOf(content), isActive, problems);
  await findMissingCollections(ctx, content, problems);
  await findMissingPictures(ctx, content, problems);
  return problems;
}

function mentionsOf({ discount, setup }: OfferContent): Mention[] {
  const found: Mention[] = [];
  const add = (field: string, choice: Choice | undefined, terms: Discount | undefined) => {
    if (choice?.by === 'hand') found.push({ field: `${field}choice`, items: choice.items, isGift: false });
    if (terms?.kind === 'gift') {
      const { productId, variantId } = terms;
      found.push({ field: `${field}discount.gift`, items: [{ productId, variantId }], isGift: true });
    }
  };
  add('', setup.choice, discount);
  setup.arms?.forEach((arm, index) => {
    add(`test.arms.${index}.`, arm.choice, arm.discount);
  });
  return found;
}

async function findMissingProducts(
  ctx: Context,
  mentions: Mention[],
  isActive: boolean,
  problems: Problems,
): Promise<void> {
  const items = mentions.flatMap((mention) => mention.items);
  if (items.length === 0) return;
  const ids = [...new Set(items.map((item) => item.productId))];
  const known = new Map((await getProducts(ctx, ids)).map((product) => [product.id, product]));
  const unknown = new Set(items.filter((item) => !has(known, item)).map((item) => item.productId));
  if (unknown.size > 0) {
    const found = await ctx.shopify.getProducts([...unknown]);
    await ctx.db.tx((tx) => recordProducts(ctx, tx, found.map(toProductInput)));
    for (const product of await getProducts(ctx, [...unknown])) known.set(product.id, product);
  }
  for (const { field, items: mentioned, isGift } of mentions) {
    if (mentioned.some((item) => !has(known, item))) {
      problems[field] = `offers:problem.${isGift ? 'giftGone' : 'productGone'}`;
    } else if (isActive && !mentioned.some((item) => known.get(item.productId)?.status === 'active')) {
      if (mentioned.length > 0) problems[field] = 'offers:problem.productHidden';
    }
  }
}

function has(known: ReadonlyMap<string, Product>, item: Item): boolean {
  return known.get(item.productId)?.variants.some((variant) => variant.id === item.variantId) ?? false;
}

async function findMissingCollections(
  ctx: Context,
  { setup }: OfferContent,
  problems: Problems,
): Promise<void> {
  const choices = [
    { field: 'choice', choice: setup.choice },
    ...(setup.arms ?? []).map(({ choice }, index) => ({ field: `test.arms.${index}.choice`, choice })),
  ];
  for (const { field, choice } of choices) {
    if (choice?.by !== 'collection') continue;
    const { rows } = await ctx.db.query(
      `select 1 from collections where shop_id = $1 and id = $2
       union all select 1 from products where shop_id = $1 and $2 = any(collection_ids) limit 1`,
      [ctx.shop.id, choice.collectionId],
    );
    if (rows.length === 0) problems[field] = 'offers:problem.collectionGone';
  }
}

async function findMissingPictures(
  ctx: Context,
  { pictureId, setup }: OfferContent,
  problems: Problems,
): Promise<void> {
  const wanted = [
    { field: 'pictureId', id: pictureId },
    ...(setup.arms ?? []).map((arm, index) => ({ field: `test.arms.${index}.pictureId`, id: arm.pictureId })),
  ].filter(({ id }) => id != null);
  if (wanted.length === 0) return;
  const { rows } = await ctx.db.query<{ id: string }>(
    'select id from offer_pictures where shop_id = $1 and id = any($2)',
    [ctx.shop.id, wanted.map(({ id }) => id)],
  );
  for (const { field, id } of wanted) {
    if (!rows.some((row) => row.id === id)) problems[field] = 'offers:problem.pictureGone';
  }
}
