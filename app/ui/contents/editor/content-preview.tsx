import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, Card, InlineGrid, Select, Text } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContentInput, ContentProblem } from '../../../features/content/index.ts';
import { paths } from '../../../paths.ts';
import { MessagePreview } from '../../messages/message-preview.tsx';

/** What the server draws. */
type Preview =
  | {
      kind: 'drawn';
      subject: string;
      html: string;
      text: string;
      sms: string | null;
      problems: ContentProblem[];
    }
  | { kind: 'not_drawn'; problems: ContentProblem[] };

const pauseMs = 500;

/** What stands in the editor, drawn by the server as it would be sent; asked for anew when the writer pauses. */
export function useContentPreview(id: string, input: ContentInput, language: string, orderId: string) {
  const { submit, data, state } = useFetcher<Preview>();
  const text = JSON.stringify({ input, language, orderId });
  useEffect(() => {
    const timer = setTimeout(
      () =>
        submit(JSON.parse(text), {
          method: 'post',
          action: paths.contentPreview(id),
          encType: 'application/json',
        }),
      pauseMs,
    );
    return () => clearTimeout(timer);
  }, [text, id, submit]);
  const drawn = useRef<Extract<Preview, { kind: 'drawn' }> | null>(null);
  if (data?.kind === 'drawn') drawn.current = data;
  return { preview: data ?? null, lastDrawn: drawn.current, isWaiting: state !== 'idle' };
}

interface Props {
  preview: Preview | null;
  /** shown while what stands there now cannot be drawn */
  lastDrawn: Extract<Preview, { kind: 'drawn' }> | null;
  orders: { id: string; label: string }[];
  orderId: string;
  onOrder(id: string): void;
  isTesting: boolean;
  onTest(): void;
}

/** The preview beside the fields: for which order, how wide, light or dark, as HTML or as text; and a test to oneself. */
export function ContentPreviewCard(props: Props) {
  const { preview, lastDrawn, orders, orderId, onOrder, isTesting, onTest } = props;
  const { t } = useTranslation();
  const [isFirst, setFirst] = useState(true);
  useEffect(() => {
    if (preview) setFirst(false);
  }, [preview]);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineGrid columns={{ xs: 1, sm: ['twoThirds', 'oneThird'] }} gap="300" alignItems="end">
          <Select
            label={t('contents:editor.previewWith')}
            value={orderId}
            options={[
              { label: t('contents:editor.sample'), value: '' },
              ...orders.map(({ id, label }) => ({ label, value: id })),
            ]}
            onChange={onOrder}
          />
          <Button onClick={onTest} loading={isTesting} disabled={preview?.kind !== 'drawn'}>
            {t('messages:kindPage.test')}
          </Button>
        </InlineGrid>
        {preview?.kind === 'not_drawn' ? (
          <Text as="p" tone="critical">
            {t(lastDrawn ? 'contents:editor.notDrawnNow' : 'contents:editor.notDrawn')}
          </Text>
        ) : null}
        {lastDrawn ? (
          <MessagePreview
            subject={lastDrawn.subject}
            html={lastDrawn.html}
            text={lastDrawn.text}
            sms={lastDrawn.sms}
          />
        ) : isFirst ? (
          <Text as="p" tone="subdued">
            {t('contents:editor.drawing')}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
