import { createContext, useContext } from 'react';
import type { NamedKind, RuleUrls } from '../rules/rule-desk.ts';
import type { FlowReader } from './describe-flow.ts';

/** What every panel of the flow editor needs, whatever its step. */
export interface FlowDesk {
  reader: FlowReader;
  currency: string;
  /** the shop's own language comes first */
  languages: readonly string[];
  offers: readonly {
    id: string;
    name: string;
    isQuestion: boolean;
    options: { id: string; name: string }[];
  }[];
  countryNames: Readonly<Record<string, string>>;
  learn(kind: NamedKind, names: Readonly<Record<string, string>>): void;
  urls: RuleUrls & { preview: string };
}

const context = createContext<FlowDesk | null>(null);
export const FlowDeskProvider = context.Provider;

/** @throws Error outside of a flow editor */
export function useFlowDesk(): FlowDesk {
  const desk = useContext(context);
  if (!desk) throw new Error('only inside a flow editor');
  return desk;
}
