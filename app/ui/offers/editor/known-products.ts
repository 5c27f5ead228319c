import { useCallback, useMemo, useState } from 'react';
import type { PickedProduct } from '../product-picker.tsx';

export interface KnownProducts {
  get(id: string): PickedProduct | undefined;
  /** names by id */
  titles: Readonly<Record<string, string>>;
  learn(products: PickedProduct[]): void;
}

/** The products that the editor can name: those of the saved offer, and what was picked since. */
export function useKnownProducts(first: PickedProduct[]): KnownProducts {
  const [known, setKnown] = useState(() => new Map(first.map((product) => [product.id, product])));
  const learn = useCallback(
    (products: PickedProduct[]) =>
      setKnown((before) =>
        products.every((each) => before.get(each.id) === each)
          ? before
          : new Map([...before, ...products.map((each) => [each.id, each] as const)]),
      ),
    [],
  );
  return useMemo(
    () => ({
      get: (id: string) => known.get(id),
      titles: Object.fromEntries([...known].map(([id, { title }]) => [id, title])),
      learn,
    }),
    [known, learn],
  );
}
