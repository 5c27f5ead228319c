import { BlockStack, Button, InlineStack, Select, Tabs, Text } from '@shopify/polaris';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { commonLanguages, languageName } from '../languages.ts';
import { FieldError } from './choice-fields.tsx';
import { fieldId } from './fields.ts';
import { OptionFields } from './option-fields.tsx';
import { TextSet } from './text-set.tsx';
import type { OfferForm } from './use-offer-form.ts';
import { type Caret, VariableButtons } from './variable-buttons.tsx';
import { hasOptions, languageState, wordFields } from './words.ts';

interface Props {
  form: OfferForm;
  /** languages that have a tab */
  locales: string[];
  locale: string;
  onLocale(locale: string): void;
  onAdd(locale: string): void;
  /** languages that are always there */
  fixed: string[];
}

/** What shoppers read, in each language; every tab says how far its language is. */
export function WordFields({ form, locales, locale, onLocale, onAdd, fixed }: Props) {
  const { t, i18n } = useTranslation();
  const caret = useRef<Caret | null>(null);
  const { input } = form;
  const texts = input.texts[locale];
  const others = commonLanguages.filter((each) => !locales.includes(each));
  const missing = form.problem('texts');
  const complete = locales.find((each) => each !== locale && languageState(input, each).kind === 'complete');
  const badge = (tag: string) => {
    const state = languageState(input, tag);
    return state.kind === 'begun'
      ? t('offers:words.missing', { count: state.missing })
      : t(`offers:words.${state.kind}`);
  };
  return (
    <BlockStack gap="300">
      <Text as="p" tone="subdued">
        {t('offers:words.help')}
      </Text>
      {missing ? <FieldError id={fieldId('texts')}>{missing}</FieldError> : null}
      <Tabs
        tabs={locales.map((each) => ({
          id: `texts-${each}`,
          content: languageName(each, i18n.language),
          panelID: 'texts-panel',
          badge: badge(each),
        }))}
        selected={Math.max(0, locales.indexOf(locale))}
        onSelect={(index) => onLocale(locales[index] ?? locale)}
      >
        <BlockStack gap="300">
          <TextSet
            key={locale}
            fields={wordFields(input)}
            texts={texts}
            path={`texts.${locale}`}
            form={form}
            onChange={(patch) => form.setTexts(locale, patch)}
            onCaret={(at) => {
              caret.current = at;
            }}
            {...(hasOptions(input) && {
              beforeButton: <OptionFields form={form} locale={locale} />,
            })}
          />
          <VariableButtons caret={caret} />
        </BlockStack>
      </Tabs>
      <InlineStack gap="300" align="space-between" blockAlign="center">
        <InlineStack gap="300" blockAlign="center">
          <Select
            label={t('offers:edit.addLanguage')}
            placeholder={t('offers:edit.addLanguage')}
            labelHidden
            options={others.map((value) => ({ value, label: languageName(value, i18n.language) }))}
            value=""
            onChange={onAdd}
          />
          {complete && languageState(input, locale).kind === 'empty' ? (
            <Button
              variant="plain"
              onClick={() => form.setTexts(locale, structuredClone(input.texts[complete] ?? {}))}
            >
              {t('offers:words.copyFrom', { language: languageName(complete, i18n.language) })}
            </Button>
          ) : null}
        </InlineStack>
        {fixed.includes(locale) ? null : (
          <Button
            variant="plain"
            tone="critical"
            onClick={() => {
              form.setTexts(locale, null);
              onLocale(fixed[0] ?? 'en');
            }}
          >
            {t('offers:edit.removeLanguage', { language: languageName(locale, i18n.language) })}
          </Button>
        )}
      </InlineStack>
    </BlockStack>
  );
}
