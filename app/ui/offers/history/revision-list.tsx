import { Badge, Box, Button, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { ChangeList } from '../editor/change-list.tsx';
import type { Change } from '../editor/describe-changes.ts';
import { timeWords } from '../editor/summaries.ts';

/** One version of an offer, in words. */
export interface RevisionRow {
  version: number;
  action: string;
  /** ISO UTC */
  at: string;
  /** null: Reprise itself */
  by: string | null;
  isCurrent: boolean;
  /** what is different from the version before */
  changes: Change[];
}

interface Props {
  revisions: RevisionRow[];
  timezone: string;
  isBusy: boolean;
  onBringBack(version: number): void;
}

/** What an offer has been, newest first: who, when, what changed, and the way back. */
export function RevisionList({ revisions, timezone, isBusy, onBringBack }: Props) {
  const { t, i18n } = useTranslation();
  if (revisions.length === 0) {
    return (
      <Box padding="400">
        <Text as="p" tone="subdued">
          {t('offers:history.none')}
        </Text>
      </Box>
    );
  }
  return (
    <ol className="revisions">
      {revisions.map((revision) => (
        <li key={revision.version}>
          <InlineStack gap="200" align="space-between" blockAlign="start" wrap={false}>
            <div>
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingSm">
                  {`${revision.by ?? t('offers:history.reprise')} ${t(`offers:history.action.${revision.action}`)}`}
                </Text>
                {revision.isCurrent ? <Badge tone="success">{t('offers:history.current')}</Badge> : null}
              </InlineStack>
              <Text as="p" tone="subdued">
                <time dateTime={revision.at}>
                  {timeWords(revision.at, { language: i18n.language, timezone })}
                </time>
                {` · ${t('offers:history.version', { version: revision.version })}`}
              </Text>
            </div>
            {revision.isCurrent ? null : (
              <Button
                size="slim"
                disabled={isBusy}
                accessibilityLabel={`${t('offers:history.bringBack')}: ${t('offers:history.version', { version: revision.version })}`}
                onClick={() => onBringBack(revision.version)}
              >
                {t('offers:history.bringBack')}
              </Button>
            )}
          </InlineStack>
          {revision.changes.length > 0 ? <ChangeList changes={revision.changes} /> : null}
        </li>
      ))}
    </ol>
  );
}
