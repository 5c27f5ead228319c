import { Banner, BlockStack, Box, Button, Card, InlineStack, Page, TextField } from '@shopify/polaris';
import { RedoIcon, UndoIcon } from '@shopify/polaris-icons';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FlowStatus, flowLimits, type LintContext } from '../../features/flows/index.ts';
import { type NamesByKind, useKnownNames } from '../offers/editor/known-names.ts';
import { SaveBarFor } from '../save-bar-for.tsx';
import { flowChanges } from './describe-changes.ts';
import type { FlowReader } from './describe-flow.ts';
import { StaleFlowBanner, StatusBanner } from './flow-banners.tsx';
import { type FlowDesk, FlowDeskProvider } from './flow-desk.ts';
import { type FlowDraft, partId } from './flow-draft.ts';
import { FlowStatusBadge } from './flow-status.tsx';
import { FlowTree } from './flow-tree.tsx';
import { FlowProblems } from './problem-summary.tsx';
import { TryDialog } from './try-dialog.tsx';
import { type DraftAnswer, type SavedDraft, useFlowEditor } from './use-flow-editor.ts';

/** What the server tells of a flow. */
export interface FlowData {
  id: string;
  status: FlowStatus;
  saved: SavedDraft;
  /** the draft is not what people enter */
  isChanged: boolean;
  shop: { currency: string; timezone: string; language: string };
  now: string;
  languages: string[];
  offers: FlowDesk['offers'];
  ruleNames: NamesByKind;
  countryNames: Record<string, string>;
  figures: Record<string, string[]>;
  startFigures: string[];
  endFigures: string[];
}

interface Props {
  data: FlowData;
  answer: DraftAnswer | null;
  isBusy: boolean;
  urls: FlowDesk['urls'] & { list: string; people: string; try: string; messages: string };
  onSave(draft: FlowDraft, seenVersion: number): void;
  onAct(action: 'activate' | 'pause' | 'archive' | 'duplicate'): void;
  /** what the flow has brought, above */
  results: ReactNode;
  /** its versions, below */
  children: ReactNode;
}

/** A flow, drawn from top to bottom and edited where it stands. People meet nothing of it until it is switched on. */
export function FlowEditor({ data, answer, isBusy, urls, onSave, onAct, results, children }: Props) {
  const { t, i18n } = useTranslation();
  const { status, shop, saved } = data;
  const [isTrying, setTrying] = useState(false);
  const names = useKnownNames(data.ruleNames, data.ruleNames.products, {
    locale: i18n.language,
    timezone: shop.timezone,
    countries: data.countryNames,
  });
  const context = useMemo<LintContext>(
    () => ({ now: new Date(data.now), currency: shop.currency, language: shop.language }),
    [data.now, shop.currency, shop.language],
  );
  const editor = useFlowEditor({ saved, answer, context, languages: [shop.language], onSave });
  const { draft } = editor;
  const reader = useMemo<FlowReader>(
    () => ({
      t: (key, params) => t(key, params ?? {}),
      language: i18n.language,
      names: names.all,
      offers: Object.fromEntries(data.offers.map(({ id, name }) => [id, name])),
    }),
    [t, i18n.language, names.all, data.offers],
  );
  const desk = useMemo<FlowDesk>(
    () => ({
      reader,
      currency: shop.currency,
      languages: data.languages,
      offers: data.offers,
      countryNames: data.countryNames,
      learn: names.learn,
      urls,
    }),
    [reader, shop.currency, data.languages, data.offers, data.countryNames, names.learn, urls],
  );
  const isLocked = status === 'archived';
  const save = (version?: number) => {
    if (!editor.save(version)) editor.sayProblems();
  };
  const activate = () => {
    if (editor.errors().length > 0) return editor.sayProblems();
    onAct('activate');
  };
  const onShortcut = (event: KeyboardEvent<HTMLElement>) => {
    const { target } = event;
    // Fields have a way back of their own.
    if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    if (event.shiftKey) editor.redo();
    else editor.undo();
  };
  const errors = editor.problems.filter(({ severity }) => severity !== 'warning');
  return (
    <Page
      title={saved.name}
      titleMetadata={<FlowStatusBadge status={status} />}
      backAction={{ content: t('flow-pages:list.title'), url: urls.list }}
      {...(isLocked
        ? {}
        : {
            primaryAction:
              status === 'active'
                ? { content: t('flow-pages:edit.pause'), onAction: () => onAct('pause'), loading: isBusy }
                : {
                    content: t('flow-pages:edit.activate'),
                    onAction: activate,
                    disabled: editor.isDirty,
                    loading: isBusy,
                    ...(editor.isDirty ? { helpText: t('flow-pages:edit.saveFirst') } : {}),
                  },
          })}
      secondaryActions={[
        { content: t('flow-pages:try.open'), onAction: () => setTrying(true) },
        { content: t('flow-pages:edit.messages'), url: urls.messages },
        { content: t('flow-pages:edit.duplicateFlow'), onAction: () => onAct('duplicate') },
        ...(isLocked
          ? []
          : [{ content: t('flow-pages:edit.archive'), onAction: () => onAct('archive'), destructive: true }]),
      ]}
    >
      <SaveBarFor
        id="flow-save-bar"
        isOpen={editor.isDirty}
        isSaving={isBusy}
        onSave={() => save()}
        onDiscard={editor.reset}
      />
      <FlowDeskProvider value={desk}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut; the two buttons do the same */}
        <div onKeyDown={onShortcut}>
          <BlockStack gap="400">
            {editor.stale !== null ? (
              <StaleFlowBanner
                changes={saved.draftVersion >= editor.stale ? flowChanges(saved, draft, reader) : null}
                isSaving={isBusy}
                onTakeTheirs={editor.takeTheirs}
                onKeepMine={() => save(editor.stale ?? undefined)}
              />
            ) : null}
            {editor.stash ? (
              <Banner
                tone="info"
                action={{ content: t('flow-pages:stale.back'), onAction: editor.bringMineBack }}
              >
                {t('flow-pages:stale.kept')}
              </Banner>
            ) : null}
            <StatusBanner
              status={status}
              isChanged={data.isChanged && !editor.isDirty}
              onActivate={activate}
            />
            {editor.hasTried && errors.length > 0 ? (
              <FlowProblems ref={editor.summary} draft={draft} problems={errors} onGo={editor.openAt} />
            ) : null}
            {results}
            <Card>
              <BlockStack gap="400">
                <TextField
                  id={partId('name')}
                  label={t('flow-pages:edit.name')}
                  value={draft.name}
                  onChange={(name) => editor.change((before) => ({ ...before, name }), 'name')}
                  maxLength={flowLimits.name}
                  disabled={isLocked}
                  error={
                    editor.problems.some(({ part }) => part === 'name') ? t('flows:problem.noName') : false
                  }
                  autoComplete="off"
                />
                <InlineStack gap="200">
                  <Button icon={UndoIcon} disabled={!editor.canUndo} onClick={editor.undo}>
                    {t('flow-pages:edit.undo')}
                  </Button>
                  <Button icon={RedoIcon} disabled={!editor.canRedo} onClick={editor.redo}>
                    {t('flow-pages:edit.redo')}
                  </Button>
                </InlineStack>
                <FlowTree
                  editor={editor}
                  figures={data.figures}
                  startFigures={data.startFigures}
                  endFigures={data.endFigures}
                  isLocked={isLocked}
                />
              </BlockStack>
            </Card>
            {children}
          </BlockStack>
          <div className="flow-visually-hidden" role="status">
            {editor.said}
          </div>
        </div>
        <TryDialog
          isOpen={isTrying}
          onClose={() => setTrying(false)}
          draft={draft}
          isDirty={editor.isDirty}
          canStart={status === 'active'}
          urls={urls}
        />
      </FlowDeskProvider>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}
