import { Form } from '@remix-run/react';
import {
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Link,
  Page,
  Select,
  Text,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowTemplates, type SlotName, slotNames } from '../../features/content/index.ts';
import { paths } from '../../paths.ts';
import { timeWords } from '../offers/editor/summaries.ts';
import { languageName } from '../offers/languages.ts';

interface Row {
  id: string;
  slot: SlotName | null;
  name: string;
  languages: string[];
  isPublished: boolean;
  hasDraft: boolean;
  updatedAt: string;
}

/** Every content of the shop, and ready ones to begin with. */
export function ContentList({ contents, timezone }: { contents: Row[]; timezone: string }) {
  const { t, i18n } = useTranslation();
  const [template, setTemplate] = useState('blank');
  const taken = new Set(contents.map(({ slot }) => slot));
  const free = slotNames.filter((slot) => !taken.has(slot));
  const option = (name: string) => ({ label: t(`contents:template.${name}`), value: name });
  return (
    <Page
      title={t('contents:title')}
      subtitle={t('contents:subtitle')}
      backAction={{ content: t('messages:title'), url: paths.messages() }}
    >
      <BlockStack gap="400">
        <Card>
          <Form method="post">
            <InlineStack gap="300" blockAlign="end">
              <Select
                label={t('contents:list.begin')}
                name="template"
                value={template}
                options={[
                  { title: t('contents:list.own'), options: flowTemplates.map(option) },
                  ...(free.length > 0 ? [{ title: t('contents:list.ours'), options: free.map(option) }] : []),
                ]}
                onChange={setTemplate}
              />
              <Button submit variant="primary">
                {t('contents:list.create')}
              </Button>
            </InlineStack>
          </Form>
        </Card>
        <Card padding="0">
          {contents.length === 0 ? (
            <Box padding="400">
              <Text as="p" tone="subdued">
                {t('contents:list.empty')}
              </Text>
            </Box>
          ) : (
            <ul className="content-list">
              {contents.map((row) => (
                <li key={row.id}>
                  <InlineStack align="space-between" blockAlign="center" gap="200">
                    <BlockStack>
                      <Link url={paths.content(row.id)} removeUnderline>
                        <Text as="span" fontWeight="semibold">
                          {row.name}
                        </Text>
                      </Link>
                      <Text as="span" tone="subdued">
                        {[
                          row.slot ? t(`contents:template.${row.slot}`) : t('contents:list.forFlows'),
                          row.languages.map((tag) => languageName(tag, i18n.language)).join(', '),
                          timeWords(row.updatedAt, { language: i18n.language, timezone }),
                        ].join(' · ')}
                      </Text>
                    </BlockStack>
                    <InlineStack gap="100">
                      <Badge {...(row.isPublished ? { tone: 'success' as const } : {})}>
                        {t(row.isPublished ? 'contents:state.published' : 'contents:state.draft')}
                      </Badge>
                      {row.isPublished && row.hasDraft ? (
                        <Badge tone="attention">{t('contents:state.changed')}</Badge>
                      ) : null}
                    </InlineStack>
                  </InlineStack>
                </li>
              ))}
            </ul>
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}
