import { Banner, BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { timeWords } from '../../offers/editor/summaries.ts';
import type { Stale } from './use-server.ts';

interface Props {
  stale: Stale;
  timezone: string;
  isSaving: boolean;
  /** theirs is still being read */
  isReading: boolean;
  onKeepMine(): void;
  onTakeTheirs(): void;
}

/** Somebody else saved in between: who, when, and two ways on; undo brings back what was given up. */
export function StaleBanner({ stale, timezone, isSaving, isReading, onKeepMine, onTakeTheirs }: Props) {
  const { t, i18n } = useTranslation();
  const { by, at } = stale;
  return (
    <Banner
      tone="warning"
      title={
        by
          ? t('contents:editor.staleBy', {
              name: by,
              time: timeWords(at, { language: i18n.language, timezone }),
            })
          : t('contents:editor.staleUnknown')
      }
    >
      <BlockStack gap="200">
        <Text as="p">{t('contents:editor.staleText')}</Text>
        <InlineStack gap="200">
          <Button loading={isSaving} onClick={onKeepMine}>
            {t('offers:stale.keep')}
          </Button>
          <Button loading={isReading} onClick={onTakeTheirs}>
            {t('offers:stale.take')}
          </Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
