import { BlockStack, Box, Button, ButtonGroup, InlineStack, Text } from '@shopify/polaris';
import { MoonIcon, SunIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

type View = 'desktop' | 'phone' | 'text' | 'sms';
const widths = { desktop: '100%', phone: '375px' } as const;

/**
 * Nothing in a preview may run or lead anywhere. The frame has an origin of its own, may open or navigate nothing, and its
 * policy refuses every script; the `allow-scripts` of its sandbox lets tools that check pages look inside, no more.
 */
const policy = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'; frame-src 'none'; form-action 'none'">`;

/** The very rules of the message, switched on or off: a frame cannot be told what its reader's device prefers. */
const darkRule = '(prefers-color-scheme: dark)';

interface Props {
  subject: string;
  html: string;
  text: string;
  /** what a phone gets; the tab is there when it is given */
  sms?: string | null;
}

/**
 * A message as a reader sees it: on a computer, on a phone, light or dark, or as plain text. The frame is closed off.
 */
export function MessagePreview({ subject, html, text, sms }: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>('phone');
  const [isDark, setDark] = useState(false);
  const views = (['desktop', 'phone', 'text', 'sms'] as const).filter((one) => one !== 'sms' || sms);
  const words = view === 'sms' ? sms : text;
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
        <InlineStack gap="200">
          <ButtonGroup variant="segmented">
            {views.map((one) => (
              <Button key={one} pressed={view === one} onClick={() => setView(one)}>
                {t(`messages:detail.${one}`)}
              </Button>
            ))}
          </ButtonGroup>
          {view === 'desktop' || view === 'phone' ? (
            <Button
              icon={isDark ? MoonIcon : SunIcon}
              pressed={isDark}
              accessibilityLabel={t('messages:detail.dark')}
              onClick={() => setDark(!isDark)}
            />
          ) : null}
        </InlineStack>
      </InlineStack>
      {view === 'text' || view === 'sms' ? (
        <Box background="bg-surface-secondary" padding="400" borderRadius="200">
          <pre style={{ margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', font: 'inherit' }}>
            {words}
          </pre>
        </Box>
      ) : (
        <div style={{ display: 'flex', justifyContent: 'center' }}>
          <iframe
            title={t('messages:kindPage.frame')}
            srcDoc={html
              .replace('<head>', `<head>${policy}`)
              .replaceAll(darkRule, isDark ? 'all' : 'not all')}
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
