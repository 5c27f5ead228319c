import { BlockStack, Button, Checkbox, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { type FlowArm, type FlowStep, flowLimits } from '../../../features/flows/index.ts';
import { NumberField } from '../../number-field.tsx';
import { armName, armShares } from '../describe-flow.ts';
import type { StepPanelProps } from './step-panel.tsx';

type SplitStep = Extract<FlowStep, { kind: 'split' }>;

/** The first letter that no way has yet: ids stay what they are when others go, or people inside would change their way. */
function newArm(arms: readonly FlowArm[]): FlowArm {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const id = letters.find((letter) => !arms.some((arm) => arm.id === letter)) ?? `x${arms.length}`;
  return { id, weight: 50, steps: [] };
}

/** The ways, how many go each, and whether it is a test. */
export function SplitPanel({ step, onChange, problem }: StepPanelProps<SplitStep>) {
  const { t } = useTranslation();
  const { arms } = step;
  const shares = armShares(arms);
  const set = (next: (before: SplitStep) => SplitStep, about?: string) =>
    onChange((before) => (before.kind === 'split' ? next(before) : before), about);
  return (
    <BlockStack gap="300">
      {arms.map((arm, index) => (
        <InlineStack key={arm.id} gap="200" blockAlign="end" wrap={false}>
          <div style={{ flex: 1 }}>
            <NumberField
              label={t('flow-pages:split.weight', { name: armName(index) })}
              value={arm.weight}
              min={1}
              max={100}
              suffix={t('flow-pages:split.percent', { percent: shares[index] ?? 0 })}
              error={problem(`arms.${index}.weight`) || undefined}
              onChange={(weight) =>
                set((before) => ({
                  ...before,
                  arms: before.arms.map((each) => (each.id === arm.id ? { ...each, weight } : each)),
                }))
              }
            />
          </div>
          <Button
            disabled={arms.length <= 2}
            accessibilityLabel={t('flow-pages:split.removeArm', { name: armName(index) })}
            onClick={() =>
              set(
                (before) => ({ ...before, arms: before.arms.filter((each) => each.id !== arm.id) }),
                `arm ${arm.id} of ${step.id} goes`,
              )
            }
          >
            {t('flow-pages:split.remove')}
          </Button>
        </InlineStack>
      ))}
      {arms.some(({ steps }) => steps.length > 0) ? (
        <Text as="p" tone="subdued">
          {t('flow-pages:split.removeHelp')}
        </Text>
      ) : null}
      <InlineStack>
        <Button
          disabled={arms.length >= flowLimits.arms}
          onClick={() =>
            set(
              (before) => ({ ...before, arms: [...before.arms, newArm(before.arms)] }),
              `arm ${arms.length} of ${step.id} comes`,
            )
          }
        >
          {t('flow-pages:split.add')}
        </Button>
      </InlineStack>
      <Checkbox
        label={t('flow-pages:split.isExperiment')}
        helpText={t('flow-pages:split.experimentHelp')}
        checked={step.isExperiment}
        onChange={(isExperiment) => set((before) => ({ ...before, isExperiment }))}
      />
    </BlockStack>
  );
}
