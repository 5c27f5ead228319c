import { BlockStack, Card, Checkbox, Divider } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

export interface Switches {
  thankYou: boolean;
  reviews: boolean;
  reminders: boolean;
  referrals: boolean;
  isPaused: boolean;
}

/** One switch per part, each with what it does, in the numbers that are set. */
export function SwitchesCard(props: {
  values: Switches;
  words: Record<'reviews' | 'reminders' | 'referrals', Record<string, string | number>>;
  onChange: (change: Partial<Switches>) => void;
}) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="400">
        {(['thankYou', 'reviews', 'reminders', 'referrals'] as const).map((key) => (
          <Checkbox
            key={key}
            label={t(`settings:switches.${key}`)}
            helpText={t(`settings:switches.${key}Help`, key === 'thankYou' ? {} : props.words[key])}
            checked={props.values[key]}
            onChange={(isOn) => props.onChange({ [key]: isOn })}
          />
        ))}
        <Divider />
        <Checkbox
          label={t('settings:switches.isPaused')}
          helpText={t('settings:switches.isPausedHelp')}
          checked={props.values.isPaused}
          onChange={(isPaused) => props.onChange({ isPaused })}
        />
      </BlockStack>
    </Card>
  );
}
