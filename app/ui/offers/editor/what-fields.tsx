import { BlockStack, Checkbox, Link, Select, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import {
  type OfferInput,
  type OfferKind,
  type QuestionType,
  questionTypes,
} from '../../../features/offers/index.ts';
import { ChoiceFields, FieldError } from './choice-fields.tsx';
import { DeadlineFields, DiscountFields } from './discount-fields.tsx';
import { fieldId, fieldProps } from './fields.ts';
import { hasChoice, isDiscountCore, kindOrder } from './kinds.ts';
import type { KnownProducts } from './known-products.ts';
import type { OfferForm } from './use-offer-form.ts';

interface Props {
  form: OfferForm;
  shop: { currency: string };
  products: KnownProducts;
  paths: { search: string; collections: string; referrals: string; reviews: string };
  onKind(kind: OfferKind): void;
}

/** What is offered, by kind; for kinds that are about their discount, how much and for how long too. */
export function WhatFields({ form, shop, products, paths, onKind }: Props) {
  const { t, i18n } = useTranslation();
  const { input } = form;
  const { kind } = input;
  const money = (amount: string) =>
    new Intl.NumberFormat(i18n.language, { style: 'currency', currency: shop.currency }).format(
      Number(amount),
    );
  return (
    <BlockStack gap="400">
      <Select
        id={fieldId('kind')}
        label={t('offers:edit.kindLabel')}
        options={kindOrder.map((value) => ({ value, label: t(`offers:kind.${value}.name`) }))}
        helpText={t(`offers:kind.${kind}.about`)}
        value={kind}
        onChange={(value) => onKind(value as OfferKind)}
      />
      {hasChoice(kind) ? (
        <ChoiceFields
          choice={input.choice}
          onChange={(choice) => form.set({ choice })}
          products={products}
          searchPath={paths.search}
          collectionsPath={paths.collections}
          money={money}
          id={fieldId('choice')}
          error={form.problem('choice')}
        />
      ) : null}
      {hasChoice(kind) || kind === 'buy-again' ? <ShowField form={form} /> : null}
      {kind === 'question' ? <QuestionFields form={form} /> : null}
      {kind === 'vip' ? (
        <Checkbox
          label={t('offers:edit.doubleOptIn')}
          helpText={t('offers:edit.doubleOptInHelp')}
          checked={input.vip?.isDoubleOptIn ?? false}
          onChange={(isDoubleOptIn) => form.set({ vip: { isDoubleOptIn } })}
        />
      ) : null}
      {kind === 'message' ? (
        <TextField
          {...fieldProps(form, 'link')}
          label={t('offers:edit.link')}
          helpText={t('offers:edit.linkHelp')}
          value={input.link}
          onChange={(link) => form.set({ link: link.trim() })}
          type="url"
          placeholder="https://"
        />
      ) : null}
      {kind === 'referral' ? <Elsewhere words="referral" to={paths.referrals} /> : null}
      {kind === 'review' ? <Elsewhere words="review" to={paths.reviews} /> : null}
      {isDiscountCore(kind) ? (
        <>
          <DiscountFields
            form={form}
            kind={kind}
            field="discount"
            discount={input.discount}
            onChange={(discount) => form.set({ discount })}
            currency={shop.currency}
            products={products}
            searchPath={paths.search}
          >
            <DeadlineFields form={form} />
          </DiscountFields>
          <Text as="p" tone="subdued">
            {t('offers:edit.deadlineHelp')}
          </Text>
        </>
      ) : null}
      {kind === 'add-to-order' ? (
        <TextField
          {...fieldProps(form, 'payWithinHours')}
          label={t('offers:edit.payWithin')}
          helpText={t('offers:edit.payWithinHelp')}
          value={input.payWithinHours}
          onChange={(payWithinHours) => form.set({ payWithinHours })}
          placeholder="24"
          suffix={t('offers:edit.hours')}
          inputMode="numeric"
        />
      ) : null}
      {kind === 'product' || kind === 'add-to-order' ? (
        <Text as="p" tone="subdued">
          {t('offers:edit.foreign', { currency: shop.currency })}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function ShowField({ form }: { form: OfferForm }) {
  const { t } = useTranslation();
  const { choice, kind, show } = form.input;
  // One product is one product: nothing to choose from.
  if (kind !== 'buy-again' && (choice === null || (choice.by === 'hand' && choice.items.length < 2)))
    return null;
  return (
    <Select
      label={t('offers:edit.show')}
      helpText={t('offers:edit.showHelp')}
      options={['1', '2', '3']}
      value={show}
      onChange={(value) => form.set({ show: value as OfferInput['show'] })}
    />
  );
}

const withOptions: readonly QuestionType[] = ['one', 'several', 'source'];

/** How the question is answered; its words and options stand with the words. */
function QuestionFields({ form }: { form: OfferForm }) {
  const { t } = useTranslation();
  const { question } = form.input;
  if (!question) return null;
  const set = (patch: Partial<typeof question>) => form.set({ question: { ...question, ...patch } });
  const problem = form.problem('question.optionIds');
  return (
    <BlockStack gap="300">
      <Select
        id={fieldId('question')}
        label={t('offers:question.type')}
        options={questionTypes.map((value) => ({ value, label: t(`offers:question.types.${value}`) }))}
        helpText={t(`offers:question.about.${question.type}`)}
        value={question.type}
        onChange={(value) => {
          const type = value as QuestionType;
          set({ type, ...(type === 'source' && { isShuffled: true, hasOther: true }) });
        }}
      />
      {question.type === 'scale' ? (
        <Select
          id={fieldId('question.max')}
          label={t('offers:question.max')}
          options={['3', '4', '5', '7', '10']}
          value={question.max || '5'}
          onChange={(max) => set({ max })}
          error={form.problem('question.max')}
        />
      ) : null}
      {withOptions.includes(question.type) ? (
        <BlockStack gap="100">
          <Checkbox
            label={t('offers:question.hasOther')}
            checked={question.hasOther}
            onChange={(hasOther) => set({ hasOther })}
          />
          <Checkbox
            label={t('offers:question.isShuffled')}
            helpText={t('offers:question.isShuffledHelp')}
            checked={question.isShuffled}
            onChange={(isShuffled) => set({ isShuffled })}
          />
          {problem ? <FieldError id={fieldId('question.optionIds')}>{problem}</FieldError> : null}
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}

function Elsewhere({ words, to }: { words: 'referral' | 'review'; to: string }) {
  const { t } = useTranslation();
  return (
    <Text as="p">
      {t(`offers:edit.${words}Where`)} <Link url={to}>{t(`offers:edit.${words}Link`)}</Link>
    </Text>
  );
}
