import { useFetcher } from '@remix-run/react';
import { Text } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedOffer } from '../editor/offer-editor.tsx';
import { Section } from '../editor/section.tsx';
import { RevisionList, type RevisionRow } from './revision-list.tsx';

interface Props {
  /** the history's own page, which also gives and takes its data */
  path: string;
  timezone: string;
  /** of the offer as it is at the server: a newer one is read again */
  version: number;
  onBroughtBack(offer: SavedOffer): void;
}

/** The offer's history at the end of its editor, read when it is opened. */
export function HistorySection({ path, timezone, version, onBroughtBack }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { load, data } = useFetcher<{ revisions: RevisionRow[] }>();
  const back = useFetcher<{ kind: string; version: number; offer: SavedOffer }>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer version has one more entry
  useEffect(() => {
    if (isOpen) load(path);
  }, [isOpen, load, path, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is said once
  useEffect(() => {
    if (back.data?.kind !== 'changed') return;
    window.shopify?.toast.show(t('offers:history.broughtBack', { version: back.data.version }));
    onBroughtBack(back.data.offer);
  }, [back.data]);
  return (
    <Section
      name="history"
      title={t('offers:section.history')}
      summary={t('offers:history.summary')}
      isOpen={isOpen}
      onToggle={() => setOpen(!isOpen)}
    >
      {data ? (
        <RevisionList
          revisions={data.revisions}
          timezone={timezone}
          isBusy={back.state !== 'idle'}
          onBringBack={(wanted) =>
            back.submit({ version: wanted }, { method: 'post', encType: 'application/json', action: path })
          }
        />
      ) : (
        <Text as="p" tone="subdued">
          {t('offers:history.reading')}
        </Text>
      )}
    </Section>
  );
}
