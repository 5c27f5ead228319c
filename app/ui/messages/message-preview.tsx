import { BlockStack, Box, Button, ButtonGroup, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type View = 'desktop' | 'phone' | 'text';
const widths = { desktop: '100%', phone: '375px' } as const;

/**
 * Nothing in a preview may run or lead anywhere. The frame has an origin of its own, may open or navigate nothing, and its
 * policy refuses every script; the `allow-scripts` of its sandbox lets tools that check pages look inside, no more.
 */
const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'; frame-src 'none'; form-action 'none'">`;

/**
 * A message as a reader sees it, on a computer, on a phone, or as plain text. The frame is closed off.
 */
export function MessagePreview({ subject, html, text }: { subject: string; html: string; text: string }) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>('phone');
  return (
    <BlockStack gap="300">
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <Text as="p" breakWord>
          <Text as="span" tone="subdued">
            {t('messages:detail.subject')}:{' '}
          </Text>
          <Text as="span" fontWeight="semibold">
            {subject}
          </Text>
        </Text>
        <ButtonGroup variant="segmented">
          {(['desktop', 'phone', 'text'] as const).map((one) => (
            <Button key={one} pressed={view === one} onClick={() => setView(one)}>
              {t(`messages:detail.${one}`)}
            </Button>
          ))}
        </ButtonGroup>
      </InlineStack>
      {view === 'text' ? (
        <Box background="bg-surface-secondary" padding="400" borderRadius="200">
          <pre style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', font: 'inherit' }}>
            {text}
          </pre>
        </Box>
      ) : (
        <div style={{ display: 'flex', justifyContent: 'center' }}>
          <iframe
            title={t('messages:kindPage.frame')}
            srcDoc={html.replace('<head>', `<head>${policy}`)}
            sandbox="allow-scripts"
            style={{
              border: '1px solid var(--p-color-border)',
              borderRadius: '12px',
              height: '640px',
              maxWidth: '100%',
              width: widths[view],
            }}
          />
        </div>
      )}
    </BlockStack>
  );
}
