import { SaveBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Box, Button, Page } from '@shopify/polaris';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type OfferInput,
  type OfferKind,
  type OfferStatus,
  type Problems,
  sentenceOf,
} from '../../../features/offers/index.ts';
import { offerState } from '../offer-state.ts';
import { OfferPreview } from '../preview/offer-preview.tsx';
import type { PickedProduct } from '../product-picker.tsx';
import { StateBadge } from '../state-badge.tsx';
import { describeChanges } from './describe-changes.ts';
import { EditorSections } from './editor-sections.tsx';
import { type NamesByKind, useKnownNames } from './known-names.ts';
import { useKnownProducts } from './known-products.ts';
import { ProblemSummary } from './problem-summary.tsx';
import { StaleBanner } from './stale-banner.tsx';
import { timeWords } from './summaries.ts';
import { useOfferEditor } from './use-offer-editor.ts';
import { useReader } from './use-reader.ts';

export interface SavedOffer {
  id: string | null;
  version: number;
  status: OfferStatus;
  input: OfferInput;
}

export type SaveAnswer =
  | { kind: 'saved'; version: number }
  | { kind: 'stale'; by: string | null; at: string; version: number }
  | { kind: 'invalid'; problems: Problems };

export interface EditorProps {
  /** as it is at the server, since the page was opened or since the last answer */
  offer: SavedOffer;
  shop: { currency: string; locale: string; timezone: string };
  products: PickedProduct[];
  /** by code, in the reader's language */
  countryNames: Record<string, string>;
  /** what the things are called that the saved rule speaks of */
  ruleNames: NamesByKind;
  orders: { id: string; label: string }[];
  /** ready-made words by kind; those of a new offer that were not touched follow the kind */
  readyWords: { kind: OfferKind; name: string; texts: OfferInput['texts'] }[];
  paths: {
    list: string;
    history: string | null;
    /** what shoppers answered; only for a saved question */
    results: string | null;
    answers: string | null;
    search: string;
    collections: string;
    pictures: string;
    preview: string;
    referrals: string;
    reviews: string;
    picture(id: string): string;
    ruleValues: string;
    ruleCheck: string;
    explain: string;
  };
  isSaving: boolean;
  /** the last answer of the server to a save */
  answer: SaveAnswer | null;
  /** a version that came back by undoing: it replaces what is in the fields */
  replaced: SavedOffer | null;
  onSave(input: OfferInput, version: number): void;
  onLeave(): void;
  onAction(action: 'duplicate' | 'archive' | 'restore' | 'undo'): void;
  /** what is known of its test */
  verdict: ReactNode;
  /** the offer's history, at the end of the page */
  children?: ReactNode;
}

/** The fields on one side, and what the shopper sees on the other. Nothing is live until it is saved. */
export function OfferEditor(props: EditorProps) {
  const { offer, shop, paths } = props;
  const { t } = useTranslation();
  const editor = useOfferEditor(props);
  const { form, isNew, stale } = editor;
  const { input } = form;
  const products = useKnownProducts(props.products);
  const reader = useReader(shop);
  const [isLarge, setLarge] = useState(false);
  const { learn } = products;
  useEffect(() => learn(props.products), [learn, props.products]);

  const names = useKnownNames(props.ruleNames, products.titles, {
    locale: reader.language,
    timezone: shop.timezone,
    countries: props.countryNames,
  });
  return (
    <Page
      title={isNew ? t('offers:edit.newTitle') : editor.title || t('offers:edit.unsavedTitle')}
      backAction={{ content: t('offers:edit.back'), url: paths.list }}
      secondaryActions={pageActions(props, editor.version, t)}
      {...(!isNew && {
        titleMetadata: (
          <StateBadge state={offerState({ ...offer.input, status: offer.status }, Date.now())} />
        ),
      })}
    >
      <SaveBar id="offer-save-bar" open={form.isDirty || isNew}>
        {/* App Bridge gives both their words. */}
        <button
          type="button"
          variant="primary"
          onClick={() => editor.save()}
          {...(props.isSaving ? { loading: '' } : {})}
        >
          {t('common:save')}
        </button>
        <button type="button" onClick={() => (isNew ? props.onLeave() : form.reset())}>
          {t('common:discard')}
        </button>
      </SaveBar>
      <div className="offer-editor" data-is-large={isLarge}>
        <BlockStack gap="400">
          {stale ? (
            <StaleBanner
              by={stale.by}
              at={timeWords(stale.at, reader)}
              changes={
                offer.version >= stale.version
                  ? describeChanges(offer.input, input, {
                      ...reader,
                      nameOf: (id) => products.titles[id] ?? null,
                      ruleWords: (rule) => sentenceOf(rule, reader.t, names.all),
                    })
                  : null
              }
              isSaving={props.isSaving}
              onTakeTheirs={editor.takeTheirs}
              onKeepMine={() => editor.save(stale.version)}
            />
          ) : null}
          {editor.stash ? (
            <Banner tone="info" action={{ content: t('offers:stale.back'), onAction: editor.bringMineBack }}>
              {t('offers:stale.kept')}
            </Banner>
          ) : null}
          {editor.hasTried && form.problems.length > 0 && !stale ? (
            <ProblemSummary ref={editor.summary} problems={form.problems} onGo={editor.goTo} />
          ) : null}
          {offer.status === 'archived' ? <Banner tone="info">{t('offers:edit.archived')}</Banner> : null}
          <EditorSections
            editor={editor}
            products={products}
            reader={reader}
            shop={shop}
            paths={paths}
            countryNames={props.countryNames}
            verdict={props.verdict}
            names={names}
            offerId={offer.id}
          />
          {props.children}
        </BlockStack>
        <div className="offer-editor__side" id="offer-preview">
          <OfferPreview
            input={input}
            path={paths.preview}
            orders={props.orders}
            locales={editor.locales}
            locale={editor.locale}
            onLocale={editor.setLocale}
            isLarge={isLarge}
            onLarge={setLarge}
          />
        </div>
      </div>
      <div className="offer-editor__jump">
        <Button
          onClick={() =>
            document.getElementById('offer-preview')?.scrollIntoView({ block: 'start', behavior: 'smooth' })
          }
        >
          {t('offers:preview.jump')}
        </Button>
      </div>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

function pageActions({ offer, paths, onAction }: EditorProps, version: number, t: (key: string) => string) {
  if (offer.id === null) return [];
  return [
    { content: t('offers:edit.undo'), onAction: () => onAction('undo'), disabled: version <= 1 },
    { content: t('offers:edit.duplicate'), onAction: () => onAction('duplicate') },
    ...(paths.results ? [{ content: t('offers:edit.results'), url: paths.results }] : []),
    ...(paths.answers ? [{ content: t('offers:edit.answers'), url: paths.answers }] : []),
    ...(paths.history ? [{ content: t('offers:edit.history'), url: paths.history }] : []),
    offer.status === 'archived'
      ? { content: t('offers:edit.restore'), onAction: () => onAction('restore') }
      : { content: t('offers:edit.archive'), onAction: () => onAction('archive') },
  ];
}
