import { useCallback, useMemo, useState } from 'react';
import type { RuleNames } from '../../../features/offers/index.ts';

type Named = 'products' | 'variants' | 'collections' | 'segments';
export type NamesByKind = Readonly<Record<Named, Readonly<Record<string, string>>>>;

export interface KnownNames {
  /** everything that a rule's sentence needs */
  all: RuleNames;
  learn(kind: Named, names: Readonly<Record<string, string>>): void;
}

/** What the things are called that the rule speaks of: those of the saved offer, and what was picked since. */
export function useKnownNames(
  first: NamesByKind,
  products: Readonly<Record<string, string>>,
  reader: { locale: string; timezone: string; countries: Readonly<Record<string, string>> },
): KnownNames {
  const [learned, setLearned] = useState<Partial<NamesByKind>>({});
  const { locale, timezone, countries } = reader;
  return {
    all: useMemo(
      () => ({
        locale,
        timezone,
        countries,
        products: { ...first.products, ...products, ...learned.products },
        variants: { ...first.variants, ...learned.variants },
        collections: { ...first.collections, ...learned.collections },
        segments: { ...first.segments, ...learned.segments },
      }),
      [first, products, learned, locale, timezone, countries],
    ),
    learn: useCallback(
      (kind, names) => setLearned((before) => ({ ...before, [kind]: { ...before[kind], ...names } })),
      [],
    ),
  };
}
