import { Badge, BlockStack, Box, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { MessageInWords } from '../../features/messages/index.ts';
import { paths } from '../../paths.ts';

const tones = {
  planned: 'info',
  deferred: 'info',
  sending: 'attention',
  sent: 'success',
  dropped: 'new',
  failed: 'critical',
  unknown: 'warning',
} as const;

export function StatusBadge({ status, name }: { status: MessageInWords['status']; name: string }) {
  const tone = tones[status];
  return <Badge {...(tone === 'new' ? {} : { tone })}>{name}</Badge>;
}

/** The ledger as a list that reads well on a phone too: who and what, then one sentence that says what happened and why. */
export function MessageRows({ rows }: { rows: MessageInWords[] }) {
  const { t } = useTranslation();
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {rows.map((row, index) => (
        <li key={row.id}>
          <Box
            paddingBlock="300"
            paddingInline="400"
            {...(index > 0 ? { borderBlockStartWidth: '025', borderColor: 'border-secondary' } : {})}
          >
            <BlockStack gap="150">
              <InlineStack gap="200" align="space-between" blockAlign="center">
                <InlineStack gap="200" blockAlign="center">
                  <Link url={paths.message(row.id)} removeUnderline>
                    <Text as="span" fontWeight="semibold">
                      {row.kindName}
                    </Text>
                  </Link>
                  <StatusBadge status={row.status} name={row.statusName} />
                  {row.isClicked ? <Badge tone="success">{t('messages:list.clicked')}</Badge> : null}
                </InlineStack>
                <Text as="span" tone="subdued" variant="bodySm">
                  {row.when}
                </Text>
              </InlineStack>
              <Text as="p" breakWord>
                {row.personId ? (
                  <Link url={paths.person(row.personId)} monochrome>
                    {row.who}
                  </Link>
                ) : (
                  row.who
                )}
                {row.orderName ? ` · ${row.orderName}` : null}
              </Text>
              <Text as="p" tone="subdued" breakWord>
                {row.sentence}
              </Text>
            </BlockStack>
          </Box>
        </li>
      ))}
    </ul>
  );
}
