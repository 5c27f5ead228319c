import { Banner, BlockStack, Button, InlineStack, List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { FlowStatus } from '../../features/flows/index.ts';

interface StaleProps {
  /** what saving mine would change; null while theirs is being read */
  changes: string[] | null;
  isSaving: boolean;
  onTakeTheirs(): void;
  onKeepMine(): void;
}

/** Somebody else saved in between: what is different, and two ways on. Neither loses anything for good. */
export function StaleFlowBanner({ changes, isSaving, onTakeTheirs, onKeepMine }: StaleProps) {
  const { t } = useTranslation();
  return (
    <Banner tone="warning" title={t('flow-pages:stale.title')}>
      <BlockStack gap="300">
        <Text as="p">{t('flow-pages:stale.text')}</Text>
        {changes === null ? null : changes.length === 0 ? (
          <Text as="p">{t('flow-pages:stale.same')}</Text>
        ) : (
          <List>
            {changes.map((change, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two steps may have changed in the same words
              <List.Item key={index}>{change}</List.Item>
            ))}
          </List>
        )}
        <InlineStack gap="200">
          <Button onClick={onKeepMine} loading={isSaving}>
            {t('flow-pages:stale.keep')}
          </Button>
          <Button onClick={onTakeTheirs}>{t('flow-pages:stale.take')}</Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}

/** How the flow stands, where that is not what the editor shows. */
export function StatusBanner({
  status,
  isChanged,
  onActivate,
}: {
  status: FlowStatus;
  isChanged: boolean;
  onActivate(): void;
}) {
  const { t } = useTranslation();
  if (status === 'archived') return <Banner tone="info">{t('flow-pages:edit.archived')}</Banner>;
  if (status === 'paused') return <Banner tone="info">{t('flow-pages:edit.paused')}</Banner>;
  if (status === 'active' && isChanged)
    return (
      <Banner
        tone="info"
        title={t('flow-pages:edit.changedTitle')}
        action={{ content: t('flow-pages:edit.publish'), onAction: onActivate }}
      >
        {t('flow-pages:edit.changed')}
      </Banner>
    );
  return null;
}
