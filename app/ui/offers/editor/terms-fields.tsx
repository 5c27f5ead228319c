import { BlockStack, Checkbox, InlineGrid, Text, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { discountKinds } from '../../../features/offers/index.ts';
import { DeadlineFields, DiscountFields } from './discount-fields.tsx';
import { fieldProps } from './fields.ts';
import { discountsOf, isDiscountCore } from './kinds.ts';
import type { KnownProducts } from './known-products.ts';
import type { OfferForm } from './use-offer-form.ts';

interface Props {
  form: OfferForm;
  currency: string;
  products: KnownProducts;
  searchPath: string;
}

/** What the code is bound to. A kind that is not about its discount may thank with one. */
export function TermsFields({ form, currency, products, searchPath }: Props) {
  const { t } = useTranslation();
  const { input } = form;
  const hasCode = discountKinds.includes(input.kind);
  const isThanks = hasCode && !isDiscountCore(input.kind) && discountsOf(input.kind).length > 0;
  return (
    <BlockStack gap="400">
      {isThanks ? (
        <BlockStack gap="300">
          <Text as="p">{t('offers:terms.thanks')}</Text>
          <DiscountFields
            form={form}
            kind={input.kind}
            field="discount"
            discount={input.discount}
            onChange={(discount) => form.set({ discount })}
            currency={currency}
            products={products}
            searchPath={searchPath}
          >
            {input.discount.kind === 'none' ? null : <DeadlineFields form={form} />}
          </DiscountFields>
        </BlockStack>
      ) : null}
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <TextField
          {...fieldProps(form, 'caps.perPerson')}
          label={t('offers:terms.perPerson')}
          helpText={t('offers:terms.capHelp')}
          value={input.caps.perPerson}
          onChange={(perPerson) => form.set({ caps: { ...input.caps, perPerson } })}
          placeholder={t('offers:terms.unlimited')}
          inputMode="numeric"
        />
        <TextField
          {...fieldProps(form, 'caps.total')}
          label={t('offers:terms.total')}
          value={input.caps.total}
          onChange={(total) => form.set({ caps: { ...input.caps, total } })}
          placeholder={t('offers:terms.unlimited')}
          inputMode="numeric"
        />
      </InlineGrid>
      {hasCode && input.kind !== 'add-to-order' && input.discount.kind !== 'none' ? (
        <>
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <TextField
              {...fieldProps(form, 'minimum')}
              label={t('offers:terms.minimum')}
              value={input.minimum}
              onChange={(minimum) => form.set({ minimum })}
              placeholder={t('offers:terms.noMinimum')}
              suffix={currency}
              inputMode="decimal"
            />
          </InlineGrid>
          <Checkbox
            label={t('offers:terms.isBound')}
            helpText={t('offers:terms.isBoundHelp')}
            checked={input.isBound}
            onChange={(isBound) => form.set({ isBound })}
          />
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {t('offers:terms.combines')}
            </Text>
            {(['order', 'product', 'shipping'] as const).map((name) => (
              <Checkbox
                key={name}
                label={t(`offers:terms.combine.${name}`)}
                checked={input.combines[name]}
                onChange={(isOn) => form.set({ combines: { ...input.combines, [name]: isOn } })}
              />
            ))}
          </BlockStack>
        </>
      ) : null}
    </BlockStack>
  );
}
