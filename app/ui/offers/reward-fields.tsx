import { Banner, BlockStack, Card, ChoiceList, InlineGrid, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferInput } from '../../features/offers/index.ts';
import { type PickedProduct, ProductLine, ProductPicker } from './product-picker.tsx';
import type { OfferForm } from './use-offer-form.ts';

interface Props {
  form: OfferForm;
  shop: { currency: string };
  product: PickedProduct | null;
  onKind(kind: OfferInput['kind']): void;
  onProduct(product: PickedProduct): void;
  searchPath: string;
}

const deadlines = ['24', '72', '168', '336', '720', ''];

/** What is offered, for how much less, and for how long. */
export function RewardFields({ form, shop, product, onKind, onProduct, searchPath }: Props) {
  const { t, i18n } = useTranslation();
  const { input } = form;
  const money = (amount: string) =>
    new Intl.NumberFormat(i18n.language, { style: 'currency', currency: shop.currency }).format(
      Number(amount),
    );
  const item = input.choice?.by === 'hand' ? input.choice.items[0] : undefined;
  const variant = product?.variants.find((each) => each.id === item?.variantId);
  const kinds = input.kind === 'product' ? ['percentage', 'amount', 'none'] : ['percentage', 'amount'];

  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t('offers:edit.what')}
        </Text>
        <ChoiceList
          title={t('offers:edit.what')}
          titleHidden
          choices={(['discount', 'product'] as const).map((value) => ({
            value,
            label: t(`offers:edit.kind.${value}`),
          }))}
          selected={[input.kind]}
          onChange={([kind]) => onKind(kind as OfferInput['kind'])}
        />
        {input.kind === 'product' ? (
          <BlockStack gap="300">
            {product ? (
              <ProductLine
                title={product.title}
                imageUrl={product.imageUrl}
                {...(variant && { detail: money(variant.price) })}
              />
            ) : null}
            <ProductPicker
              label={product ? t('offers:edit.change') : t('offers:edit.choose')}
              searchPath={searchPath}
              onPick={onProduct}
              error={form.problem('choice')}
            />
            {product && product.variants.length > 1 ? (
              <Select
                label={t('offers:edit.variant')}
                options={product.variants.map((each) => ({
                  value: each.id,
                  label: `${each.title} (${money(each.price)})`,
                }))}
                value={item?.variantId ?? ''}
                onChange={(variantId) =>
                  form.set({ choice: { by: 'hand', items: [{ productId: product.id, variantId }] } })
                }
              />
            ) : null}
            {variant && !variant.isAvailable ? (
              <Banner tone="warning">{t('offers:edit.soldOut')}</Banner>
            ) : null}
          </BlockStack>
        ) : null}
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <Select
            label={t('offers:edit.discount')}
            options={kinds.map((value) => ({ value, label: t(`offers:edit.discountKind.${value}`) }))}
            value={input.discount.kind}
            onChange={(kind) =>
              form.set({ discount: { kind: kind as OfferInput['discount']['kind'], value: '', gift: null } })
            }
          />
          {input.discount.kind === 'none' ? null : (
            <TextField
              label={t(input.discount.kind === 'percentage' ? 'offers:edit.percent' : 'offers:edit.amount')}
              value={input.discount.value}
              onChange={(value) => form.set({ discount: { ...input.discount, value } })}
              onBlur={() => form.touch('discount.value')}
              error={form.problem('discount.value')}
              suffix={input.discount.kind === 'percentage' ? '%' : shop.currency}
              inputMode="decimal"
              autoComplete="off"
            />
          )}
        </InlineGrid>
        <Deadline form={form} />
      </BlockStack>
    </Card>
  );
}

function Deadline({ form }: { form: OfferForm }) {
  const { t } = useTranslation();
  const hours = form.input.deadlineHours;
  const [isOwn, setOwn] = useState(!deadlines.includes(hours));
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      <Select
        label={t('offers:edit.deadline')}
        helpText={t('offers:edit.deadlineHelp')}
        options={[...deadlines, 'custom'].map((value) => ({
          value,
          label: t(value === '' ? 'offers:edit.noDeadline' : `offers:edit.deadlineChoice.${value}`),
        }))}
        value={isOwn ? 'custom' : hours}
        onChange={(value) => {
          setOwn(value === 'custom');
          form.set({ deadlineHours: value === 'custom' ? '48' : value });
        }}
      />
      {isOwn ? (
        <TextField
          label={t('offers:edit.deadline')}
          labelHidden
          value={hours}
          onChange={(deadlineHours) => form.set({ deadlineHours })}
          onBlur={() => form.touch('deadlineHours')}
          error={form.problem('deadlineHours')}
          suffix={t('offers:edit.hours')}
          inputMode="numeric"
          autoComplete="off"
        />
      ) : null}
    </InlineGrid>
  );
}
