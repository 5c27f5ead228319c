import type { Context } from '../../platform/context.ts';
import type { Because, Hidden } from './complement.ts';
import { recomputeComplementsJob } from './complements.jobs.ts';
import { type Run, readRun } from './complements.repo.server.ts';
import { loadComplementSnapshot } from './load-snapshot.server.ts';
import { type Candidate, candidates, whyHidden } from './propose.ts';
import { type ComplementSnapshot, type OfferedProduct, pairKey } from './snapshot.ts';

/** Something that goes with a product, and whether a shopper would see it now. */
export interface ListedComplement {
  productId: string;
  title: string;
  imageUrl: string | null;
  /** null where only a ban is left of it */
  because: Because | null;
  isPinned: boolean;
  hidden: Hidden | null;
}

export interface ListedProduct {
  productId: string;
  title: string;
  imageUrl: string | null;
  /** orders of the last year that it was in */
  baskets: number;
  /** those that may be shown first; then those that may not, and why */
  complements: ListedComplement[];
}

const productsPerPage = 10;
/** Of one product; more is nothing that a person reads. */
const mostShown = 8;
const mostHidden = 8;

/**
 * Products, best sold first, each with what goes with it, as a shopper who bought only this would be shown it (or, where two
 * bought products say it together, both).
 * @param text a part of the title; empty lists all
 */
export async function listComplements(
  ctx: Context,
  { text, page }: { text: string; page: number },
): Promise<{ products: ListedProduct[]; hasMore: boolean }> {
  const { db, shop } = ctx;
  const pattern = `%${text.trim().replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await db.query<{ id: string; title: string; image_url: string | null; baskets: number }>(
    `select p.id, p.title, p.image_url, coalesce(c.baskets, 0) as baskets
     from products p left join complement_products c on c.shop_id = p.shop_id and c.product_id = p.id
     where p.shop_id = $1 and p.status = 'active' and p.title ilike $2
     order by coalesce(c.baskets, 0) desc, p.title, p.id limit $3 offset $4`,
    [shop.id, pattern, productsPerPage + 1, (page - 1) * productsPerPage],
  );
  const shown = rows.slice(0, productsPerPage);
  const snapshot = await loadComplementSnapshot(
    db,
    shop.id,
    shown.map(({ id }) => id),
  );
  const products = shown.map((row) => ({
    productId: row.id,
    title: row.title,
    imageUrl: row.image_url,
    baskets: row.baskets,
    complements: complementsOf(snapshot, row.id),
  }));
  return { products, hasMore: rows.length > productsPerPage };
}

function complementsOf(snapshot: ComplementSnapshot, productId: string): ListedComplement[] {
  const found = new Map<number, Candidate>();
  for (const partner of [null, ...partnersOf(snapshot, productId)])
    for (const candidate of candidates(snapshot, partner ? [productId, partner] : [productId])) {
      const isOfBoth =
        candidate.because.code === 'bought-together' && candidate.because.productIds.length > 1;
      if (!found.has(candidate.offered) && (partner === null || isOfBoth))
        found.set(candidate.offered, candidate);
    }
  const isBought = new Set([productId]);
  const listed = [...found.values()].map(({ offered, because }) =>
    toListed(snapshot.offered[offered]!, because, whyHidden(snapshot, offered, isBought, because)),
  );
  for (const [id, index] of snapshot.offeredIndex)
    if (snapshot.bans.has(pairKey(productId, id)) && !found.has(index))
      listed.push(toListed(snapshot.offered[index]!, null, 'banned'));
  return [
    ...listed.filter(({ hidden }) => hidden === null).slice(0, mostShown),
    ...listed.filter(({ hidden }) => hidden === 'banned'),
    ...listed.filter(({ hidden }) => hidden !== null && hidden !== 'banned').slice(0, mostHidden),
  ];
}

/** With which other products the baskets say something together with this one. */
function partnersOf(snapshot: ComplementSnapshot, productId: string): string[] {
  const partners: string[] = [];
  for (const key of snapshot.groups.keys()) {
    const [first, second] = key.split(' ');
    if (second && first === productId) partners.push(second);
    else if (second === productId && first) partners.push(first);
  }
  return partners;
}

function toListed(product: OfferedProduct, because: Because | null, hidden: Hidden | null): ListedComplement {
  return {
    productId: product.id,
    title: product.title,
    imageUrl: product.imageUrl,
    because,
    isPinned: because?.code === 'pinned',
    hidden,
  };
}

/** The last look through the baskets, and whether one is under way or asked for. */
export async function readComplementState(ctx: Context): Promise<{ run: Run | null; isRunning: boolean }> {
  const [run, { rows }] = await Promise.all([
    readRun(ctx.db, ctx.shop.id),
    ctx.db.query(
      `select 1 from due_items where shop_id = $1 and kind = $2 and failed_at is null
         and (due_at <= $3 or lease_until is not null)`,
      [ctx.shop.id, recomputeComplementsJob.name, ctx.clock.now()],
    ),
  ]);
  return { run, isRunning: rows.length > 0 };
}

/** The merchant wants the baskets looked through now. */
export async function askForRecompute(ctx: Context): Promise<void> {
  await ctx.due.schedule(ctx.db, {
    shopId: ctx.shop.id,
    job: recomputeComplementsJob,
    subject: 'shop',
    dueAt: ctx.clock.now(),
  });
}

/** Names for the reasons: products (deleted ones have none) and collections, by id. */
export async function readNames(
  ctx: Context,
  ids: { products: string[]; collections: string[] },
): Promise<{ products: Map<string, string>; collections: Map<string, string> }> {
  const [products, collections] = await Promise.all([
    ctx.db.query<{ id: string; title: string }>(
      `select id, title from products where shop_id = $1 and id = any($2) and status <> 'deleted'`,
      [ctx.shop.id, ids.products],
    ),
    ctx.db.query<{ id: string; title: string }>(
      'select id, title from collections where shop_id = $1 and id = any($2)',
      [ctx.shop.id, ids.collections],
    ),
  ]);
  return {
    products: new Map(products.rows.map(({ id, title }) => [id, title])),
    collections: new Map(collections.rows.map(({ id, title }) => [id, title])),
  };
}
