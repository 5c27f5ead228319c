import { BlockStack, Card, Checkbox, FormLayout, TextField } from '@shopify/polaris';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { limits, sentenceOf } from '../../../features/offers/index.ts';
import { AudienceFields } from './audience-fields.tsx';
import { fieldProps, type SectionName, sectionOf } from './fields.ts';
import type { KnownNames } from './known-names.ts';
import type { KnownProducts } from './known-products.ts';
import { memoOn } from './memo-on.ts';
import type { EditorProps } from './offer-editor.tsx';
import { PictureFields } from './picture-fields.tsx';
import { PlacementFields } from './placement-fields.tsx';
import { Section } from './section.tsx';
import {
  pictureSummary,
  type Reader,
  termsSummary,
  testSummary,
  whereSummary,
  wordsSummary,
} from './summaries.ts';
import { TermsFields } from './terms-fields.tsx';
import { TestFields } from './test-fields.tsx';
import type { EditorState } from './use-offer-editor.ts';
import { WhatFields } from './what-fields.tsx';
import { WordFields } from './word-fields.tsx';

const What = memoOn(WhatFields, [
  'kind',
  'choice',
  'show',
  'question',
  'vip',
  'link',
  'discount',
  'deadlineHours',
  'payWithinHours',
]);
const Placement = memoOn(PlacementFields, ['kind', 'surfaces', 'moments', 'fromDays', 'startsAt', 'endsAt']);
const Terms = memoOn(TermsFields, [
  'kind',
  'discount',
  'deadlineHours',
  'caps',
  'minimum',
  'isBound',
  'combines',
]);
const Test = memoOn(TestFields, ['kind', 'question', 'link', 'texts', 'discount', 'test', 'holdOutPercent']);

interface Props {
  editor: EditorState;
  products: KnownProducts;
  reader: Reader;
  shop: EditorProps['shop'];
  paths: EditorProps['paths'];
  countryNames: EditorProps['countryNames'];
  names: KnownNames;
  offerId: string | null;
  verdict: ReactNode;
}

/** The parts of the editor. A simple offer needs the first three; the others say in one line what holds. */
export function EditorSections({
  editor,
  products,
  reader,
  shop,
  paths,
  countryNames,
  names,
  offerId,
  verdict,
}: Props) {
  const { t, i18n } = useTranslation();
  const { form, locales, locale, setLocale } = editor;
  const { input } = form;
  const { currency, timezone } = shop;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the reader's words change with the names' language
  const audience = useMemo(() => sentenceOf(input.rule, reader.t, names.all), [input.rule, names.all]);
  const common = { form, products, currency, searchPath: paths.search };
  const money = (amount: string) =>
    new Intl.NumberFormat(i18n.language, { style: 'currency', currency }).format(Number(amount));
  const part = (name: SectionName, summary: ReactNode, children: ReactNode) => (
    <Section
      name={name}
      title={t(`offers:section.${name}`)}
      summary={summary}
      isOpen={name === 'what' || name === 'words' ? null : editor.isOpen(name)}
      onToggle={() => editor.toggle(name)}
      hasProblem={form.problems.some(({ field }) => sectionOf(field) === name)}
    >
      {children}
    </Section>
  );
  return (
    <>
      <Card>
        <FormLayout>
          <TextField
            {...fieldProps(form, 'name')}
            label={t('offers:edit.name')}
            helpText={t('offers:edit.nameHelp')}
            value={input.name}
            onChange={(name) => form.set({ name })}
            maxLength={limits.name}
          />
          <Checkbox
            label={t('offers:edit.isActive')}
            helpText={t('offers:edit.isActiveHelp')}
            checked={input.isActive}
            onChange={(isActive) => form.set({ isActive })}
          />
        </FormLayout>
      </Card>
      {part(
        'what',
        null,
        <What form={form} shop={shop} products={products} paths={paths} onKind={editor.changeKind} />,
      )}
      {part(
        'words',
        wordsSummary(input, locales, reader),
        <WordFields
          form={form}
          locales={locales}
          locale={locale}
          onLocale={setLocale}
          onAdd={editor.addLanguage}
          fixed={editor.fixed}
        />,
      )}
      {part(
        'picture',
        pictureSummary(input, reader),
        <PictureFields form={form} locales={locales} uploadPath={paths.pictures} pathOf={paths.picture} />,
      )}
      {part(
        'audience',
        audience,
        <AudienceFields
          form={form}
          offerId={offerId}
          currency={currency}
          names={names}
          countryNames={countryNames}
          paths={paths}
        />,
      )}
      {part('where', whereSummary(input, reader), <Placement form={form} timezone={timezone} />)}
      {part('terms', termsSummary(input, reader), <Terms {...common} />)}
      {part(
        'test',
        testSummary(input, reader),
        <BlockStack gap="400">
          {verdict}
          <Test form={form} shop={shop} locale={locale} products={products} paths={paths} money={money} />
        </BlockStack>,
      )}
    </>
  );
}
