import type { ParcelState, Surface } from '@reprise/rules';
import { BlockStack, ChoiceList, Select, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTimeOf, momentOf, surfaces, weekdayNames } from '../../features/offers/index.ts';
import type { FieldsProps, Of } from './fields-props.ts';
import { Ends } from './number-fields.tsx';
import { useRuleDesk } from './rule-desk.ts';

type Moment = Of<'schedule' | 'weekday' | 'hour' | 'parcel' | 'surface' | 'share'>;

const days = [1, 2, 3, 4, 5, 6, 7];
const parcels: readonly ParcelState[] = ['placed', 'shipped', 'out-for-delivery', 'delivered'];

/** When, where, and for how many. */
export function MomentFields(props: FieldsProps<Moment>) {
  const { condition, onChange, errorAt } = props;
  const { t } = useTranslation();
  const { language } = useRuleDesk();
  switch (condition.kind) {
    case 'schedule':
      return <DateFields {...props} condition={condition} />;
    case 'hour':
      return <HourFields {...props} condition={condition} />;
    case 'share':
      return <ShareFields {...props} condition={condition} />;
    case 'weekday':
      return (
        <Several
          label={t('rules:edit.days')}
          choices={days.map((day, i) => ({
            value: String(day),
            label: weekdayNames(days, language)[i] ?? '',
          }))}
          chosen={condition.in.map(String)}
          onChange={(chosen) => onChange({ kind: 'weekday', in: chosen.map(Number).sort() })}
          error={errorAt('in')}
        />
      );
    case 'parcel':
      return (
        <Several
          label={t('rules:edit.parcels')}
          choices={parcels.map((value) => ({ value, label: t(`rules:parcelState.${value}`) }))}
          chosen={condition.in}
          onChange={(chosen) =>
            onChange({ kind: 'parcel', in: parcels.filter((state) => chosen.includes(state)) })
          }
          error={errorAt('in')}
        />
      );
    case 'surface':
      return (
        <Several
          label={t('rules:edit.pages')}
          choices={surfaces.map((value) => ({ value, label: t(`rules:place.${value}`) }))}
          chosen={condition.in}
          onChange={(chosen) =>
            onChange({ kind: 'surface', in: surfaces.filter((place: Surface) => chosen.includes(place)) })
          }
          error={errorAt('in')}
        />
      );
  }
}

function Several(props: {
  label: string;
  choices: { value: string; label: string }[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  error: string | false;
}) {
  const { label, choices, chosen, onChange, error } = props;
  return (
    <ChoiceList
      allowMultiple
      title={label}
      choices={choices}
      selected={[...chosen]}
      onChange={onChange}
      {...(error ? { error } : {})}
    />
  );
}

function DateFields({ condition, path, onChange, errorAt }: FieldsProps<Of<'schedule'>>) {
  const { t } = useTranslation();
  const { timezone, idOf } = useRuleDesk();
  const field = (name: 'from' | 'until') => {
    const value = condition[name];
    return (
      <TextField
        id={idOf(`${path}.${name}`)}
        type="datetime-local"
        label={t(`rules:edit.${name}`)}
        helpText={t('rules:edit.shopTime', { zone: timezone })}
        value={value === undefined ? '' : clockTimeOf(value, timezone)}
        onChange={(local) => {
          const { [name]: _, ...rest } = condition;
          const moment = momentOf(local, timezone);
          onChange(moment === null ? rest : { ...rest, [name]: moment });
        }}
        error={errorAt(name)}
        autoComplete="off"
      />
    );
  };
  return (
    <Ends>
      {field('from')}
      {field('until')}
    </Ends>
  );
}

function HourFields({ condition, onChange, errorAt }: FieldsProps<Of<'hour'>>) {
  const { t } = useTranslation();
  const { timezone, language } = useRuleDesk();
  const clock = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
  const options = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({
      value: String(from + i),
      label: from + i === 24 ? t('rules:midnight') : clock.format(Date.UTC(2024, 0, 1, from + i)),
    }));
  const error = errorAt('from') || errorAt('to');
  return (
    <Ends>
      <Select
        label={t('rules:edit.from')}
        helpText={t('rules:edit.shopTime', { zone: timezone })}
        options={options(0, 23)}
        value={String(condition.from)}
        onChange={(from) => onChange({ ...condition, from: Number(from) })}
        {...(error ? { error } : {})}
      />
      <Select
        label={t('rules:edit.to')}
        options={options(1, 24)}
        value={String(condition.to === 0 ? 24 : condition.to)}
        onChange={(to) => onChange({ ...condition, to: Number(to) })}
      />
    </Ends>
  );
}

function ShareFields({ condition, path, onChange, errorAt }: FieldsProps<Of<'share'>>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  const [text, setText] = useState(String(condition.to));
  const read = (typed: string) => Number(typed.replace(',', '.'));
  return (
    <BlockStack gap="300">
      <TextField
        id={idOf(`${path}.to`)}
        label={t('rules:edit.percent')}
        helpText={t('rules:edit.percentHelp')}
        value={text}
        onChange={(typed) => {
          const kept = typed.replace(/[^\d.,]/g, '').slice(0, 6);
          setText(kept);
          const percent = read(kept);
          // Nothing typed, or no number: nobody, and the rule's own check says so.
          onChange({ ...condition, to: Number.isFinite(percent) ? percent : 0 });
        }}
        suffix="%"
        inputMode="decimal"
        autoComplete="off"
        error={errorAt('to')}
      />
    </BlockStack>
  );
}
