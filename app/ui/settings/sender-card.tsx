import { BlockStack, Card, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { GeneralSettings } from '../../features/shops/index.ts';

/** Who a message comes from. */
export function SenderCard(props: {
  shop: string;
  values: GeneralSettings;
  /** names of fields that were refused */
  wrong: string[];
  onChange: (change: Partial<GeneralSettings>) => void;
}) {
  const { values, onChange } = props;
  const { t } = useTranslation();
  const problem = (field: string, key: string) =>
    props.wrong.includes(field) ? { error: t(`settings:problem.${key}`) } : {};
  return (
    <Card>
      <BlockStack gap="400">
        <TextField
          label={t('settings:sender.name')}
          helpText={t('settings:sender.nameHelp', { shop: props.shop })}
          placeholder={props.shop}
          autoComplete="organization"
          maxLength={80}
          value={values.senderName}
          onChange={(senderName) => onChange({ senderName })}
          {...problem('senderName', 'tooLong')}
        />
        <TextField
          type="email"
          label={t('settings:sender.replyTo')}
          helpText={t('settings:sender.replyToHelp')}
          autoComplete="email"
          value={values.replyTo}
          onChange={(replyTo) => onChange({ replyTo })}
          {...problem('replyTo', 'replyTo')}
        />
        <TextField
          label={t('settings:sender.postalAddress')}
          helpText={t('settings:sender.postalAddressHelp')}
          autoComplete="street-address"
          multiline={3}
          maxLength={300}
          value={values.postalAddress}
          onChange={(postalAddress) => onChange({ postalAddress })}
          {...problem('postalAddress', 'tooLong')}
        />
      </BlockStack>
    </Card>
  );
}
