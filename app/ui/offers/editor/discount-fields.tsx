import { BlockStack, Select, Text, TextField } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferInput, OfferKind } from '../../../features/offers/index.ts';
import { ProductLine, ProductPicker } from '../product-picker.tsx';
import { fieldId, fieldProps } from './fields.ts';
import { discountsOf } from './kinds.ts';
import type { KnownProducts } from './known-products.ts';
import type { OfferForm } from './use-offer-form.ts';

type Discount = OfferInput['discount'];

interface Props {
  form: OfferForm;
  kind: OfferKind;
  /** `discount`, or that of an arm of a test */
  field: string;
  discount: Discount;
  onChange(discount: Discount): void;
  currency: string;
  products: KnownProducts;
  searchPath: string;
  /** what stands in the same row */
  children?: ReactNode;
}

/** How much less, or what on top. */
export function DiscountFields(props: Props) {
  const { form, kind, field, discount, onChange, currency, products, searchPath } = props;
  const { t } = useTranslation();
  const gift = discount.gift ? products.get(discount.gift.productId) : undefined;
  const variant = gift?.variants.find((each) => each.id === discount.gift?.variantId);
  const isNumber = discount.kind === 'percentage' || discount.kind === 'amount';
  return (
    <BlockStack gap="300">
      <div className="field-row">
        <Select
          id={fieldId(`${field}.kind`)}
          label={t('offers:edit.discount')}
          options={discountsOf(kind).map((value) => ({
            value,
            label: t(`offers:edit.discountKind.${value}`),
          }))}
          value={discount.kind}
          onChange={(next) =>
            onChange({ kind: next as Discount['kind'], value: next === 'percentage' ? '10' : '', gift: null })
          }
          error={form.problem(`${field}.kind`)}
          {...(discount.kind === 'free-shipping' && { helpText: t('offers:edit.freeShippingHelp') })}
        />
        {isNumber ? (
          <TextField
            {...fieldProps(form, `${field}.value`)}
            label={t(discount.kind === 'percentage' ? 'offers:edit.percent' : 'offers:edit.amount')}
            value={discount.value}
            onChange={(value) => onChange({ ...discount, value })}
            suffix={discount.kind === 'percentage' ? '%' : currency}
            inputMode="decimal"
          />
        ) : null}
        {props.children}
      </div>
      {discount.kind === 'gift' ? (
        <BlockStack gap="200">
          {gift ? (
            <ProductLine
              title={gift.title}
              imageUrl={gift.imageUrl}
              {...(variant && variant.title !== 'Default Title' && { detail: variant.title })}
            />
          ) : (
            <Text as="p" tone="subdued">
              {t('offers:edit.giftHelp')}
            </Text>
          )}
          <ProductPicker
            id={fieldId(`${field}.gift`)}
            label={t(gift ? 'offers:edit.changeGift' : 'offers:edit.chooseGift')}
            searchPath={searchPath}
            onPick={(product) => {
              products.learn([product]);
              const first = product.variants.find((each) => each.isAvailable) ?? product.variants[0];
              onChange({ ...discount, gift: { productId: product.id, variantId: first?.id ?? '' } });
            }}
            error={form.problem(`${field}.gift`)}
          />
          {gift && gift.variants.length > 1 && discount.gift ? (
            <Select
              label={t('offers:edit.variantOf', { name: gift.title })}
              options={gift.variants.map((each) => ({ value: each.id, label: each.title }))}
              value={discount.gift.variantId}
              onChange={(variantId) => onChange({ ...discount, gift: { productId: gift.id, variantId } })}
            />
          ) : null}
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}

/** Hours that are usual; '' is no limit. */
const deadlines = ['24', '72', '168', '336', '720', ''];

/** For how long it holds, counted from the order; fields of a row. */
export function DeadlineFields({ form }: { form: OfferForm }) {
  const { t } = useTranslation();
  const hours = form.input.deadlineHours;
  const [isOwn, setOwn] = useState(!deadlines.includes(hours));
  return (
    <>
      <Select
        label={t('offers:edit.deadline')}
        options={[...deadlines, 'custom'].map((value) => ({
          value,
          label: t(value === '' ? 'offers:edit.noDeadline' : `offers:edit.deadlineChoice.${value}`),
        }))}
        value={isOwn ? 'custom' : hours}
        onChange={(value) => {
          setOwn(value === 'custom');
          form.set({ deadlineHours: value === 'custom' ? '48' : value });
        }}
        {...(isOwn ? {} : { id: fieldId('deadlineHours'), error: form.problem('deadlineHours') })}
      />
      {isOwn ? (
        <TextField
          {...fieldProps(form, 'deadlineHours')}
          label={t('offers:edit.deadlineHours')}
          value={hours}
          onChange={(deadlineHours) => form.set({ deadlineHours })}
          suffix={t('offers:edit.hours')}
          inputMode="numeric"
        />
      ) : null}
    </>
  );
}
