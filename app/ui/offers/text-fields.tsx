import { BlockStack, Button, Card, InlineStack, Select, Tabs, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { isComplete, limits } from '../../features/offers/index.ts';
import { commonLanguages, languageName } from './languages.ts';
import type { OfferForm } from './use-offer-form.ts';

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

/** Title, text and button in each language; every tab says whether its language is complete. */
export function TextFields({ form, locales, locale, onLocale, onAdd, fixed }: Props) {
  const { t, i18n } = useTranslation();
  const texts = form.input.texts[locale] ?? { title: '', text: '', button: '' };
  const field = (name: 'title' | 'text' | 'button') => ({
    label: t(`offers:edit.field${name === 'title' ? 'Title' : name === 'text' ? 'Text' : 'Button'}`),
    value: texts[name],
    onChange: (value: string) => form.setTexts(locale, { [name]: value }),
    onBlur: () => form.touch(`texts.${locale}.${name}`),
    error: form.problem(`texts.${locale}.${name}`),
    maxLength: limits[name],
    showCharacterCount: true,
    autoComplete: 'off',
  });
  const others = commonLanguages.filter((each) => !locales.includes(each));
  const missing = form.problem('texts');
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t('offers:edit.texts')}
          </Text>
          <Text as="p" tone="subdued">
            {t('offers:edit.textsHelp')}
          </Text>
        </BlockStack>
        {missing ? (
          <span role="alert">
            <Text as="span" tone="critical">
              {missing}
            </Text>
          </span>
        ) : null}
        <Tabs
          tabs={locales.map((each) => ({
            id: `texts-${each}`,
            content: languageName(each, i18n.language),
            panelID: 'texts-panel',
            badge: t(isComplete(form.input.texts[each]) ? 'offers:edit.complete' : 'offers:edit.incomplete'),
          }))}
          selected={Math.max(0, locales.indexOf(locale))}
          onSelect={(index) => onLocale(locales[index] ?? locale)}
        >
          <BlockStack gap="300">
            <TextField {...field('title')} />
            <TextField {...field('text')} multiline={3} />
            <TextField {...field('button')} />
          </BlockStack>
        </Tabs>
        <InlineStack gap="300" align="space-between" blockAlign="end">
          <Select
            label={t('offers:edit.addLanguage')}
            placeholder={t('offers:edit.addLanguage')}
            labelHidden
            options={others.map((value) => ({ value, label: languageName(value, i18n.language) }))}
            value=""
            onChange={onAdd}
          />
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
    </Card>
  );
}
