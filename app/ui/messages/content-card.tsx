import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';

interface Props {
  slot: string;
  /** null: the merchant has begun nothing */
  id: string | null;
  isPublished: boolean;
  /** several contents word this kind, so each says which it is */
  isMany: boolean;
  isBusy: boolean;
  onBegin(): void;
}

/** Whose words a message is sent in, and the way to change them. */
export function ContentCard({ slot, id, isPublished, isMany, isBusy, onBegin }: Props) {
  const { t } = useTranslation();
  const title = isMany ? t(`contents:template.${slot}`) : t('messages:content.own');
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {id ? (
            <Badge {...(isPublished ? { tone: 'success' as const } : {})}>
              {t(isPublished ? 'contents:state.published' : 'contents:state.draft')}
            </Badge>
          ) : null}
        </InlineStack>
        <Text as="p" tone="subdued">
          {t(`messages:content.${isPublished ? 'ownText' : id ? 'draftText' : 'none'}`)}
        </Text>
        <InlineStack>
          {id ? (
            <Button url={paths.content(id)} accessibilityLabel={`${t('messages:content.open')}: ${title}`}>
              {t('messages:content.open')}
            </Button>
          ) : (
            <Button
              onClick={onBegin}
              loading={isBusy}
              accessibilityLabel={`${t('messages:content.change')}: ${title}`}
            >
              {t('messages:content.change')}
            </Button>
          )}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
