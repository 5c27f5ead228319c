import { BlockStack, Box, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { TemplateName } from '../../features/offers/index.ts';

const templates: TemplateName[] = ['next-order', 'complement', 'first-order'];

/** What a merchant without offers sees: three that are ready but for their own touch. */
export function OfferTemplates({ pathTo }: { pathTo(template: TemplateName): string }) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="400">
      <Box maxWidth="42rem" paddingInline={{ xs: '400', sm: '0' }}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingLg">
            {t('offers:empty.title')}
          </Text>
          <Text as="p" tone="subdued">
            {t('offers:empty.text')}
          </Text>
        </BlockStack>
      </Box>
      <ul className="offer-templates">
        {templates.map((template) => (
          <li key={template}>
            <Card>
              <BlockStack gap="300">
                <BlockStack gap="100">
                  <Text as="h3" variant="headingMd">
                    {t(`offer-templates:${template}.name`)}
                  </Text>
                  <Text as="p">{t(`offer-templates:${template}.about`)}</Text>
                </BlockStack>
                <InlineStack>
                  <Button
                    variant={template === 'next-order' ? 'primary' : 'secondary'}
                    url={pathTo(template)}
                    accessibilityLabel={`${t('offers:empty.use')}: ${t(`offer-templates:${template}.name`)}`}
                  >
                    {t('offers:empty.use')}
                  </Button>
                </InlineStack>
              </BlockStack>
            </Card>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
