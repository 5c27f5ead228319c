import type {
  ListedComplement,
  ListedProduct,
  readComplementState,
  readNames,
} from '../../features/complements/index.server.ts';
import type { Translate } from '../../platform/context.ts';
import type { ComplementInWords, ProductInWords } from '../../ui/complements/product-card.tsx';

type Names = Awaited<ReturnType<typeof readNames>>;

/** Whose names the reasons on a page speak of. */
export function idsInReasons(listed: readonly ListedProduct[]): {
  products: string[];
  collections: string[];
} {
  const reasons = listed.flatMap(({ complements }) => complements.map(({ because }) => because));
  return {
    products: reasons.flatMap((because) =>
      because?.code === 'bought-together'
        ? because.productIds
        : because?.code === 'shopify'
          ? [because.productId]
          : [],
    ),
    collections: reasons.flatMap((because) =>
      because?.code === 'best-seller' ? [because.collectionId] : [],
    ),
  };
}

/** A product and what goes with it, in the words of the merchant's language. */
export function productInWords(
  product: ListedProduct,
  names: Names,
  t: Translate,
  locale: string,
): ProductInWords {
  const number = new Intl.NumberFormat(locale).format(product.baskets);
  return {
    id: product.productId,
    title: product.title,
    imageUrl: product.imageUrl,
    orders:
      product.baskets === 0
        ? t('complements:ordersNone')
        : t('complements:orders', { count: product.baskets, number }),
    complements: product.complements.map(
      (complement): ComplementInWords => ({
        id: complement.productId,
        title: complement.title,
        imageUrl: complement.imageUrl,
        because: reasonInWords(complement, names, t, locale),
        state: complement.hidden ?? (complement.isPinned ? 'pinned' : 'shown'),
        isPinned: complement.isPinned,
        hidden: complement.hidden ? t(`complements:hidden.${complement.hidden}`) : null,
      }),
    ),
  };
}

function reasonInWords(
  { because }: ListedComplement,
  names: Names,
  t: Translate,
  locale: string,
): string | null {
  const product = (id: string) => names.products.get(id) ?? t('complements:because.someProduct');
  switch (because?.code) {
    case undefined:
      return null;
    case 'pinned':
      return t('complements:because.pinned');
    case 'shopify':
      return t('complements:because.shopify', { product: product(because.productId) });
    case 'best-seller':
      return t('complements:because.bestSeller', {
        collection: names.collections.get(because.collectionId) ?? t('complements:because.someCollection'),
      });
    case 'bought-together': {
      const [first = '', second] = because.productIds;
      const whole = new Intl.NumberFormat(locale);
      return t('complements:because.boughtTogether', {
        count: because.count,
        number: whole.format(because.count),
        baskets: whole.format(because.baskets),
        product: second
          ? t('complements:because.both', { first: product(first), second: product(second) })
          : product(first),
        lift: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(because.lift),
      });
    }
  }
}

/** When the baskets were last looked at, and what was found. */
export function runInWords(
  { run }: Awaited<ReturnType<typeof readComplementState>>,
  t: Translate,
  locale: string,
  zone: string,
): string {
  if (!run) return t('complements:neverRun');
  const number = new Intl.NumberFormat(locale);
  return t('complements:lastRun', {
    when: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(
      run.computedAt,
    ),
    orders: number.format(run.baskets),
    days: Math.round((run.computedAt.getTime() - run.since.getTime()) / 86_400_000),
    pairs: number.format(run.pairs),
  });
}
