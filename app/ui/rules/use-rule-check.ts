import { useFetcher } from '@remix-run/react';
import type { Rule, Surface } from '@reprise/rules';
import { useEffect, useMemo } from 'react';
import { type RuleProblem, ruleSchema } from '../../features/offers/index.ts';

/** How many orders fit, as the server answers. */
export interface CountAnswer {
  orders: number;
  matched: number;
  unknown: number;
  isSampled: boolean;
  /** ISO UTC */
  since: string;
}

export interface RuleCheck {
  problems: readonly RuleProblem[];
  count: CountAnswer | null;
  isCounting: boolean;
  isFailed: boolean;
}

const none: readonly RuleProblem[] = [];
const quietMs = 700;

/** Asks the server about a rule once it has not been changed for a moment; what cannot be read is not asked about. */
export function useRuleCheck(
  url: string,
  question: {
    rule: Rule;
    surfaces: readonly Surface[];
    product: { productId: string; variantId: string } | null;
  },
): RuleCheck {
  const { submit, data, state } = useFetcher<{
    problems: RuleProblem[];
    count: CountAnswer | null;
    isFailed: boolean;
  }>();
  const text = JSON.stringify(question);
  const isReadable = useMemo(() => ruleSchema.safeParse(question.rule).success, [question.rule]);
  useEffect(() => {
    if (!isReadable) return;
    const timer = setTimeout(
      () => submit(JSON.parse(text), { method: 'post', action: url, encType: 'application/json' }),
      quietMs,
    );
    return () => clearTimeout(timer);
  }, [text, isReadable, url, submit]);
  return {
    problems: data?.problems ?? none,
    count: isReadable ? (data?.count ?? null) : null,
    isCounting: state !== 'idle',
    isFailed: data?.isFailed ?? false,
  };
}
