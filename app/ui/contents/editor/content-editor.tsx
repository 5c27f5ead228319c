import { useRevalidator } from '@remix-run/react';
import { Badge, BlockStack, Button, Card, InlineStack, Page, Select, TextField } from '@shopify/polaris';
import { UndoIcon } from '@shopify/polaris-icons';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type ContentInput,
  type ContentProblem,
  headTexts,
  limits,
  rulesFor,
  type SlotName,
} from '../../../features/content/index.ts';
import { paths } from '../../../paths.ts';
import type { PickedProduct } from '../../offers/product-picker.tsx';
import { SaveBarFor } from '../../save-bar-for.tsx';
import { useToast } from '../../use-toast.ts';
import { BlockList } from './block-list.tsx';
import { ContentPreviewCard, useContentPreview } from './content-preview.tsx';
import { blockOf, fieldId, languageOf } from './fields.ts';
import { LanguageTabs } from './language-tabs.tsx';
import { ProblemList, useProblemWords } from './problem-list.tsx';
import { StaleBanner } from './stale-banner.tsx';
import { useContent } from './use-content.ts';
import { useServer } from './use-server.ts';
import { VariablePicker } from './variable-picker.tsx';
import { VersionsCard } from './versions-card.tsx';
import { type Caret, WordField } from './word-field.tsx';

export interface EditedContent {
  id: string;
  slot: SlotName | null;
  version: number;
  publishedVersion: number | null;
  isArchived: boolean;
  input: ContentInput;
}

interface Props {
  content: EditedContent;
  shop: { locale: string; timezone: string };
  orders: { id: string; label: string }[];
  products: PickedProduct[];
}

/** The fields on one side, what a reader gets on the other. Saving makes a draft; only publishing changes what is sent. */
export function ContentEditor({ content, shop, orders, products }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const revalidator = useRevalidator();
  const form = useContent(content.input);
  const { input } = form;
  const server = useServer(content.id, content, form.saved);
  const languages = Object.keys(input.texts);
  const [chosen, setLanguage] = useState(
    languages.find((tag) => shop.locale.startsWith(tag)) ?? languages[0] ?? 'en',
  );
  const language = languages.includes(chosen) ? chosen : (languages[0] ?? 'en');
  const [orderId, setOrder] = useState(orders[0]?.id ?? '');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [known, setKnown] = useState(() => Object.fromEntries(products.map((each) => [each.id, each])));
  const [said, setSaid] = useState('');
  const caret = useRef<Caret | null>(null);
  const rules = rulesFor({ slot: content.slot, class: input.class });
  const { preview, lastDrawn } = useContentPreview(content.id, input, language, orderId);

  const problems = useMemo(
    () => merged(preview?.problems ?? [], server.problems),
    [preview, server.problems],
  );
  const wordsOf = useProblemWords();
  const problemOf = (field: string) => {
    const found = problems.find((problem) => problem.field === field && problem.isBlocking);
    return found && wordsOf(found);
  };
  const marked = new Set(
    problems.filter(({ isBlocking }) => isBlocking).flatMap(({ field }) => blockOf(field) ?? []),
  );
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (!wanted) return;
    const target =
      document.getElementById(fieldId(wanted)) ?? document.getElementById(`panel-${blockOf(wanted)}`);
    target?.scrollIntoView({ block: 'center' });
    target?.focus({ preventScroll: true });
    setWanted(null);
  }, [wanted]);
  const goTo = (field: string) => {
    const block = blockOf(field);
    const tag = languageOf(field);
    if (block) setOpen((before) => new Set([...before, block]));
    if (tag) setLanguage(tag);
    setWanted(field);
  };
  const toggle = (id: string, isOpen: boolean) =>
    setOpen((before) => {
      const next = new Set(before);
      if (isOpen) next.add(id);
      else next.delete(id);
      return next;
    });
  const isPublished = server.publishedVersion !== null;
  const isSent = server.publishedVersion === server.version && !form.isDirty;
  return (
    <Page
      title={input.name || t('contents:title')}
      backAction={{ content: t('contents:title'), url: paths.contents() }}
      titleMetadata={
        <InlineStack gap="100">
          <Badge {...(isPublished ? { tone: 'success' as const } : {})}>
            {t(isPublished ? 'contents:state.published' : 'contents:state.draft')}
          </Badge>
          {isPublished && !isSent ? <Badge tone="attention">{t('contents:state.changed')}</Badge> : null}
        </InlineStack>
      }
      primaryAction={{
        content: t('contents:editor.publish'),
        disabled: isSent,
        loading: server.isSaving,
        onAction: () => server.send('publish', input),
      }}
      secondaryActions={[
        ...(isPublished
          ? [
              {
                content: t(content.slot ? 'contents:editor.useTemplate' : 'contents:editor.unpublish'),
                onAction: () => server.send('unpublish', input),
              },
            ]
          : []),
        ...(content.slot || content.isArchived
          ? []
          : [{ content: t('contents:editor.archive'), onAction: () => server.send('archive', input) }]),
      ]}
    >
      <SaveBarFor
        id="content"
        isOpen={form.isDirty}
        isSaving={server.isSaving}
        onSave={() => server.send('save', input)}
        onDiscard={() => form.reset(content.input)}
      />
      <div className="content-editor">
        <BlockStack gap="400">
          {server.stale ? (
            <StaleBanner
              stale={server.stale}
              timezone={shop.timezone}
              isSaving={server.isSaving}
              isReading={revalidator.state !== 'idle'}
              onKeepMine={() => server.send('save', input, server.stale?.version)}
              onTakeTheirs={() => {
                form.replace(content.input);
                server.take(content.version, content.publishedVersion);
              }}
            />
          ) : null}
          <Card>
            <BlockStack gap="300">
              <InlineStack align="space-between" blockAlign="center" gap="300">
                <LanguageTabs form={form} language={language} onChoose={setLanguage} />
                <InlineStack gap="200">
                  <VariablePicker
                    groups={rules.variables}
                    caret={caret}
                    onNoPlace={() => toast(t('contents:editor.noPlace'))}
                  />
                  <Button icon={UndoIcon} disabled={!form.canUndo} onClick={form.undo}>
                    {t('contents:editor.undo')}
                  </Button>
                </InlineStack>
              </InlineStack>
              {headTexts.map(({ name, max, lines }) => (
                <WordField
                  key={name}
                  field={`texts.${language}.${name}`}
                  label={t(`contents:field.${name}`)}
                  value={input.texts[language]?.[name] ?? ''}
                  max={max}
                  lines={lines}
                  caret={caret}
                  error={problemOf(`texts.${language}.${name}`)}
                  onChange={(text) => form.setHead(language, name, text)}
                />
              ))}
            </BlockStack>
          </Card>
          <BlockList
            form={form}
            language={language}
            groups={rules.variables}
            caret={caret}
            problem={problemOf}
            marked={marked}
            open={open}
            onToggle={toggle}
            products={known}
            onLearn={(found) =>
              setKnown((before) => ({
                ...before,
                ...Object.fromEntries(found.map((each) => [each.id, each])),
              }))
            }
            onSay={setSaid}
          />
          <p className="content-said" aria-live="polite">
            {said}
          </p>
          <ProblemList
            problems={problems}
            blocks={input.blocks}
            isChecking={server.isChecking}
            canCheck={!form.isDirty}
            onCheckLinks={server.checkLinks}
            onGo={goTo}
          />
          <Card>
            <BlockStack gap="300">
              <TextField
                label={t('contents:editor.name')}
                value={input.name}
                onChange={(name) => form.set({ name })}
                maxLength={limits.name}
                autoComplete="off"
                helpText={t('contents:editor.nameHelp')}
              />
              {content.slot ? null : (
                <Select
                  label={t('contents:field.class')}
                  value={input.class}
                  options={(['marketing', 'transactional'] as const).map((value) => ({
                    label: t(`contents:editor.classes.${value}`),
                    value,
                  }))}
                  helpText={t('contents:editor.classHelp')}
                  onChange={(value) => form.set({ class: value as ContentInput['class'] })}
                />
              )}
            </BlockStack>
          </Card>
          <VersionsCard
            id={content.id}
            version={server.version}
            timezone={shop.timezone}
            onBroughtBack={(answer) => {
              if (answer.kind !== 'saved') return toast(t('contents:editor.notSaved'), { isError: true });
              form.reset(answer.input);
              server.take(answer.version, answer.publishedVersion);
              toast(t('offers:history.broughtBack', { version: answer.restored }));
            }}
          />
        </BlockStack>
        <div className="content-editor__side">
          <ContentPreviewCard
            preview={preview}
            lastDrawn={lastDrawn}
            orders={orders}
            orderId={orderId}
            onOrder={setOrder}
            isTesting={server.isTesting}
            onTest={() => server.sendTest(input, language, orderId)}
          />
        </div>
      </div>
    </Page>
  );
}

/** What the preview found, and what only the server's other answers know (links). */
function merged(own: ContentProblem[], others: ContentProblem[]): ContentProblem[] {
  const key = ({ field, rule }: ContentProblem) => `${field} ${rule}`;
  const seen = new Set(own.map(key));
  const links = others.filter((problem) => problem.rule.endsWith('_link') && !seen.has(key(problem)));
  return [...own, ...links].sort((a, b) => Number(b.isBlocking) - Number(a.isBlocking));
}
