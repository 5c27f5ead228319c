import { BlockStack, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

export interface FunnelStep {
  key: 'shown' | 'seen' | 'clicked' | 'accepted' | 'bought';
  count: string;
  /** of those who were shown it, as it is read; null for the first step, and where nothing was shown */
  share: string | null;
  /** 0 to 100, for the bar */
  percent: number;
}

interface Props {
  steps: FunnelStep[];
  /** what it comes to, in one sentence */
  sentence: string;
  /** dismissed and held out, in words */
  notes: string[];
}

/** From shown to bought: how many went on at each step, in numbers and in a sentence. */
export function FunnelCard({ steps, sentence, notes }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('results:funnel.title')}
        </Text>
        <Text as="p">{sentence}</Text>
        <ol className="results-funnel">
          {steps.map(({ key, count, share, percent }) => (
            <li key={key}>
              <BlockStack gap="100">
                <InlineStack align="space-between" gap="200">
                  <Text as="span">{t(`results:funnel.${key}`)}</Text>
                  <Text as="span" numeric>
                    {share === null ? count : `${count} · ${share}`}
                  </Text>
                </InlineStack>
                <div className="results-funnel__bar" aria-hidden="true">
                  <div style={{ width: `${percent}%`, minWidth: percent > 0 ? 3 : 0 }} />
                </div>
              </BlockStack>
            </li>
          ))}
        </ol>
        {notes.map((note) => (
          <Text key={note} as="p" tone="subdued">
            {note}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}
