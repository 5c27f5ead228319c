import { useFetcher } from '@remix-run/react';
import { Badge, BlockStack, InlineGrid, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Explained {
  id: string;
  name: string;
  isDraft: boolean;
  state: 'shown' | 'held-out' | 'hidden';
  reasons: string[];
}

interface Props {
  url: string;
  language: string;
  /** the offer as it stands in the editor */
  draft: { id: string | null; input: unknown };
}

const pages = ['thank-you', 'order-status'] as const;
type PageName = (typeof pages)[number];

/** Pick a recent order and see for each offer whether its page would show it, and why. */
export function TryOrder({ url, language, draft }: Props) {
  const { t } = useTranslation();
  const orders = useFetcher<{ q: string; orders: { value: string; label: string }[] }>();
  const answer = useFetcher<{ kind: 'failed' } | { kind: 'explained'; offers: Explained[] }>();
  const [text, setText] = useState('');
  const [orderId, setOrderId] = useState('');
  const [page, setPage] = useState<PageName>('thank-you');
  const { load } = orders;
  const { submit } = answer;
  const asked = text.trim();
  useEffect(() => {
    const timer = setTimeout(() => load(`${url}?q=${encodeURIComponent(asked)}`), asked === '' ? 0 : 300);
    return () => clearTimeout(timer);
  }, [url, asked, load]);
  const body = JSON.stringify({ orderId, surface: page, draft });
  useEffect(() => {
    if (orderId === '') return;
    const timer = setTimeout(
      () => submit(JSON.parse(body), { method: 'post', action: url, encType: 'application/json' }),
      500,
    );
    return () => clearTimeout(timer);
  }, [body, orderId, url, submit]);

  const found = orders.data?.orders ?? [];
  const explained = answer.data?.kind === 'explained' ? answer.data.offers : [];
  const sorted = [
    ...explained.filter(({ isDraft }) => isDraft),
    ...explained.filter(({ isDraft }) => !isDraft),
  ];
  return (
    <BlockStack gap="300">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {t('rules:edit.try.title')}
        </Text>
        <Text as="p" tone="subdued">
          {t('rules:edit.try.help')}
        </Text>
      </BlockStack>
      <InlineGrid columns={{ xs: 1, sm: 3 }} gap="300">
        <TextField
          label={t('rules:edit.try.search')}
          value={text}
          onChange={setText}
          type="search"
          autoComplete="off"
        />
        <Select
          label={t('rules:edit.try.label')}
          placeholder={found.length === 0 && orders.data ? t('rules:edit.try.none') : '—'}
          options={found}
          value={found.some(({ value }) => value === orderId) ? orderId : ''}
          onChange={setOrderId}
        />
        <Select
          label={t('rules:edit.try.page')}
          options={pages.map((value) => ({ value, label: t(`rules:edit.try.pages.${value}`) }))}
          value={page}
          onChange={(value) => setPage(value as PageName)}
        />
      </InlineGrid>
      <div role="status" aria-busy={answer.state !== 'idle'}>
        {answer.data?.kind === 'failed' ? <Text as="p">{t('rules:edit.try.failed')}</Text> : null}
        {orderId !== '' && sorted.length > 0 ? (
          <BlockStack gap="200">
            <ul className="rule-verdicts">
              {sorted.map((each) => (
                <Verdict key={each.id} offer={each} language={language} />
              ))}
            </ul>
            <Text as="p" tone="subdued" variant="bodySm">
              {t('rules:edit.try.now')}
            </Text>
          </BlockStack>
        ) : null}
      </div>
    </BlockStack>
  );
}

function Verdict({ offer, language }: { offer: Explained; language: string }) {
  const { t } = useTranslation();
  const { state } = offer;
  const reasons = new Intl.ListFormat(language, { type: 'conjunction' }).format(offer.reasons);
  const sentence = state === 'shown' ? 'because' : state === 'hidden' ? 'notBecause' : 'heldBecause';
  return (
    <li>
      <InlineStack gap="200" blockAlign="center">
        <Badge tone={state === 'shown' ? 'success' : state === 'hidden' ? 'warning' : 'info'}>
          {t(`rules:edit.try.${state}`)}
        </Badge>
        <Text as="span" fontWeight="semibold" breakWord>
          {offer.isDraft ? `${t('rules:edit.try.draft')}: ${offer.name}` : offer.name}
        </Text>
      </InlineStack>
      <Text as="p" breakWord>
        {t(`rules:edit.try.${sentence}`, { reasons })}
      </Text>
    </li>
  );
}
