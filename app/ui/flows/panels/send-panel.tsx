import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, ChoiceList, InlineStack, Select, Tabs, Text, TextField } from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContentText, channels, type FlowStep } from '../../../features/flows/index.ts';
import { MessagePreview } from '../../messages/message-preview.tsx';
import { type Caret, VariableButtons } from '../../offers/editor/variable-buttons.tsx';
import { languageName } from '../../offers/languages.ts';
import { useFlowDesk } from '../flow-desk.ts';
import { emptyText } from '../new-step.ts';
import { SpanField } from './span-field.tsx';
import type { StepPanelProps } from './step-panel.tsx';

type SendStep = Extract<FlowStep, { kind: 'send' }>;
/** The words of one message, by language. */
export type SendTexts = Readonly<Record<string, ContentText>>;

interface Props extends StepPanelProps<SendStep> {
  texts: SendTexts;
  onTexts(next: (before: SendTexts) => SendTexts, about: string): void;
  hasCode: boolean;
}

const variables = ['first name', 'shop', 'order', 'discount', 'deadline'] as const;

/** The message: its words in each language, how it looks, and how it goes. */
export function SendPanel({ id, step, onChange, problem, texts, onTexts, hasCode }: Props) {
  const { t } = useTranslation();
  const { languages, reader } = useFlowDesk();
  const all = [...new Set([...languages, ...Object.keys(texts)])];
  const [language, setLanguage] = useState(all[0] ?? 'en');
  const text = texts[language];
  const set = (patch: Partial<SendStep>) =>
    onChange((before) => (before.kind === 'send' ? { ...before, ...patch } : before));
  return (
    <BlockStack gap="400">
      <div className="flow-languages">
        <Tabs
          selected={Math.max(all.indexOf(language), 0)}
          onSelect={(index) => setLanguage(all[index] ?? language)}
          tabs={all.map((each) => ({
            id: `${id}-tab-${each}`,
            content: languageName(each, reader.language),
            panelID: `${id}-words`,
          }))}
        />
      </div>
      <div id={`${id}-words`}>
        {text ? (
          <Words
            key={language}
            id={id}
            language={language}
            text={text}
            problem={problem}
            onChange={(patch, field) =>
              onTexts(
                (before) => ({ ...before, [language]: { ...(before[language] ?? emptyText), ...patch } }),
                `${step.id} ${language} ${field}`,
              )
            }
            onRemove={
              all.length > 1 && Object.keys(texts).length > 1
                ? () =>
                    onTexts((before) => {
                      const { [language]: _gone, ...rest } = before;
                      return rest;
                    }, `${step.id} ${language} goes`)
                : null
            }
          />
        ) : (
          <BlockStack gap="200">
            <Text as="p" tone="subdued">
              {t('flow-pages:send.notIn', { language: languageName(language, reader.language) })}
            </Text>
            <InlineStack>
              <Button
                onClick={() =>
                  onTexts((before) => ({ ...before, [language]: emptyText }), `${step.id} ${language} comes`)
                }
              >
                {t('flow-pages:send.write', { language: languageName(language, reader.language) })}
              </Button>
            </InlineStack>
          </BlockStack>
        )}
      </div>
      {text ? <Preview text={text} language={language} kind={step.class} hasCode={hasCode} /> : null}
      <Select
        label={t('flow-pages:send.channel')}
        value={step.channel}
        onChange={(value) =>
          set({ channel: ([...channels, 'best'] as const).find((each) => each === value) ?? 'email' })
        }
        options={[...channels, 'best'].map((value) => ({
          value,
          label: t(`flow-pages:send.channels.${value}`),
        }))}
      />
      <ChoiceList
        title={t('flow-pages:send.class')}
        choices={(['marketing', 'transactional'] as const).map((value) => ({
          value,
          label: t(`flow-pages:send.classes.${value}`),
          helpText: t(`flow-pages:send.classHelp.${value}`),
        }))}
        selected={[step.class]}
        onChange={([value]) => set({ class: value === 'transactional' ? 'transactional' : 'marketing' })}
        error={problem('') || ''}
      />
      <SpanField
        id={`${id}-useful`}
        label={t('flow-pages:send.usefulFor')}
        help={t('flow-pages:send.usefulHelp')}
        span={step.usefulFor ?? { amount: 3, unit: 'days' }}
        onChange={(usefulFor) => set({ usefulFor })}
        error={problem('usefulFor.amount')}
      />
    </BlockStack>
  );
}

interface WordsProps {
  id: string;
  language: string;
  text: ContentText;
  problem(field: string): string | false;
  onChange(patch: Partial<ContentText>, field: string): void;
  onRemove: (() => void) | null;
}

function Words({ id, language, text, problem, onChange, onRemove }: WordsProps) {
  const { t } = useTranslation();
  const caret = useRef<Caret | null>(null);
  const field = (name: 'subject' | 'text' | 'button' | 'url', max: number, lines = 1) => {
    const fieldId = `${id}-${name}`;
    const value = text[name] ?? '';
    const write = (next: string) =>
      onChange({ [name]: next === '' && (name === 'button' || name === 'url') ? null : next }, name);
    const note = () => {
      const element = document.getElementById(fieldId) as HTMLInputElement | null;
      caret.current = {
        at: element?.selectionStart ?? value.length,
        insert: (words, at) => {
          const now = (document.getElementById(fieldId) as HTMLInputElement | null)?.value ?? value;
          if (now.length + words.length > max) return;
          write(now.slice(0, at) + words + now.slice(at));
          requestAnimationFrame(() => {
            const input = document.getElementById(fieldId) as HTMLInputElement | null;
            input?.focus();
            input?.setSelectionRange(at + words.length, at + words.length);
          });
        },
      };
    };
    return (
      <TextField
        id={fieldId}
        label={t(`flow-pages:send.field.${name}`)}
        {...(name === 'url' ? { helpText: t('flow-pages:send.urlHelp'), type: 'url' as const } : {})}
        value={value}
        onChange={write}
        {...(name === 'url' ? {} : { onFocus: note, onBlur: note })}
        maxLength={max}
        {...(lines > 1 ? { multiline: lines } : {})}
        error={problem(`contents.${language}.${name}`)}
        autoComplete="off"
      />
    );
  };
  return (
    <BlockStack gap="300">
      {field('subject', 200)}
      {field('text', 5_000, 6)}
      {field('button', 60)}
      {text.button ? (
        <>
          <Select
            label={t('flow-pages:send.link')}
            value={text.url !== null ? 'url' : (text.link ?? 'shop')}
            onChange={(value) =>
              value === 'url'
                ? onChange({ url: 'https://' }, 'link')
                : onChange({ url: null, link: value === 'referral' ? 'referral' : 'shop' }, 'link')
            }
            options={['shop', 'referral', 'url'].map((value) => ({
              value,
              label: t(`flow-pages:send.links.${value}`),
            }))}
          />
          {text.url !== null ? field('url', 2_000) : null}
        </>
      ) : null}
      <VariableButtons caret={caret} names={variables} />
      {onRemove ? (
        <InlineStack>
          <Button variant="plain" tone="critical" onClick={onRemove}>
            {t('flow-pages:send.removeLanguage')}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

interface PreviewProps {
  text: ContentText;
  language: string;
  kind: SendStep['class'];
  hasCode: boolean;
}

/** The message as the mail renderer draws it, a moment after the last key. */
function Preview({ text, language, kind, hasCode }: PreviewProps) {
  const { t } = useTranslation();
  const { urls } = useFlowDesk();
  const { submit, data } = useFetcher<{ subject: string; html: string; text: string }>();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    if (!isOpen) return;
    const timer = setTimeout(
      () =>
        submit(JSON.parse(JSON.stringify({ text, language, class: kind, hasCode })), {
          method: 'post',
          action: urls.preview,
          encType: 'application/json',
        }),
      400,
    );
    return () => clearTimeout(timer);
  }, [isOpen, text, language, kind, hasCode, submit, urls.preview]);
  return (
    <BlockStack gap="300">
      <InlineStack>
        <Button onClick={() => setOpen(!isOpen)} ariaExpanded={isOpen}>
          {t(isOpen ? 'flow-pages:send.hidePreview' : 'flow-pages:send.preview')}
        </Button>
      </InlineStack>
      {isOpen && data ? <MessagePreview {...data} /> : null}
    </BlockStack>
  );
}
