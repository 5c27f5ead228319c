import { BlockStack, Card, Checkbox, ChoiceList, FormLayout, Layout } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { ReviewsSettings } from '../../features/reviews/index.ts';
import { NumberField } from '../number-field.tsx';

interface Props {
  values: ReviewsSettings;
  /** fields that the server refused */
  wrong: string[];
  onChange: (change: Partial<ReviewsSettings>) => void;
}

/** The choices of the review settings page, in three groups: whether, when, and with what thanks. */
export function ReviewSettingsForm({ values, wrong, onChange }: Props) {
  const { t } = useTranslation();
  const days = (
    key: 'deliveredDays' | 'homeDays' | 'abroadDays' | 'reminderDays',
    min: number,
    max: number,
  ) => (
    <NumberField
      label={t(`reviews:settings.${key}`)}
      help={t(`reviews:settings.${key}Help`)}
      suffix={t('reviews:settings.days')}
      min={min}
      max={max}
      value={values[key]}
      error={wrong.includes(key) ? t('reviews:settings.between', { min, max }) : undefined}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  const reward = (change: Partial<ReviewsSettings['reward']>) =>
    onChange({ reward: { ...values.reward, ...change } });
  return (
    <>
      <Layout.AnnotatedSection
        title={t('reviews:settings.whether')}
        description={t('reviews:settings.whetherText')}
      >
        <Card>
          <BlockStack gap="400">
            <Checkbox
              label={t('reviews:settings.isOn')}
              helpText={t('reviews:settings.isOnHelp')}
              checked={values.isOn}
              onChange={(isOn) => onChange({ isOn })}
            />
            <ChoiceList
              title={t('reviews:settings.whom')}
              choices={[
                {
                  value: 'all',
                  label: t('reviews:settings.everybody'),
                  helpText: t('reviews:settings.everybodyHelp'),
                },
                {
                  value: 'consent',
                  label: t('reviews:settings.consented'),
                  helpText: t('reviews:settings.consentedHelp'),
                },
              ]}
              selected={[values.needsConsent ? 'consent' : 'all']}
              onChange={([chosen]) => onChange({ needsConsent: chosen === 'consent' })}
            />
          </BlockStack>
        </Card>
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title={t('reviews:settings.when')}
        description={t('reviews:settings.whenText')}
      >
        <Card>
          <FormLayout>
            {days('deliveredDays', 0, 70)}
            <FormLayout.Group>
              {days('homeDays', 0, 70)}
              {days('abroadDays', 0, 70)}
            </FormLayout.Group>
            <Checkbox
              label={t('reviews:settings.hasReminder')}
              helpText={t('reviews:settings.hasReminderHelp')}
              checked={values.hasReminder}
              onChange={(hasReminder) => onChange({ hasReminder })}
            />
            {values.hasReminder ? days('reminderDays', 3, 30) : null}
          </FormLayout>
        </Card>
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title={t('reviews:settings.thanks')}
        description={t('reviews:settings.thanksText')}
      >
        <Card>
          <FormLayout>
            <Checkbox
              label={t('reviews:settings.rewardOn')}
              helpText={t('reviews:settings.rewardOnHelp')}
              checked={values.reward.isOn}
              onChange={(isOn) => reward({ isOn })}
            />
            {values.reward.isOn ? (
              <FormLayout.Group>
                <NumberField
                  label={t('reviews:settings.rewardPercent')}
                  suffix="%"
                  min={1}
                  max={50}
                  value={Math.round(values.reward.basisPoints / 100)}
                  error={
                    wrong.includes('reward.basisPoints')
                      ? t('reviews:settings.between', { min: 1, max: 50 })
                      : undefined
                  }
                  onChange={(percent) => reward({ basisPoints: percent * 100 })}
                />
                <NumberField
                  label={t('reviews:settings.rewardDays')}
                  suffix={t('reviews:settings.days')}
                  min={7}
                  max={365}
                  value={values.reward.validDays}
                  error={
                    wrong.includes('reward.validDays')
                      ? t('reviews:settings.between', { min: 7, max: 365 })
                      : undefined
                  }
                  onChange={(validDays) => reward({ validDays })}
                />
              </FormLayout.Group>
            ) : null}
          </FormLayout>
        </Card>
      </Layout.AnnotatedSection>
    </>
  );
}
