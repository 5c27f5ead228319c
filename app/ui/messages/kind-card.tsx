import { useFetcher } from '@remix-run/react';
import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineGrid,
  InlineStack,
  Text,
} from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { useToast } from '../use-toast.ts';

/** One kind of message on the overview: what it does, whether it is on, what came of it. */
export interface KindCardProps {
  kind: string;
  /** null: switched together with another feature, under `elsewhere` */
  isOn: boolean | null;
  elsewhere: 'reviews' | 'referrals' | null;
  /** label and value, in the reader's words */
  figures: { label: string; value: string }[];
  notes: string[];
}

export function KindCard({ kind, isOn, elsewhere, figures, notes }: KindCardProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const fetcher = useFetcher<{ switched: boolean }>();
  const switched = fetcher.data?.switched;
  useEffect(() => {
    if (fetcher.state === 'idle' && switched !== undefined)
      toast(t(switched ? 'messages:turnedOn' : 'messages:turnedOff'));
  }, [fetcher.state, switched, toast, t]);
  const openWords = t(kind === 'abandoned_checkout' ? 'messages:open' : 'messages:preview');
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <InlineStack align="space-between" blockAlign="center" gap="200">
            <Text as="h2" variant="headingMd">
              {t(`messages:kinds.${kind}.name`)}
            </Text>
            {isOn === null ? null : (
              <Badge {...(isOn ? { tone: 'success' as const } : {})}>
                {t(isOn ? 'messages:on' : 'messages:off')}
              </Badge>
            )}
          </InlineStack>
          <Text as="p" tone="subdued">
            {t(`messages:kinds.${kind}.text`)}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 2, sm: figures.length > 3 ? 5 : 3 }} gap="300">
          {figures.map(({ label, value }) => (
            <BlockStack key={label}>
              <Text as="span" variant="headingLg">
                {value}
              </Text>
              <Text as="span" tone="subdued" variant="bodySm">
                {label}
              </Text>
            </BlockStack>
          ))}
        </InlineGrid>
        {notes.map((note) => (
          <Text key={note} as="p" tone="subdued" variant="bodySm">
            {note}
          </Text>
        ))}
        <ButtonGroup>
          {isOn === null ? null : (
            <fetcher.Form method="post">
              <input type="hidden" name="kind" value={kind} />
              <input type="hidden" name="isOn" value={String(!isOn)} />
              <Button
                submit
                variant={isOn ? 'secondary' : 'primary'}
                loading={fetcher.state !== 'idle'}
                accessibilityLabel={`${t(isOn ? 'messages:turnOff' : 'messages:turnOn')}: ${t(`messages:kinds.${kind}.name`)}`}
              >
                {t(isOn ? 'messages:turnOff' : 'messages:turnOn')}
              </Button>
            </fetcher.Form>
          )}
          <Button
            url={paths.messageKind(kind)}
            accessibilityLabel={`${openWords}: ${t(`messages:kinds.${kind}.name`)}`}
          >
            {openWords}
          </Button>
          {elsewhere ? (
            <Button variant="plain" url={paths[elsewhere]()}>
              {t(`messages:elsewhere.${elsewhere}`)}
            </Button>
          ) : null}
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}
