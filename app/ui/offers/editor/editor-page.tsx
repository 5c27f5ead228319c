import { useFetcher, useNavigate } from '@remix-run/react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferInput, OfferKind } from '../../../features/offers/index.ts';
import { paths } from '../../../paths.ts';
import { type TestView, VerdictCard } from '../../experiments/verdict-card.tsx';
import { HistorySection } from '../history/history-section.tsx';
import type { PickedProduct } from '../product-picker.tsx';
import type { NamesByKind } from './known-names.ts';
import { OfferEditor, type SaveAnswer, type SavedOffer } from './offer-editor.tsx';

/** What the server tells the editor of an offer. */
export interface EditorData {
  offer: SavedOffer;
  shop: { currency: string; locale: string; timezone: string };
  products: PickedProduct[];
  countryNames: Record<string, string>;
  ruleNames: NamesByKind;
  orders: { id: string; label: string }[];
  readyWords: { kind: OfferKind; name: string; texts: OfferInput['texts'] }[];
  /** what is known of its test; null without one */
  test: TestView | null;
  paths: { self: string; history: string | null };
}

/** What the page's action answers. */
type Answer =
  | { action: 'save'; outcome: SaveAnswer & { id?: string } }
  | { action: 'undo'; kind: 'changed' | 'nothing' | 'unknown'; offer: SavedOffer }
  | { action: 'take'; kind: string; offer: SavedOffer }
  | { action: 'duplicate'; copy: string | null }
  | { action: 'archive' }
  | { action: 'restore' };

/** The editor with its server: saves, undoes, copies and archives, and says what has happened. */
export function EditorPage({ data }: { data: EditorData }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const fetcher = useFetcher<Answer>();
  const answer = fetcher.data;
  const { id } = data.offer;
  const isQuestion = data.offer.input.kind === 'question';
  const send = (body: { action: string; input?: OfferInput; version?: number; armId?: string }) =>
    fetcher.submit(JSON.parse(JSON.stringify(body)), {
      method: 'post',
      encType: 'application/json',
      action: data.paths.self,
    });

  // biome-ignore lint/correctness/useExhaustiveDependencies: an answer is said once
  useEffect(() => {
    if (!answer) return;
    const toast = window.shopify?.toast;
    switch (answer.action) {
      case 'save':
        if (answer.outcome.kind !== 'saved') return;
        if (id === null) {
          toast?.show(t('offers:list.done.live'));
          navigate(paths.offers());
        } else {
          toast?.show(t('common:saved'), {
            action: t('offers:edit.undoNow'),
            onAction: () => send({ action: 'undo' }),
          });
        }
        return;
      case 'undo':
        toast?.show(t(answer.kind === 'changed' ? 'offers:list.done.undone' : 'offers:list.nothingToUndo'));
        return;
      case 'take':
        toast?.show(t(answer.kind === 'taken' ? 'offers:test.taken' : 'offers:test.takenBefore'));
        return;
      case 'duplicate':
        toast?.show(t('offers:list.done.duplicate'));
        navigate(answer.copy ? paths.offer(answer.copy) : paths.offers());
        return;
      default:
        toast?.show(t(`offers:list.done.${answer.action}`));
        if (answer.action === 'archive') navigate(paths.offers());
    }
  }, [answer]);

  const outcome = answer?.action === 'save' ? answer.outcome : null;
  const undone =
    (answer?.action === 'undo' && answer.kind === 'changed') || answer?.action === 'take'
      ? answer.offer
      : null;
  const [broughtBack, setBroughtBack] = useState<SavedOffer | null>(null);
  // Whichever is newer: versions only grow.
  const replaced = broughtBack && (!undone || broughtBack.version > undone.version) ? broughtBack : undone;
  const all = useMemo(
    () => ({
      list: paths.offers(),
      history: data.paths.history,
      results: id !== null ? paths.offerResults(id) : null,
      answers: id !== null && isQuestion ? paths.offerAnswers(id) : null,
      search: paths.offerProducts(),
      collections: paths.offerCollections(),
      pictures: paths.offerPictures(),
      preview: paths.offerPreview(),
      ruleValues: paths.ruleValues(),
      ruleCheck: paths.ruleCheck(),
      explain: paths.offerExplain(),
      referrals: paths.referralsSettings(),
      reviews: paths.reviewsSettings(),
      picture: paths.offerPicture,
    }),
    [data.paths.history, id, isQuestion],
  );
  return (
    <OfferEditor
      offer={data.offer}
      shop={data.shop}
      products={data.products}
      countryNames={data.countryNames}
      ruleNames={data.ruleNames}
      orders={data.orders}
      readyWords={data.readyWords}
      paths={all}
      isSaving={fetcher.state !== 'idle'}
      answer={outcome}
      replaced={replaced}
      onSave={(input, version) => send({ action: 'save', input, version })}
      onLeave={() => navigate(paths.offers())}
      onAction={(action) => send({ action })}
      verdict={
        data.test ? (
          <VerdictCard
            test={data.test}
            shop={data.shop}
            onTake={(armId) => send({ action: 'take', armId })}
            isBusy={fetcher.state !== 'idle'}
          />
        ) : null
      }
    >
      {data.paths.history ? (
        <HistorySection
          path={data.paths.history}
          timezone={data.shop.timezone}
          version={data.offer.version}
          onBroughtBack={setBroughtBack}
        />
      ) : null}
    </OfferEditor>
  );
}
