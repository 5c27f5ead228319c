import { Banner, Link, List } from '@shopify/polaris';
import { forwardRef } from 'react';
import { useTranslation } from 'react-i18next';
import { walkSteps } from '../../features/flows/index.ts';
import type { FlowDraft, FlowPart, PartProblem } from './flow-draft.ts';

interface Props {
  draft: FlowDraft;
  problems: readonly PartProblem[];
  onGo(part: FlowPart): void;
}

/** Everything that stands in the way of saving or switching on, each a way to its part. */
export const FlowProblems = forwardRef<HTMLDivElement, Props>(function FlowProblems(
  { draft, problems, onGo },
  ref,
) {
  const { t } = useTranslation();
  const names = new Map<FlowPart, string>([
    ['name', t('flow-pages:edit.name')],
    ['start', t('flow-pages:edit.start')],
    ['end', t('flow-pages:edit.end')],
  ]);
  let place = 0;
  for (const { step } of walkSteps(draft.definition.steps)) {
    place += 1;
    names.set(
      `step:${step.id}`,
      t('flow-pages:edit.stepName', { place, step: t(`flow-pages:kind.${step.kind}`) }),
    );
  }
  return (
    <div ref={ref} tabIndex={-1} className="flow-problems" role="alert">
      <Banner tone="critical" title={t('flow-pages:edit.problems', { count: problems.length })}>
        <List>
          {problems.map(({ part, field, key, params }) => (
            <List.Item key={`${part} ${field} ${key}`}>
              <Link onClick={() => onGo(part)}>{`${names.get(part) ?? ''}: ${t(key, params)}`}</Link>
            </List.Item>
          ))}
        </List>
      </Banner>
    </div>
  );
});
