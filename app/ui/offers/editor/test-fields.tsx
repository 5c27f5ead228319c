import {
  BlockStack,
  Box,
  Button,
  Checkbox,
  InlineGrid,
  InlineStack,
  Text,
  TextField,
} from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { limits, type OfferInput } from '../../../features/offers/index.ts';
import { languageName } from '../languages.ts';
import { ChoiceFields } from './choice-fields.tsx';
import { DiscountFields } from './discount-fields.tsx';
import { fieldProps } from './fields.ts';
import { discountsOf, freshId, hasChoice } from './kinds.ts';
import type { KnownProducts } from './known-products.ts';
import { TextSet } from './text-set.tsx';
import type { OfferForm } from './use-offer-form.ts';
import { wordFields } from './words.ts';

type Test = NonNullable<OfferInput['test']>;
type Arm = Test['arms'][number];

interface Props {
  form: OfferForm;
  shop: { currency: string };
  locale: string;
  products: KnownProducts;
  paths: { search: string; collections: string };
  money(amount: string): string;
}

/** Which other ways to say or price the offer are tried, how people are shared out, and who sees nothing for comparison. */
export function TestFields({ form, shop, locale, products, paths, money }: Props) {
  const { t } = useTranslation();
  const { test } = form.input;
  const setTest = (next: Test | null) => form.set({ test: next });
  const add = () => {
    const arms = test?.arms ?? [];
    const id = freshId(
      'v',
      arms.map((arm) => arm.id),
    );
    const name = t('offers:test.armName', { letter: String.fromCharCode(66 + arms.length) });
    setTest({
      armWeight: test?.armWeight ?? '100',
      isAutoTake: test?.isAutoTake ?? false,
      arms: [...arms, { id, name, weight: '100', texts: {}, discount: null, choice: null }],
    });
  };
  const sum = (test ? [test.armWeight, ...test.arms.map((arm) => arm.weight)] : []).reduce(
    (all, weight) => all + (Number(weight) || 0),
    0,
  );
  const share = (weight: string) =>
    sum > 0 ? t('offers:test.share', { percent: Math.round((100 * (Number(weight) || 0)) / sum) }) : '';
  return (
    <BlockStack gap="400">
      <BlockStack gap="100">
        <div className="field-row">
          <TextField
            {...fieldProps(form, 'holdOutPercent')}
            label={t('offers:test.holdOut')}
            value={form.input.holdOutPercent}
            onChange={(holdOutPercent) => form.set({ holdOutPercent })}
            suffix="%"
            inputMode="decimal"
          />
          <span />
        </div>
        <Text as="p" tone="subdued">
          {t('offers:test.holdOutHelp')}
        </Text>
      </BlockStack>
      <Text as="p">{t(test ? 'offers:test.running' : 'offers:test.none')}</Text>
      {test ? (
        <BlockStack gap="300">
          <Box padding="400" background="bg-surface-secondary" borderRadius="200">
            <InlineStack align="space-between" blockAlign="end" gap="300">
              <Text as="h3" variant="headingSm">
                {t('offers:test.itself')}
              </Text>
              <TextField
                {...fieldProps(form, 'test.armWeight')}
                label={t('offers:test.weight')}
                value={test.armWeight}
                onChange={(armWeight) => setTest({ ...test, armWeight })}
                inputMode="numeric"
                suffix={share(test.armWeight)}
              />
            </InlineStack>
          </Box>
          {test.arms.map((arm, index) => (
            <ArmFields
              key={arm.id}
              arm={arm}
              index={index}
              share={share(arm.weight)}
              onChange={(next) =>
                setTest({ ...test, arms: test.arms.map((each) => (each === arm ? next : each)) })
              }
              onRemove={() => {
                const arms = test.arms.filter((each) => each !== arm);
                setTest(arms.length > 0 ? { ...test, arms } : null);
              }}
              {...{ form, shop, locale, products, paths, money }}
            />
          ))}
        </BlockStack>
      ) : null}
      {test ? (
        <Checkbox
          label={t('offers:test.isAutoTake')}
          helpText={t('offers:test.isAutoTakeHelp')}
          checked={test.isAutoTake ?? false}
          onChange={(isAutoTake) => setTest({ ...test, isAutoTake })}
        />
      ) : null}
      {(test?.arms.length ?? 0) < limits.arms ? (
        <InlineStack>
          <Button onClick={add}>{t(test ? 'offers:test.add' : 'offers:test.start')}</Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}

interface ArmProps extends Props {
  arm: Arm;
  index: number;
  share: string;
  onChange(arm: Arm): void;
  onRemove(): void;
}

/** One variant: only what is different is set, everything else is as in the offer itself. */
function ArmFields({ arm, index, share, onChange, onRemove, ...props }: ArmProps) {
  const { form, shop, locale, products, paths, money } = props;
  const { t, i18n } = useTranslation();
  const { input } = form;
  const path = `test.arms.${index}`;
  const hasTexts = Object.keys(arm.texts).length > 0;
  return (
    <Box padding="400" borderColor="border" borderWidth="025" borderRadius="200">
      <BlockStack gap="300">
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          <TextField
            {...fieldProps(form, `${path}.name`)}
            label={t('offers:test.name')}
            value={arm.name}
            onChange={(name) => onChange({ ...arm, name })}
            maxLength={limits.name}
          />
          <TextField
            {...fieldProps(form, `${path}.weight`)}
            label={t('offers:test.weight')}
            value={arm.weight}
            onChange={(weight) => onChange({ ...arm, weight })}
            inputMode="numeric"
            suffix={share}
          />
        </InlineGrid>
        <Text as="p" tone="subdued">
          {t('offers:test.different')}
        </Text>
        <Checkbox
          label={t('offers:test.otherWords')}
          checked={hasTexts}
          onChange={(isOn) => onChange({ ...arm, texts: isOn ? { [locale]: {} } : {} })}
        />
        {hasTexts ? (
          <Box paddingInlineStart="600">
            <BlockStack gap="200">
              <Text as="h4" variant="headingSm">
                {languageName(locale, i18n.language)}
              </Text>
              <TextSet
                fields={wordFields(input)}
                texts={arm.texts[locale]}
                path={`${path}.texts.${locale}`}
                form={form}
                placeholders={input.texts[locale]}
                onChange={(patch) =>
                  onChange({ ...arm, texts: { ...arm.texts, [locale]: { ...arm.texts[locale], ...patch } } })
                }
              />
            </BlockStack>
          </Box>
        ) : null}
        {discountsOf(input.kind).length > 0 ? (
          <Checkbox
            label={t('offers:test.otherDiscount')}
            checked={arm.discount !== null}
            onChange={(isOn) => onChange({ ...arm, discount: isOn ? { ...input.discount } : null })}
          />
        ) : null}
        {arm.discount ? (
          <Box paddingInlineStart="600">
            <DiscountFields
              form={form}
              kind={input.kind}
              field={`${path}.discount`}
              discount={arm.discount}
              onChange={(discount) => onChange({ ...arm, discount })}
              currency={shop.currency}
              products={products}
              searchPath={paths.search}
            />
          </Box>
        ) : null}
        {hasChoice(input.kind) ? (
          <Checkbox
            label={t('offers:test.otherProduct')}
            checked={arm.choice !== null}
            onChange={(isOn) => onChange({ ...arm, choice: isOn ? { by: 'hand', items: [] } : null })}
          />
        ) : null}
        {arm.choice ? (
          <Box paddingInlineStart="600">
            <ChoiceFields
              choice={arm.choice}
              onChange={(choice) => onChange({ ...arm, choice })}
              products={products}
              searchPath={paths.search}
              collectionsPath={paths.collections}
              money={money}
              id={fieldProps(form, `${path}.choice`).id}
              error={form.problem(`${path}.choice`)}
            />
          </Box>
        ) : null}
        <InlineStack>
          <Button variant="plain" tone="critical" onClick={onRemove}>
            {t('offers:test.remove', { name: arm.name })}
          </Button>
        </InlineStack>
      </BlockStack>
    </Box>
  );
}
