import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

export interface VersionInWords {
  version: number;
  /** "Version 3, by Anna, 3 November" */
  words: string;
  inside: string;
  isOld: boolean;
  hasPeople: boolean;
}

/** The versions that people entered, and the way to take those inside older ones over. */
export function VersionsCard({
  versions,
  isBusy,
  onMove,
}: {
  versions: VersionInWords[];
  isBusy: boolean;
  onMove(): void;
}) {
  const { t } = useTranslation();
  if (versions.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('flow-pages:versions.title')}
        </Text>
        <Text as="p" tone="subdued">
          {t('flow-pages:versions.text')}
        </Text>
        <ol className="flow-versions" reversed>
          {versions.map(({ version, words, inside }) => (
            <li key={version}>
              <Text as="span">{words}</Text>
              <Text as="span" tone="subdued">
                {inside}
              </Text>
            </li>
          ))}
        </ol>
        {versions.some(({ isOld, hasPeople }) => isOld && hasPeople) ? (
          <BlockStack gap="100">
            <InlineStack>
              <Button onClick={onMove} loading={isBusy}>
                {t('flow-pages:versions.move')}
              </Button>
            </InlineStack>
            <Text as="p" tone="subdued" variant="bodySm">
              {t('flow-pages:versions.moveHelp')}
            </Text>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}
