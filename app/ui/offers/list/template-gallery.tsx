import { BlockStack, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { Miniature, type MiniatureOffer } from './miniature.tsx';

export interface TemplateCard {
  /** the template's own name in an address */
  id: string;
  name: string;
  about: string;
  look: MiniatureOffer;
}

interface Props {
  templates: TemplateCard[];
  pathTo(template: string): string;
  /** the page's own title, where nothing else says what this is */
  hasTitle: boolean;
}

/** Ready offers to begin with: when each helps, and how it looks; and the way to begin with nothing. */
export function TemplateGallery({ templates, pathTo, hasTitle }: Props) {
  const { t } = useTranslation();
  return (
    <BlockStack gap="400">
      {hasTitle ? (
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
      ) : null}
      <ul className="offer-templates">
        {templates.map((template, index) => (
          <li key={template.id}>
            <div className="offer-template">
              <div className="offer-template__look" aria-hidden="true">
                <Miniature offer={template.look} />
              </div>
              <div className="offer-template__words">
                <Text as="h3" variant="headingMd">
                  {template.name}
                </Text>
                <Text as="p" tone="subdued">
                  {template.about}
                </Text>
              </div>
              <div className="offer-template__use">
                <Button
                  variant={index === 0 ? 'primary' : 'secondary'}
                  url={pathTo(template.id)}
                  accessibilityLabel={`${t('offers:empty.use')}: ${template.name}`}
                >
                  {t('offers:empty.use')}
                </Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" tone="subdued">
            {t('offers:empty.orBlank')}
          </Text>
          <Button variant="plain" url={pathTo('blank')}>
            {t('offers:empty.blank')}
          </Button>
        </InlineStack>
      </Box>
    </BlockStack>
  );
}
