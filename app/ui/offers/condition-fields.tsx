import {
  BlockStack,
  Card,
  Checkbox,
  ChoiceList,
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
  clockTimeOf,
  conditionsOf,
  countries,
  momentOf,
  noConditions,
  type OfferInput,
  parseAmount,
  ruleOf,
  surfaces,
} from '../../features/offers/index.ts';
import { type PickedProduct, ProductPicker } from './product-picker.tsx';
import type { OfferForm } from './use-offer-form.ts';

const optional = (error: string | false) => (error ? { error } : {});

/** On which pages it is shown. */
export function PageFields({ form }: { form: OfferForm }) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t('offers:edit.pages')}
          </Text>
          <Text as="p" tone="subdued">
            {t('offers:edit.pagesHelp')}
          </Text>
        </BlockStack>
        <ChoiceList
          title={t('offers:edit.pages')}
          titleHidden
          allowMultiple
          choices={surfaces.slice(0, 2).map((value) => ({ value, label: t(`offers:where.${value}`) }))}
          selected={[...form.input.surfaces]}
          onChange={(chosen) => form.set({ surfaces: chosen as OfferInput['surfaces'] })}
          {...optional(form.problem('surfaces'))}
        />
      </BlockStack>
    </Card>
  );
}

interface Props {
  form: OfferForm;
  shop: { currency: string; timezone: string };
  /** names of products that conditions speak of */
  names: Readonly<Record<string, string>>;
  countryNames: Readonly<Record<string, string>>;
  onName(product: PickedProduct): void;
  searchPath: string;
}

/** Which orders see it. All of it may stay empty. */
export function ConditionFields({ form, shop, names, countryNames, onName, searchPath }: Props) {
  const { t, i18n } = useTranslation();
  const conditions = conditionsOf(form.input.rule) ?? noConditions;
  const change = (patch: Partial<Conditions>) =>
    form.set({ rule: ruleOf({ ...conditions, ...patch }, shop.currency) });
  const [minTotal, setMinTotal] = useState(
    conditions.minTotal === null ? '' : amountText(conditions.minTotal, shop.currency),
  );
  const isAmount = minTotal.trim() === '' || parseAmount(minTotal, shop.currency) !== null;
  const others = countries
    .filter((code) => !conditions.countries.includes(code))
    .map((value) => ({ value, label: countryNames[value] ?? value }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t('offers:edit.conditions')}
          </Text>
          <Text as="p" tone="subdued">
            {t('offers:edit.conditionsHelp')}
          </Text>
        </BlockStack>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            label={t('offers:edit.minTotal')}
            value={minTotal}
            onChange={(typed) => {
              setMinTotal(typed);
              change({ minTotal: typed.trim() === '' ? null : parseAmount(typed, shop.currency) });
            }}
            error={isAmount ? false : t('offers:problem.amount')}
            suffix={shop.currency}
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
            {conditions.boughtProductIds.map((id) => {
              const name = names[id] ?? t('offers:edit.unknownProduct', { id });
              return (
                <Tag
                  key={id}
                  onRemove={() =>
                    change({
                      boughtProductIds: conditions.boughtProductIds.filter((each) => each !== id),
                    })
                  }
                >
                  {name}
                </Tag>
              );
            })}
          </InlineStack>
          <ProductPicker
            label={t('offers:edit.addProducts')}
            searchPath={searchPath}
            onPick={(product) => {
              onName(product);
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
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          {(['startsAt', 'endsAt'] as const).map((name) => (
            <TextField
              key={name}
              type="datetime-local"
              label={t(`offers:edit.${name}`)}
              helpText={t(name === 'startsAt' ? 'offers:edit.always' : 'offers:edit.timeHelp', {
                zone: shop.timezone,
              })}
              value={form.input[name] === null ? '' : clockTimeOf(form.input[name], shop.timezone)}
              onChange={(local) => form.set({ [name]: momentOf(local, shop.timezone) })}
              onBlur={() => form.touch(name)}
              error={form.problem(name)}
              autoComplete="off"
            />
          ))}
        </InlineGrid>
      </BlockStack>
    </Card>
  );
}
