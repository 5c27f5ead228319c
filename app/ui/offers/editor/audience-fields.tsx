import {
  Banner,
  BlockStack,
  Checkbox,
  InlineGrid,
  InlineStack,
  Select,
  Tag,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  amountText,
  type Conditions,
  conditionsOf,
  countries,
  parseAmount,
  ruleOf,
} from '../../../features/offers/index.ts';
import { ProductPicker } from '../product-picker.tsx';
import type { KnownProducts } from './known-products.ts';
import type { OfferForm } from './use-offer-form.ts';

interface Props {
  form: OfferForm;
  currency: string;
  products: KnownProducts;
  countryNames: Readonly<Record<string, string>>;
  searchPath: string;
}

/** Which orders see it. All of it may stay empty. */
export function AudienceFields({ form, currency, products, countryNames, searchPath }: Props) {
  const { t, i18n } = useTranslation();
  const conditions = conditionsOf(form.input.rule);
  const [minTotal, setMinTotal] = useState(
    conditions?.minTotal == null ? '' : amountText(conditions.minTotal, currency),
  );
  if (!conditions) return <Banner tone="info">{t('offers:edit.ownRule')}</Banner>;
  const change = (patch: Partial<Conditions>) =>
    form.set({ rule: ruleOf({ ...conditions, ...patch }, currency) });
  const isAmount = minTotal.trim() === '' || parseAmount(minTotal, currency) !== null;
  const others = countries
    .filter((code) => !conditions.countries.includes(code))
    .map((value) => ({ value, label: countryNames[value] ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  return (
    <BlockStack gap="400">
      <Text as="p" tone="subdued">
        {t('offers:edit.conditionsHelp')}
      </Text>
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        <TextField
          label={t('offers:edit.minTotal')}
          value={minTotal}
          onChange={(typed) => {
            setMinTotal(typed);
            change({ minTotal: typed.trim() === '' ? null : parseAmount(typed, currency) });
          }}
          error={isAmount ? false : t('offers:problem.amount')}
          suffix={currency}
          inputMode="decimal"
          autoComplete="off"
        />
      </InlineGrid>
      <Checkbox
        label={t('offers:edit.firstOrder')}
        checked={conditions.isFirstOrderOnly}
        onChange={(isFirstOrderOnly) => change({ isFirstOrderOnly })}
      />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t('offers:edit.bought')}
        </Text>
        <InlineStack gap="200">
          {conditions.boughtProductIds.map((id) => (
            <Tag
              key={id}
              onRemove={() =>
                change({ boughtProductIds: conditions.boughtProductIds.filter((each) => each !== id) })
              }
            >
              {products.get(id)?.title ?? t('offers:edit.unknownProduct', { id })}
            </Tag>
          ))}
        </InlineStack>
        <ProductPicker
          label={t('offers:edit.addProducts')}
          searchPath={searchPath}
          onPick={(product) => {
            products.learn([product]);
            if (conditions.boughtProductIds.includes(product.id)) return;
            change({ boughtProductIds: [...conditions.boughtProductIds, product.id] });
          }}
          error={form.problem('rule')}
        />
      </BlockStack>
      <BlockStack gap="200">
        <Select
          label={t('offers:edit.countries')}
          placeholder={t(
            conditions.countries.length === 0 ? 'offers:edit.everywhere' : 'offers:edit.addCountry',
          )}
          options={others}
          value=""
          onChange={(code) => change({ countries: [...conditions.countries, code] })}
        />
        <InlineStack gap="200">
          {conditions.countries.map((code) => (
            <Tag
              key={code}
              onRemove={() => change({ countries: conditions.countries.filter((each) => each !== code) })}
            >
              {countryNames[code] ?? code}
            </Tag>
          ))}
        </InlineStack>
      </BlockStack>
    </BlockStack>
  );
}
