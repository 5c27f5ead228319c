import { Banner, BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeList } from './change-list.tsx';
import type { Change } from './describe-changes.ts';

interface Props {
  /** null: Reprise does not know who */
  by: string | null;
  /** already in words */
  at: string;
  /** what saving over it would change; null while theirs is being read */
  changes: Change[] | null;
  isSaving: boolean;
  onTakeTheirs(): void;
  onKeepMine(): void;
}

/** Somebody else saved in between: who, when, what is different, and two ways on. Neither loses anything for good. */
export function StaleBanner({ by, at, changes, isSaving, onTakeTheirs, onKeepMine }: Props) {
  const { t } = useTranslation();
  const [isSeeing, setSeeing] = useState(false);
  return (
    <Banner
      tone="warning"
      title={by ? t('offers:stale.by', { name: by, time: at }) : t('offers:stale.unknown', { time: at })}
    >
      <BlockStack gap="300">
        <Text as="p">{t('offers:stale.text')}</Text>
        {isSeeing ? (
          changes === null ? (
            <Text as="p" tone="subdued">
              {t('offers:stale.reading')}
            </Text>
          ) : changes.length === 0 ? (
            <Text as="p">{t('offers:stale.same')}</Text>
          ) : (
            <BlockStack gap="200">
              <Text as="h3" variant="headingSm">
                {t('offers:stale.changes')}
              </Text>
              <ChangeList changes={changes} />
            </BlockStack>
          )
        ) : null}
        <InlineStack gap="200">
          {isSeeing ? null : <Button onClick={() => setSeeing(true)}>{t('offers:stale.see')}</Button>}
          <Button onClick={onKeepMine} loading={isSaving}>
            {t('offers:stale.keep')}
          </Button>
          <Button onClick={onTakeTheirs}>{t('offers:stale.take')}</Button>
        </InlineStack>
      </BlockStack>
    </Banner>
  );
}
