import { Card, Checkbox, FormLayout, Layout, List, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { minimumOrder, type ReferralsSettings } from '../../features/referrals/index.ts';
import { formatMoney, parseMoney } from '../../kit/money.ts';
import { NumberField } from '../number-field.tsx';

/** The form's values: the reward as it is typed. */
export type ReferralFormValues = Omit<ReferralsSettings, 'advocateMinor'> & { advocate: string };

interface Props {
  values: ReferralFormValues;
  currency: string;
  locale: string;
  wrong: string[];
  onChange: (change: Partial<ReferralFormValues>) => void;
}

/** The choices of the referral settings page. */
export function ReferralSettingsForm({ values, currency, locale, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const between = (key: string, min: number, max: number) =>
    wrong.includes(key) ? t('referrals:settings.between', { min, max }) : undefined;
  const days = (key: 'holdDays' | 'linkDays' | 'matchDays', min: number, max: number) => (
    <NumberField
      label={t(`referrals:settings.${key}`)}
      help={t(`referrals:settings.${key}Help`)}
      suffix={t('referrals:settings.days')}
      min={min}
      max={max}
      value={values[key]}
      error={between(key, min, max)}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  const amountError = wrong.includes('advocate') ? { error: t('referrals:settings.amountError') } : {};
  return (
    <>
      <Layout.AnnotatedSection
        title={t('referrals:settings.whether')}
        description={t('referrals:settings.whetherText')}
      >
        <Card>
          <Checkbox
            label={t('referrals:settings.isOn')}
            helpText={t('referrals:settings.isOnHelp')}
            checked={values.isOn}
            onChange={(isOn) => onChange({ isOn })}
          />
        </Card>
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title={t('referrals:settings.rewards')}
        description={t('referrals:settings.rewardsText')}
      >
        <Card>
          <FormLayout>
            <FormLayout.Group>
              <NumberField
                label={t('referrals:settings.friend')}
                suffix="%"
                min={1}
                max={50}
                value={Math.round(values.friendBasisPoints / 100)}
                error={between('friendBasisPoints', 1, 50)}
                onChange={(percent) => onChange({ friendBasisPoints: percent * 100 })}
              />
              <TextField
                label={t('referrals:settings.advocate')}
                helpText={t('referrals:settings.advocateHelp', { currency })}
                value={values.advocate}
                inputMode="decimal"
                suffix={currency}
                autoComplete="off"
                {...amountError}
                onChange={(advocate) => onChange({ advocate })}
              />
            </FormLayout.Group>
            <NumberField
              label={t('referrals:settings.multiple')}
              help={t('referrals:settings.multipleHelp', { amount: minimumText(values, currency, locale) })}
              suffix={t('referrals:settings.times')}
              min={0}
              max={20}
              value={values.minimumMultiple}
              error={between('minimumMultiple', 0, 20)}
              onChange={(minimumMultiple) => onChange({ minimumMultiple })}
            />
          </FormLayout>
        </Card>
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title={t('referrals:settings.hold')}
        description={t('referrals:settings.holdText')}
      >
        <Card>
          <FormLayout>
            {days('holdDays', 0, 120)}
            <FormLayout.Group>
              {days('linkDays', 1, 365)}
              {days('matchDays', 1, 365)}
            </FormLayout.Group>
          </FormLayout>
        </Card>
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title={t('referrals:settings.safety')}
        description={t('referrals:settings.safetyText')}
      >
        <Card>
          <List>
            {['people', 'suspicion', 'payment'].map((key) => (
              <List.Item key={key}>{t(`referrals:settings.checks.${key}`)}</List.Item>
            ))}
          </List>
        </Card>
      </Layout.AnnotatedSection>
    </>
  );
}

function minimumText(values: ReferralFormValues, currency: string, locale: string): string {
  try {
    const { minor } = parseMoney(values.advocate.trim().replace(',', '.'), currency);
    return formatMoney(
      minimumOrder({ advocateMinor: String(minor), minimumMultiple: values.minimumMultiple }, currency),
      locale,
    );
  } catch {
    return '–';
  }
}
