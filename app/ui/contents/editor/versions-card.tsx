import { useFetcher } from '@remix-run/react';
import { Badge, BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContentInput } from '../../../features/content/index.ts';
import { paths } from '../../../paths.ts';
import { timeWords } from '../../offers/editor/summaries.ts';

interface Revision {
  version: number;
  action: string;
  at: string;
  by: string | null;
  isCurrent: boolean;
  isPublished: boolean;
}

export interface BroughtBack {
  kind: string;
  restored: number;
  version: number;
  publishedVersion: number | null;
  input: ContentInput;
}

interface Props {
  id: string;
  version: number;
  timezone: string;
  onBroughtBack(answer: BroughtBack): void;
}

/** What the content has been: who, when, which version is sent, and the way back to each. Read when it is opened. */
export function VersionsCard({ id, version, timezone, onBroughtBack }: Props) {
  const { t, i18n } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { load, data } = useFetcher<{ revisions: Revision[] }>();
  const back = useFetcher<BroughtBack>();
  const path = paths.contentHistory(id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer version has one more entry
  useEffect(() => {
    if (isOpen) load(path);
  }, [isOpen, load, path, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is said once
  useEffect(() => {
    if (back.data) onBroughtBack(back.data);
  }, [back.data]);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t('contents:editor.versions')}
          </Text>
          <Button variant="plain" ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? 'contents:editor.hide' : 'contents:editor.show')}
          </Button>
        </InlineStack>
        {isOpen && data ? (
          <ol className="content-versions">
            {data.revisions.map((revision) => {
              const number = t('offers:history.version', { version: revision.version });
              return (
                <li key={revision.version}>
                  <InlineStack align="space-between" blockAlign="center" gap="200">
                    <BlockStack>
                      <InlineStack gap="200" blockAlign="center">
                        <Text as="h3" variant="headingSm">
                          {`${revision.by ?? t('offers:history.reprise')} ${t(`contents:action.${revision.action}`)}`}
                        </Text>
                        {revision.isPublished ? (
                          <Badge tone="success">{t('contents:state.published')}</Badge>
                        ) : null}
                        {revision.isCurrent ? <Badge>{t('offers:history.current')}</Badge> : null}
                      </InlineStack>
                      <Text as="p" tone="subdued">
                        <time dateTime={revision.at}>
                          {timeWords(revision.at, { language: i18n.language, timezone })}
                        </time>
                        {` · ${number}`}
                      </Text>
                    </BlockStack>
                    {revision.isCurrent ? null : (
                      <Button
                        size="slim"
                        disabled={back.state !== 'idle'}
                        accessibilityLabel={`${t('offers:history.bringBack')}: ${number}`}
                        onClick={() =>
                          back.submit(
                            { version: revision.version, seen: version },
                            { method: 'post', encType: 'application/json', action: path },
                          )
                        }
                      >
                        {t('offers:history.bringBack')}
                      </Button>
                    )}
                  </InlineStack>
                </li>
              );
            })}
          </ol>
        ) : null}
      </BlockStack>
    </Card>
  );
}
