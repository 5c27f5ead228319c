import { createContext, useContext } from 'react';
import type { RuleNames } from '../../features/offers/index.ts';
import type { ConditionKind } from './condition-kinds.ts';

/** What names things that conditions are about, by id. */
export type NamedKind = 'products' | 'variants' | 'collections' | 'segments';

/** What every field of the rule editor needs, whatever it is about. */
export interface RuleDesk {
  currency: string;
  timezone: string;
  language: string;
  names: RuleNames;
  /** names of things that were just picked */
  learn(kind: NamedKind, names: Readonly<Record<string, string>>): void;
  countryNames: Readonly<Record<string, string>>;
  urls: RuleUrls;
  /** conditions that make no sense for this offer are not offered */
  hidden: ReadonlySet<ConditionKind>;
  /** the rule chooses people of a flow, not orders that see an offer */
  isOfFlow: boolean;
  /** the id of a part's element, by its path */
  idOf(path: string): string;
}

export interface RuleUrls {
  /** products by name */
  search: string;
  /** values of conditions, and pasted ids */
  values: string;
  /** what the server knows of a rule */
  check: string;
  /** recent orders, and what each offer makes of one */
  explain: string;
}

const context = createContext<RuleDesk | null>(null);
export const RuleDeskProvider = context.Provider;

/** @throws Error outside of a rule editor */
export function useRuleDesk(): RuleDesk {
  const desk = useContext(context);
  if (!desk) throw new Error('only inside a rule editor');
  return desk;
}
