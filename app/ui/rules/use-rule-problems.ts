import type { Rule } from '@reprise/rules';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  conditionPhrase,
  type ProblemContext,
  problemsOf,
  type RuleNames,
  type RuleProblem,
  ruleSchema,
} from '../../features/offers/index.ts';

/** One thing to say beside a part of the rule. */
export interface SaidProblem {
  path: string;
  words: string;
  severity: 'error' | 'warning';
  /** a part that is not filled in yet: said only once the reader has been there */
  isUnfinished: boolean;
}

const unfinished = new Set(
  ['emptyList', 'emptyGroup', 'noEnds', 'noDates', 'emptyValue'].map((name) => `rules:problem.${name}`),
);

/**
 * Everything that is wrong with a rule, in words: what cannot be read, what makes no sense, what the catalogue says against it.
 * Checked when there is time; typing does not wait for it.
 */
export function useRuleProblems(
  rule: Rule,
  context: ProblemContext,
  catalogue: readonly RuleProblem[],
  names: RuleNames,
): SaidProblem[] {
  const { t } = useTranslation();
  const settled = useDeferredValue(rule);
  const found = useMemo(() => {
    const parsed = ruleSchema.safeParse(settled);
    const unread: RuleProblem[] = parsed.success
      ? []
      : parsed.error.issues.map(({ path, message }) => ({
          path: path.map(String).join('.'),
          key: message,
          params: {},
          severity: 'error',
        }));
    return [...unread, ...problemsOf(settled, context), ...catalogue];
  }, [settled, context, catalogue]);
  return useMemo(() => {
    const say = (key: string, params: Record<string, string | number> = {}) => t(key, params);
    return found.map(({ path, key, params, severity }) => {
      const other = key === conflictKey ? phraseAt(settled, params.other ?? '', say, names) : null;
      return {
        path,
        severity,
        isUnfinished: unfinished.has(key),
        words:
          other === null
            ? say(key, { ...params, ...(params.count !== undefined && { count: Number(params.count) }) })
            : say(`${key}With`, { other }),
      };
    });
  }, [found, settled, names, t]);
}

const conflictKey = 'rules:problem.conflict';

/** The condition at a path, in words; null when a group stands there. */
function phraseAt(rule: Rule, path: string, say: Translate, names: RuleNames): string | null {
  const part = path
    .split('.')
    .filter(Boolean)
    .reduce<unknown>((from, step) => (from as Record<string, unknown> | undefined)?.[step], rule) as
    | Rule
    | undefined;
  if (!part || part.kind === 'all' || part.kind === 'any' || part.kind === 'not') return null;
  return conditionPhrase(part, true, say, names);
}

type Translate = (key: string, params?: Record<string, string | number>) => string;

/** The problems of a part itself and of its fields, but not of the parts within it. */
export function problemsAt(problems: readonly SaidProblem[], path: string, isGroup: boolean): SaidProblem[] {
  const below = path === '' ? '' : `${path}.`;
  return problems.filter(
    (problem) =>
      problem.path === path ||
      (!isGroup && problem.path.startsWith(below)) ||
      (isGroup && problem.path === `${below}rule`),
  );
}
