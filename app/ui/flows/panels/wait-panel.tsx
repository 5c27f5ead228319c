import { BlockStack, ChoiceList, Select, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowStep } from '../../../features/flows/index.ts';
import { weekdayName } from '../describe-flow.ts';
import { useFlowDesk } from '../flow-desk.ts';
import { SpanField } from './span-field.tsx';
import type { StepPanelProps } from './step-panel.tsx';
import { TriggerFields } from './trigger-fields.tsx';

type WaitStep = Extract<FlowStep, { kind: 'wait' }>;
type Wait = WaitStep['wait'];

/** What each kind of wait begins with. */
const beginnings: Record<Wait['until'], Wait> = {
  span: { until: 'span', span: { amount: 1, unit: 'days' } },
  time: { until: 'time', at: '09:00', weekdays: [] },
  event: { until: 'event', event: { kind: 'order-delivered' }, atMost: { amount: 14, unit: 'days' } },
};

/** How long, until what time of day, or until what happens. */
export function WaitPanel({ id, step, onChange, problem }: StepPanelProps<WaitStep>) {
  const { t } = useTranslation();
  const { reader } = useFlowDesk();
  const { wait } = step;
  const set = (next: Wait) =>
    onChange((before) => (before.kind === 'wait' ? { ...before, wait: next } : before));
  return (
    <BlockStack gap="300">
      <Select
        label={t('flow-pages:wait.until')}
        value={wait.until}
        onChange={(until) => set(beginnings[until as Wait['until']])}
        options={(['span', 'time', 'event'] as const).map((value) => ({
          value,
          label: t(`flow-pages:wait.kinds.${value}`),
        }))}
      />
      {wait.until === 'span' ? (
        <SpanField
          id={`${id}-span`}
          label={t('flow-pages:wait.span')}
          span={wait.span}
          onChange={(span) => set({ until: 'span', span })}
          error={problem('wait.span.amount') || problem('')}
        />
      ) : null}
      {wait.until === 'time' ? (
        <>
          <TextField
            id={`${id}-at`}
            label={t('flow-pages:wait.at')}
            helpText={t('flow-pages:wait.atHelp')}
            type="time"
            value={wait.at}
            onChange={(at) => set({ ...wait, at })}
            error={problem('wait.at')}
            autoComplete="off"
          />
          <ChoiceList
            allowMultiple
            title={t('flow-pages:wait.weekdays')}
            choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
              value: String(day),
              label: weekdayName(day, reader.language),
            }))}
            selected={wait.weekdays.map(String)}
            onChange={(days) => set({ ...wait, weekdays: days.map(Number).sort() })}
          />
        </>
      ) : null}
      {wait.until === 'event' ? (
        <>
          <TriggerFields
            id={`${id}-event`}
            label={t('flow-pages:wait.event')}
            trigger={wait.event}
            use="event"
            onChange={(event) => set({ ...wait, event })}
            error={problem('wait.event') || problem('')}
          />
          <SpanField
            id={`${id}-atmost`}
            label={t('flow-pages:wait.atMost')}
            help={t('flow-pages:wait.atMostHelp')}
            span={wait.atMost}
            onChange={(atMost) => set({ ...wait, atMost })}
            error={problem('wait.atMost.amount')}
          />
        </>
      ) : null}
    </BlockStack>
  );
}
