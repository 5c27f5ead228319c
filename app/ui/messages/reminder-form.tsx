import { BlockStack, Card, Checkbox, InlineGrid, InlineStack, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { CheckoutsSettings } from '../../features/checkouts/index.ts';

/** What the merchant types, before it is numbers. */
export interface ReminderFields {
  steps: { isOn: boolean; after: string }[];
  code: { isOn: boolean; percent: string; validHours: string };
}

export function fieldsOf(settings: CheckoutsSettings): ReminderFields {
  return {
    steps: settings.steps.map(({ isOn, afterMinutes }) => ({ isOn, after: String(afterMinutes) })),
    code: {
      isOn: settings.code.isOn,
      percent: String(settings.code.basisPoints / 100),
      validHours: String(settings.code.validHours),
    },
  };
}

/** The fields as the settings' schema wants them; what is no number stays wrong, and the schema says so. */
export function settingsOf(fields: ReminderFields, isOn: boolean): unknown {
  const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')));
  return {
    isOn,
    steps: fields.steps.map(({ isOn, after }) => ({ isOn, afterMinutes: number(after) })),
    code: {
      isOn: fields.code.isOn,
      basisPoints: Math.round(number(fields.code.percent) * 100),
      validHours: number(fields.code.validHours),
    },
  };
}

/** When the three reminders leave, and what the last one carries. Errors stand at their field. */
export function ReminderForm({
  fields,
  wrong,
  locale,
  onChange,
}: {
  fields: ReminderFields;
  /** paths of the settings' schema that were not accepted */
  wrong: string[];
  locale: string;
  onChange(fields: ReminderFields): void;
}) {
  const { t } = useTranslation();
  const hours = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const setStep = (index: number, change: Partial<ReminderFields['steps'][number]>) =>
    onChange({
      ...fields,
      steps: fields.steps.map((step, at) => (at === index ? { ...step, ...change } : step)),
    });
  const setCode = (change: Partial<ReminderFields['code']>) =>
    onChange({ ...fields, code: { ...fields.code, ...change } });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('messages:kindPage.settings')}
        </Text>
        {fields.steps.map((step, index) => {
          const number = index + 1;
          const isWrong = wrong.some((path) => path === `steps.${index}.afterMinutes`);
          return (
            <InlineGrid key={number} columns={{ xs: 1, sm: 2 }} gap="300" alignItems="start">
              <Checkbox
                label={t('messages:kindPage.activeStep', { step: number })}
                checked={step.isOn}
                onChange={(isOn) => setStep(index, { isOn })}
              />
              <TextField
                label={t('messages:kindPage.after')}
                value={step.after}
                onChange={(after) => setStep(index, { after })}
                suffix={t('messages:kindPage.afterUnit')}
                inputMode="numeric"
                autoComplete="off"
                disabled={!step.isOn}
                {...(Number(step.after) >= 60
                  ? {
                      helpText: t('messages:kindPage.afterHelp', {
                        count: Number(step.after) / 60,
                        hours: hours.format(Number(step.after) / 60),
                      }),
                    }
                  : {})}
                {...(isWrong ? { error: t('messages:kindPage.range', { min: 30, max: 20160 }) } : {})}
              />
            </InlineGrid>
          );
        })}
        {wrong.includes('steps') ? (
          <Text as="p" tone="critical">
            {t('messages:kindPage.order')}
          </Text>
        ) : null}
        <Checkbox
          label={t('messages:kindPage.code')}
          helpText={t('messages:kindPage.codeHelp')}
          checked={fields.code.isOn}
          onChange={(isOn) => setCode({ isOn })}
        />
        <InlineStack gap="300">
          <TextField
            label={t('messages:kindPage.percent')}
            value={fields.code.percent}
            onChange={(percent) => setCode({ percent })}
            suffix="%"
            inputMode="decimal"
            autoComplete="off"
            disabled={!fields.code.isOn}
            {...(wrong.includes('code.basisPoints')
              ? { error: t('messages:kindPage.range', { min: 1, max: 50 }) }
              : {})}
          />
          <TextField
            label={t('messages:kindPage.hours')}
            value={fields.code.validHours}
            onChange={(validHours) => setCode({ validHours })}
            suffix={t('messages:kindPage.hoursUnit')}
            inputMode="numeric"
            autoComplete="off"
            disabled={!fields.code.isOn}
            {...(wrong.includes('code.validHours')
              ? { error: t('messages:kindPage.range', { min: 24, max: 240 }) }
              : {})}
          />
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
