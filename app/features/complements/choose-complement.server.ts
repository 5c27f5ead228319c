import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { getProducts, recordProducts, toProductInput } from '../products/index.server.ts';
import { choiceKinds } from './complement.ts';

const productId = z.string().regex(/^\d{1,20}$/, 'is not a product');

/** What the merchant says about a pair: pin it, ban it, or leave it to the baskets again (`clear`). */
export const choiceInput = z.object({
  productId,
  offeredProductId: productId,
  kind: z.enum([...choiceKinds, 'clear']),
});

/** Pins to one product at most: what is shown are three. */
const mostPins = 20;

/**
 * Keeps the merchant's word about a pair. `unknown`: one of the products is not in the catalogue (any more); `same`: a product
 * cannot go with itself; `full`: as many are pinned to this product as are ever shown.
 * @param by who chose, as Shopify names its users; null when not known
 */
export async function chooseComplement(
  ctx: Context,
  input: z.output<typeof choiceInput>,
  by: string | null = null,
): Promise<{ kind: 'chosen' | 'unknown' | 'same' | 'full' }> {
  if (input.productId === input.offeredProductId) return { kind: 'same' };
  const pair = [ctx.shop.id, input.productId, input.offeredProductId];
  if (input.kind !== 'clear') await copyMissing(ctx, [input.productId, input.offeredProductId]);
  return ctx.db.tx(async (tx) => {
    if (input.kind === 'clear') {
      await tx.query(
        'delete from complement_choices where shop_id = $1 and product_id = $2 and offered_product_id = $3',
        pair,
      );
    } else {
      const { rows } = await tx.query(
        `select 1 from products where shop_id = $1 and id in ($2, $3) and status <> 'deleted'`,
        pair,
      );
      if (rows.length < 2) return { kind: 'unknown' };
      if (input.kind === 'pin') {
        const { rows: others } = await tx.query(
          `select 1 from complement_choices where shop_id = $1 and product_id = $2 and offered_product_id <> $3 and kind = 'pin'`,
          pair,
        );
        if (others.length >= mostPins) return { kind: 'full' };
      }
      await tx.query(
        `insert into complement_choices as c (shop_id, product_id, offered_product_id, kind, chosen_by, chosen_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (shop_id, product_id, offered_product_id) do update set kind = excluded.kind,
           chosen_by = excluded.chosen_by, chosen_at = excluded.chosen_at where c.kind <> excluded.kind`,
        [...pair, input.kind, by, ctx.clock.now()],
      );
    }
    await ctx.emit(tx, ctx.shop.id, 'complements.changed', {});
    return { kind: 'chosen' };
  });
}

/** A product that is so new that no webhook told of it yet is in the picker already: it is copied from the shop. */
async function copyMissing(ctx: Context, ids: string[]): Promise<void> {
  const known = new Set((await getProducts(ctx, ids)).map(({ id }) => id));
  const missing = ids.filter((id) => !known.has(id));
  if (missing.length === 0) return;
  const found = await ctx.shopify.getProducts(missing);
  if (found.length > 0) await ctx.db.tx((tx) => recordProducts(ctx, tx, found.map(toProductInput)));
}
