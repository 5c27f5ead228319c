import type { Rule } from '@reprise/rules';
import { BlockStack, ChoiceList, Text, TextField } from '@shopify/polaris';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowStep } from '../../../features/flows/index.ts';
import { CodePanel } from './code-panel.tsx';
import { RulePanel } from './rule-panel.tsx';
import { SendPanel, type SendTexts } from './send-panel.tsx';
import { SplitPanel } from './split-panel.tsx';
import { WaitPanel } from './wait-panel.tsx';

export interface StepPanelProps<Step extends FlowStep = FlowStep> {
  /** begins the ids of its fields */
  id: string;
  step: Step;
  onChange(next: (before: FlowStep) => FlowStep, about?: string): void;
  /** what is wrong with a field, in words */
  problem(field: string): string | false;
}

interface Props extends StepPanelProps {
  texts: SendTexts;
  onTexts(next: (before: SendTexts) => SendTexts, about: string): void;
  /** whether a code is given before this step */
  hasCode: boolean;
}

/** The fields of a step. */
export function StepPanel({ texts, onTexts, hasCode, ...props }: Props) {
  const { step } = props;
  switch (step.kind) {
    case 'wait':
      return <WaitPanel {...props} step={step} />;
    case 'send':
      return <SendPanel {...props} step={step} texts={texts} onTexts={onTexts} hasCode={hasCode} />;
    case 'condition':
      return <ConditionPanel {...props} step={step} />;
    case 'split':
      return <SplitPanel {...props} step={step} />;
    case 'code':
      return <CodePanel {...props} step={step} />;
    case 'tag':
    case 'list':
      return <TagPanel {...props} step={step} />;
    case 'note':
      return <NotePanel {...props} step={step} />;
    case 'webhook':
      return <WebhookPanel {...props} step={step} />;
    case 'end':
      return <EndPanel />;
  }
}

type Of<Kind extends FlowStep['kind']> = StepPanelProps<Extract<FlowStep, { kind: Kind }>>;

function ConditionPanel({ id, step, onChange, problem }: Of<'condition'>) {
  const { t } = useTranslation();
  const setRule = useCallback(
    (rule: Rule) =>
      onChange((before) =>
        before.kind === 'condition' ? { ...before, rule: rule as typeof before.rule } : before,
      ),
    [onChange],
  );
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t('flow-pages:panel.condition')}
      </Text>
      <RulePanel id={id} rule={step.rule as Rule} onChange={setRule} isChecked={problem('rule') !== false} />
    </BlockStack>
  );
}

function TagPanel({
  id,
  step,
  onChange,
  problem,
}: StepPanelProps<Extract<FlowStep, { kind: 'tag' | 'list' }>>) {
  const { t } = useTranslation();
  const { kind } = step;
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t(`flow-pages:panel.${kind}What`)}
        choices={[
          { value: 'add', label: t(`flow-pages:panel.${kind}Add`) },
          { value: 'remove', label: t(`flow-pages:panel.${kind}Remove`) },
        ]}
        selected={[step.isAdded ? 'add' : 'remove']}
        onChange={([value]) =>
          onChange((before) =>
            before.kind === 'tag' || before.kind === 'list'
              ? { ...before, isAdded: value === 'add' }
              : before,
          )
        }
      />
      <TextField
        id={`${id}-${kind}`}
        label={t(`flow-pages:panel.${kind}Name`)}
        helpText={t(`flow-pages:panel.${kind}Help`)}
        value={step.kind === 'tag' ? step.tag : step.list}
        onChange={(value) =>
          onChange((before) => {
            if (before.kind === 'tag') return { ...before, tag: value };
            return before.kind === 'list' ? { ...before, list: value } : before;
          })
        }
        maxLength={kind === 'tag' ? 255 : 64}
        error={problem(kind)}
        autoComplete="off"
      />
    </BlockStack>
  );
}

function NotePanel({ id, step, onChange, problem }: Of<'note'>) {
  const { t } = useTranslation();
  return (
    <TextField
      id={`${id}-text`}
      label={t('flow-pages:panel.note')}
      helpText={t('flow-pages:panel.noteHelp')}
      value={step.text}
      onChange={(text) => onChange((before) => (before.kind === 'note' ? { ...before, text } : before))}
      maxLength={1_000}
      multiline={3}
      error={problem('text')}
      autoComplete="off"
    />
  );
}

function WebhookPanel({ id, step, onChange, problem }: Of<'webhook'>) {
  const { t } = useTranslation();
  return (
    <TextField
      id={`${id}-url`}
      label={t('flow-pages:panel.webhook')}
      helpText={t('flow-pages:panel.webhookHelp')}
      type="url"
      value={step.url}
      onChange={(url) => onChange((before) => (before.kind === 'webhook' ? { ...before, url } : before))}
      maxLength={2_000}
      error={problem('url')}
      autoComplete="off"
    />
  );
}

function EndPanel() {
  const { t } = useTranslation();
  return (
    <Text as="p" tone="subdued">
      {t('flow-pages:panel.end')}
    </Text>
  );
}
