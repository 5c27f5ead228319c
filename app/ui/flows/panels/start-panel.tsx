import type { Rule } from '@reprise/rules';
import { BlockStack, Button, Checkbox, ChoiceList, InlineStack, Text } from '@shopify/polaris';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowDefinition } from '../../../features/flows/index.ts';
import { NumberField } from '../../number-field.tsx';
import { RulePanel } from './rule-panel.tsx';
import { SpanField } from './span-field.tsx';
import { TriggerFields } from './trigger-fields.tsx';

export interface DefinitionPanelProps {
  definition: FlowDefinition;
  onChange(next: (before: FlowDefinition) => FlowDefinition, about?: string): void;
  problem(field: string): string | false;
}

/** What starts the flow, for whom, how often, and how many are kept back to measure it. */
export function StartPanel({ definition, onChange, problem }: DefinitionPanelProps) {
  const { t } = useTranslation();
  const { trigger, rule, entry, holdOutPercent } = definition;
  const setRule = useCallback(
    (next: Rule | null) =>
      onChange((before) => ({ ...before, rule: next as FlowDefinition['rule'] }), next ? 'rule' : 'no rule'),
    [onChange],
  );
  const setEntry = (patch: Partial<FlowDefinition['entry']>) =>
    onChange((before) => ({ ...before, entry: { ...before.entry, ...patch } }), 'entry');
  const again = entry.isOncePerSubject ? 'subject' : entry.againAfter ? 'after' : 'never';
  return (
    <BlockStack gap="500">
      <TriggerFields
        id="flow-trigger"
        label={t('flow-pages:start.trigger')}
        trigger={trigger}
        use="start"
        onChange={(next) => onChange((before) => ({ ...before, trigger: next }), 'trigger')}
        error={problem('trigger') || problem('trigger.after.amount')}
      />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('flow-pages:start.who')}
        </Text>
        {rule ? (
          <>
            <RulePanel
              id="flow-who"
              rule={rule as Rule}
              onChange={setRule}
              isChecked={problem('rule') !== false}
            />
            <InlineStack>
              <Button variant="plain" onClick={() => setRule(null)}>
                {t('flow-pages:start.everybodyAgain')}
              </Button>
            </InlineStack>
          </>
        ) : (
          <>
            <Text as="p" tone="subdued">
              {t('flow-pages:start.everybody')}
            </Text>
            <InlineStack>
              <Button onClick={() => setRule({ kind: 'all', rules: [] })}>
                {t('flow-pages:start.onlySome')}
              </Button>
            </InlineStack>
          </>
        )}
      </BlockStack>
      <ChoiceList
        title={t('flow-pages:start.again')}
        choices={(['never', 'after', 'subject'] as const).map((value) => ({
          value,
          label: t(`flow-pages:start.agains.${value}`),
          helpText: t(`flow-pages:start.againHelp.${value}`),
        }))}
        selected={[again]}
        onChange={([value]) =>
          setEntry({
            isOncePerSubject: value === 'subject',
            againAfter: value === 'after' ? (entry.againAfter ?? { amount: 30, unit: 'days' }) : null,
          })
        }
      />
      {again === 'after' && entry.againAfter ? (
        <SpanField
          id="flow-again"
          label={t('flow-pages:start.againAfter')}
          span={entry.againAfter}
          onChange={(againAfter) => setEntry({ againAfter })}
          error={problem('entry.againAfter.amount')}
        />
      ) : null}
      <BlockStack gap="200">
        <Checkbox
          label={t('flow-pages:start.measure')}
          helpText={t('flow-pages:start.measureHelp')}
          checked={holdOutPercent > 0}
          onChange={(isOn) => onChange((before) => ({ ...before, holdOutPercent: isOn ? 5 : 0 }), 'hold out')}
        />
        {holdOutPercent > 0 ? (
          <NumberField
            label={t('flow-pages:start.holdOut')}
            value={holdOutPercent}
            min={1}
            max={50}
            suffix="%"
            error={problem('holdOutPercent') || undefined}
            onChange={(next) => onChange((before) => ({ ...before, holdOutPercent: next }), 'hold out')}
          />
        ) : null}
      </BlockStack>
    </BlockStack>
  );
}
