import type { Rule } from '@reprise/rules';
import { BlockStack, Text } from '@shopify/polaris';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ProblemContext, type RuleNames, sentenceOf } from '../../features/offers/index.ts';
import type { ConditionKind } from './condition-kinds.ts';
import {
  type EditNode,
  type GroupNode,
  pathsOf,
  placeOf,
  ruleOfTree,
  treeOf,
  withNode,
} from './edit-tree.ts';
import { MatchCountLine } from './match-count.tsx';
import { type NamedKind, type RuleDesk, RuleDeskProvider, type RuleUrls } from './rule-desk.ts';
import { RuleGroup, type TreeActions } from './rule-parts.tsx';
import { useRuleCheck } from './use-rule-check.ts';
import { useRuleProblems } from './use-rule-problems.ts';

export interface RuleEditorProps {
  rule: Rule;
  onChange(rule: Rule): void;
  /** what the rule's offer is, as far as it decides what makes sense */
  context: ProblemContext;
  product: { productId: string; variantId: string } | null;
  names: RuleNames;
  onLearn(kind: NamedKind, names: Readonly<Record<string, string>>): void;
  countryNames: Readonly<Record<string, string>>;
  currency: string;
  urls: RuleUrls;
  /** everything that is wrong is to be said now, not only where the reader has been */
  isChecked?: boolean;
  /** the rule chooses people of a flow, not orders that see an offer */
  isOfFlow?: boolean;
  /** the id of a part's element, so that a problem can lead to it */
  idOf(path: string): string;
}

const nothingHidden: ReadonlySet<ConditionKind> = new Set();
const withoutStock: ReadonlySet<ConditionKind> = new Set(['stock']);

/**
 * A rule as nested groups of conditions, with its sentence, what is wrong with it, and how many orders it would have let
 * through. Holds no state that matters: the rule is the owner's.
 */
export function RuleEditor(props: RuleEditorProps) {
  const {
    rule,
    onChange,
    context,
    product,
    names,
    onLearn,
    countryNames,
    currency,
    urls,
    isChecked = false,
    isOfFlow = false,
    idOf,
  } = props;
  const { t, i18n } = useTranslation();
  const [tree, setTree] = useState<GroupNode>(() => treeOf(rule));
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set());
  const emitted = useRef(rule);
  const latest = useRef(tree);
  const frame = useRef<HTMLDivElement>(null);
  const [wantsFocus, setWantsFocus] = useState<string | null>(null);

  // Changed from outside (discarded, undone): show that. What comes back from here is known already.
  useEffect(() => {
    if (rule === emitted.current) return;
    emitted.current = rule;
    latest.current = treeOf(rule);
    setTree(latest.current);
    setTouched(new Set());
  }, [rule]);

  const apply = useCallback(
    (next: GroupNode) => {
      latest.current = next;
      emitted.current = ruleOfTree(next);
      setTree(next);
      onChange(emitted.current);
    },
    [onChange],
  );

  useEffect(() => {
    if (wantsFocus === null) return;
    const part = frame.current?.querySelector<HTMLElement>(wantsFocus);
    const field = part?.matches('[data-rule-key]')
      ? part.querySelector<HTMLElement>('input, select, textarea')
      : null;
    (field ?? part)?.focus();
    setWantsFocus(null);
  }, [wantsFocus]);

  const actions = useMemo<TreeActions>(
    () => ({
      change: (key, next) => apply(withNode(latest.current, key, next)),
      add: (group, node) => {
        apply(
          withNode(
            latest.current,
            group,
            (each): EditNode => (each.type === 'group' ? { ...each, parts: [...each.parts, node] } : each),
          ),
        );
        setWantsFocus(node.type === 'group' ? `#rule-add-${node.key}` : `[data-rule-key="${node.key}"]`);
      },
      remove: (key) => {
        const place = placeOf(latest.current, key);
        apply(withNode(latest.current, key, () => null));
        // The focus goes to what took the place, or to where something can be added.
        const next = place?.group.parts[place.index + 1] ?? place?.group.parts[place.index - 1];
        setWantsFocus(next ? `[data-rule-key="${next.key}"] button` : `#rule-add-${place?.group.key}`);
      },
      touch: (key) => setTouched((before) => (before.has(key) ? before : new Set([...before, key]))),
    }),
    [apply],
  );

  const { surfaces = [] } = context;
  const check = useRuleCheck(urls.check, { rule, surfaces, product });
  const problems = useRuleProblems(rule, context, check.problems, names);
  const paths = useMemo(() => pathsOf(tree), [tree]);
  const say = useCallback(
    (key: string, params?: Record<string, string | number>) => t(key, params ?? {}),
    [t],
  );
  const sentence = useMemo(() => sentenceOf(rule, say, names), [rule, say, names]);
  const desk = useMemo<RuleDesk>(
    () => ({
      currency,
      timezone: names.timezone,
      language: i18n.language,
      names,
      learn: onLearn,
      countryNames,
      urls,
      hidden: context.hasProduct === false ? withoutStock : nothingHidden,
      isOfFlow,
      idOf,
    }),
    [currency, names, i18n.language, onLearn, countryNames, urls, context.hasProduct, isOfFlow, idOf],
  );

  return (
    <RuleDeskProvider value={desk}>
      <div ref={frame}>
        <BlockStack gap="400">
          <div className="rule-sentence">
            <BlockStack gap="100">
              <Text as="h3" variant="headingSm">
                {t('rules:edit.reads')}
              </Text>
              <Text as="p">
                {isOfFlow && tree.parts.length === 0 ? t('rules:edit.everybodyReads') : sentence}.
              </Text>
              <MatchCountLine check={check} names={names} />
            </BlockStack>
          </div>
          <RuleGroup
            node={tree}
            depth={1}
            paths={paths}
            problems={problems}
            touched={touched}
            isChecked={isChecked}
            actions={actions}
          />
        </BlockStack>
      </div>
    </RuleDeskProvider>
  );
}
