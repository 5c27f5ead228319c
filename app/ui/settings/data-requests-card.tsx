import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { useToast } from '../use-toast.ts';

/** Answers to data requests that the merchant can download and pass on. */
export function DataRequestsCard({ requests }: { requests: { id: string; receivedAt: string }[] }) {
  const { t, i18n } = useTranslation();
  const toast = useToast();
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: 'UTC' });

  async function download(id: string): Promise<void> {
    // Fetched, not linked: App Bridge adds the session token to fetch only.
    const response = await fetch(paths.dataRequest(id));
    if (!response.ok) {
      toast(t('settings:requests.failed'), { isError: true });
      return;
    }
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = `${id}.json`;
    link.click();
    URL.revokeObjectURL(url);
  }

  return (
    <Card>
      <BlockStack gap="300">
        {requests.map(({ id, receivedAt }) => (
          <InlineStack key={id} align="space-between" blockAlign="center" gap="200">
            <Text as="span">{t('settings:requests.of', { date: date.format(new Date(receivedAt)) })}</Text>
            <Button onClick={() => void download(id)}>{t('settings:requests.download')}</Button>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
