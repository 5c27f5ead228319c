import { BlockStack, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { Switch } from './switch.tsx';

/** A ready flow: what it is called, and one sentence on when it helps. */
export interface ReadyCard {
  id: string;
  name: string;
  about: string;
  /** its steps in short: "2 days later · a message" */
  steps: string[];
}

interface Props {
  ready: ReadyCard[];
  isBusy: boolean;
  onSwitchOn(name: string): void;
  onLook(name: string): void;
}

/** Flows that are written already: one switch, or a look first. */
export function ReadyGallery({ ready, isBusy, onSwitchOn, onLook }: Props) {
  const { t } = useTranslation();
  if (ready.length === 0) return null;
  return (
    <BlockStack gap="400">
      <Box maxWidth="42rem" paddingInline={{ xs: '400', sm: '0' }}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingLg">
            {t('flow-pages:ready.title')}
          </Text>
          <Text as="p" tone="subdued">
            {t('flow-pages:ready.text')}
          </Text>
        </BlockStack>
      </Box>
      <ul className="flow-ready">
        {ready.map(({ id, name, about, steps }) => (
          <li key={id} className="flow-ready__card">
            <BlockStack gap="200">
              <Text as="h3" variant="headingMd">
                {name}
              </Text>
              <Text as="p">{about}</Text>
              <ol className="flow-ready__steps" aria-label={t('flow-pages:ready.steps', { name })}>
                {steps.map((step, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two steps may read alike, and the list never changes
                  <li key={index}>{step}</li>
                ))}
              </ol>
            </BlockStack>
            <InlineStack gap="300" blockAlign="center" align="space-between">
              <Button
                disabled={isBusy}
                accessibilityLabel={t('flow-pages:ready.lookAt', { name })}
                onClick={() => onLook(id)}
              >
                {t('flow-pages:ready.look')}
              </Button>
              <Switch
                label={t('flow-pages:list.switch', { name })}
                isOn={false}
                isBusy={isBusy}
                onChange={() => onSwitchOn(id)}
              />
            </InlineStack>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
