import { InlineError, InlineGrid, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowSpan } from '../../../features/flows/index.ts';
import { NumberField } from '../../number-field.tsx';

const units = ['minutes', 'hours', 'days', 'weeks'] as const;

interface Props {
  id: string;
  label: string;
  help?: string;
  span: FlowSpan;
  onChange(span: FlowSpan): void;
  error?: string | false;
}

/** A span of time: a number and its unit. */
export function SpanField({ id, label, help, span, onChange, error }: Props) {
  const { t } = useTranslation();
  return (
    <div>
      <InlineGrid columns="1fr 1fr" gap="200">
        <NumberField
          label={label}
          {...(help ? { help } : {})}
          value={span.amount}
          min={1}
          max={10_000}
          onChange={(amount) => onChange({ ...span, amount })}
        />
        <Select
          label={t('flow-pages:span.unit')}
          value={span.unit}
          onChange={(unit) => onChange({ ...span, unit: units.find((each) => each === unit) ?? 'days' })}
          options={units.map((unit) => ({ value: unit, label: t(`flow-pages:span.units.${unit}`) }))}
        />
      </InlineGrid>
      {error ? <InlineError message={error} fieldID={id} /> : null}
    </div>
  );
}
