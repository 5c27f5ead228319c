import type { Rule } from '@reprise/rules';
import { memo, useCallback, useMemo } from 'react';
import type { ProblemContext } from '../../../features/offers/index.ts';
import { RuleEditor } from '../../rules/rule-editor.tsx';
import { useFlowDesk } from '../flow-desk.ts';

/** What is typed elsewhere does not concern the rule. */
const StillRuleEditor = memo(RuleEditor);

interface Props {
  id: string;
  rule: Rule;
  onChange(rule: Rule): void;
  isChecked: boolean;
}

/** The rule editor of offers, for people in a flow. */
export function RulePanel({ id, rule, onChange, isChecked }: Props) {
  const { reader, currency, countryNames, learn, urls } = useFlowDesk();
  const context = useMemo<ProblemContext>(
    () => ({ now: new Date(), currency, surfaces: ['message'], hasProduct: false }),
    [currency],
  );
  const idOf = useCallback((path: string) => `${id}-rule${path ? `-${path.replace(/\W/g, '-')}` : ''}`, [id]);
  return (
    <StillRuleEditor
      rule={rule}
      onChange={onChange}
      context={context}
      product={null}
      names={reader.names}
      onLearn={learn}
      countryNames={countryNames}
      currency={currency}
      urls={urls}
      isChecked={isChecked}
      isOfFlow
      idOf={idOf}
    />
  );
}
