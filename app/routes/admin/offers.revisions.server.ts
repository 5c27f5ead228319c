import { listRevisions } from '../../features/offers/index.server.ts';
import { sentenceOf } from '../../features/offers/index.ts';
import { getProducts } from '../../features/products/index.server.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { describeChanges } from '../../ui/offers/editor/describe-changes.ts';
import type { RevisionRow } from '../../ui/offers/history/revision-list.tsx';
import { productsIn } from './offers.editor.server.ts';

/** What an offer has been, each version with what changed, in the merchant's words. */
export async function revisionRows(
  ctx: Context,
  offerId: string,
  locale: string,
  t: Translate,
): Promise<RevisionRow[]> {
  const revisions = await listRevisions(ctx, offerId);
  const ids = [...new Set(revisions.flatMap(({ input }) => productsIn(input)))];
  const products = await getProducts(ctx, ids);
  const titles = Object.fromEntries(products.map(({ id, title }) => [id, title]));
  const names = { locale, timezone: ctx.shop.timezone, products: titles };
  const reader = { t, language: locale, timezone: ctx.shop.timezone, currency: ctx.shop.currency };
  return revisions.map(({ version, action, at, by, isCurrent, input }, index) => {
    const before = revisions[index + 1]?.input;
    return {
      version,
      action,
      at,
      by,
      isCurrent,
      changes: before
        ? describeChanges(before, input, {
            ...reader,
            nameOf: (productId) => titles[productId] ?? null,
            ruleWords: (rule) => sentenceOf(rule, t, names),
          })
        : [],
    };
  });
}
