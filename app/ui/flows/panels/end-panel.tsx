import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { flowLimits } from '../../../features/flows/index.ts';
import type { DefinitionPanelProps } from './start-panel.tsx';
import { TriggerFields } from './trigger-fields.tsx';

/** What the flow is for, and what else ends it: both hold at every moment. */
export function EndPanel({ definition, onChange, problem }: DefinitionPanelProps) {
  const { t } = useTranslation();
  const { goal, exits } = definition;
  return (
    <BlockStack gap="500">
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('flow-pages:end.goal')}
        </Text>
        <Text as="p" tone="subdued">
          {t('flow-pages:end.goalHelp')}
        </Text>
        {goal ? (
          <>
            <TriggerFields
              id="flow-goal"
              label={t('flow-pages:end.goalIs')}
              trigger={goal}
              use="event"
              onChange={(next) => onChange((before) => ({ ...before, goal: next }), 'goal')}
              error={problem('goal')}
            />
            <InlineStack>
              <Button variant="plain" onClick={() => onChange((before) => ({ ...before, goal: null }))}>
                {t('flow-pages:end.noGoal')}
              </Button>
            </InlineStack>
          </>
        ) : (
          <InlineStack>
            <Button onClick={() => onChange((before) => ({ ...before, goal: { kind: 'order-paid' } }))}>
              {t('flow-pages:end.addGoal')}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('flow-pages:end.exits')}
        </Text>
        <Text as="p" tone="subdued">
          {t('flow-pages:end.exitsHelp')}
        </Text>
        {exits.map((exit, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: exits have no id, and their fields hold no state of their own
          <div key={index} className="flow-exit">
            <TriggerFields
              id={`flow-exit-${index}`}
              label={t('flow-pages:end.exit', { number: index + 1 })}
              trigger={exit}
              use="event"
              onChange={(next) =>
                onChange(
                  (before) => ({
                    ...before,
                    exits: before.exits.map((each, i) => (i === index ? next : each)),
                  }),
                  `exit ${index}`,
                )
              }
              error={problem(`exits.${index}`)}
            />
            <Button
              variant="plain"
              accessibilityLabel={t('flow-pages:end.removeExit', { number: index + 1 })}
              onClick={() =>
                onChange((before) => ({ ...before, exits: before.exits.filter((_, i) => i !== index) }))
              }
            >
              {t('flow-pages:end.remove')}
            </Button>
          </div>
        ))}
        <InlineStack>
          <Button
            disabled={exits.length >= flowLimits.exits}
            onClick={() =>
              onChange((before) => ({ ...before, exits: [...before.exits, { kind: 'order-cancelled' }] }))
            }
          >
            {t('flow-pages:end.addExit')}
          </Button>
        </InlineStack>
      </BlockStack>
    </BlockStack>
  );
}
