import { BlockStack, Card, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Lift } from '../../features/experiments/index.ts';
import { LiftLine } from '../experiments/lift-line.tsx';

interface Props {
  lift: Lift | null;
  currency: string;
  /** when people were last counted, as it is read; null = not yet */
  countedAt: string | null;
  /** nobody is kept back from this offer (any more) */
  isWithoutHoldOut: boolean;
}

/** What it earned that would not have come anyway. */
export function LiftCard({ lift, currency, countedAt, isWithoutHoldOut }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('results:lift.title')}
        </Text>
        {lift ? (
          <LiftLine lift={lift} currency={currency} hasTitle={false} />
        ) : (
          <Text as="p">{t(isWithoutHoldOut ? 'results:lift.off' : 'results:lift.none')}</Text>
        )}
        <Text as="p" tone="subdued">
          {t('results:lift.how')} {countedAt ? t('results:lift.counted', { time: countedAt }) : ''}
        </Text>
      </BlockStack>
    </Card>
  );
}
