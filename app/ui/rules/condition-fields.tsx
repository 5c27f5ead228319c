import { BlockStack, Checkbox, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { conditionPhrase } from '../../features/offers/index.ts';
import type { FieldsProps, Of } from './fields-props.ts';
import { GroupFields, ListFields } from './list-fields.tsx';
import { MatchSelect } from './match-select.tsx';
import { MomentFields } from './moment-fields.tsx';
import { AmountField, Ends, WholeEnds, WholeField } from './number-fields.tsx';
import { ProductListField } from './product-list-field.tsx';
import { useRuleDesk } from './rule-desk.ts';

/** The fields of one condition. */
export function ConditionFields(props: FieldsProps) {
  const { condition, errorAt, onChange } = props;
  switch (condition.kind) {
    case 'order-total':
    case 'person-spend':
      return <AmountFields {...props} condition={condition} />;
    case 'bought-product':
    case 'bought-variant':
      return (
        <BlockStack gap="300">
          <MatchSelect value={condition.match} onChange={(match) => onChange({ ...condition, match })} />
          <ProductListField
            by={condition.kind === 'bought-product' ? 'product' : 'variant'}
            ids={condition.ids}
            onChange={(ids) => onChange({ ...condition, ids })}
            error={errorAt('ids')}
          />
        </BlockStack>
      );
    case 'quantity':
      return <QuantityFields {...props} condition={condition} />;
    case 'person-orders':
    case 'last-order-days':
      return <NumberFields {...props} condition={condition} />;
    case 'first-order':
    case 'is-vip':
    case 'has-reviewed':
    case 'has-referred':
    case 'consent':
      return <ClaimFields {...props} condition={condition} />;
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
    case 'person-tag':
    case 'segment':
      return <GroupFields {...props} condition={condition} />;
    case 'currency':
    case 'country':
    case 'locale':
    case 'shipping-method':
    case 'source':
    case 'utm':
    case 'discount-used':
      return <ListFields {...props} condition={condition} />;
    case 'schedule':
    case 'weekday':
    case 'hour':
    case 'parcel':
    case 'surface':
    case 'share':
      return <MomentFields {...props} condition={condition} />;
    case 'stock':
      return <StockFields {...props} condition={condition} />;
  }
}

function AmountFields({
  condition,
  path,
  onChange,
  errorAt,
}: FieldsProps<Of<'order-total' | 'person-spend'>>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  const { kind, currency, min, max } = condition;
  const change = (patch: { min?: string | undefined; max?: string | undefined }) => {
    const next = { min, max, ...patch };
    onChange({
      kind,
      currency,
      ...(next.min !== undefined && { min: next.min }),
      ...(next.max !== undefined && { max: next.max }),
    });
  };
  const field = (name: 'min' | 'max') => (
    <AmountField
      id={idOf(`${path}.${name}`)}
      label={t(`rules:edit.${name}`)}
      currency={currency}
      value={condition[name]}
      onChange={(value) => change({ [name]: value })}
      error={errorAt(name)}
    />
  );
  return (
    <Ends>
      {field('min')}
      {field('max')}
    </Ends>
  );
}

function QuantityFields({ condition, path, onChange, errorAt }: FieldsProps<Of<'quantity'>>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  const { productIds } = condition;
  const only = productIds === undefined ? {} : { productIds };
  return (
    <BlockStack gap="300">
      <WholeEnds
        min={condition.min}
        max={condition.max}
        onChange={(ends) => onChange({ kind: 'quantity', ...ends, ...only })}
        errors={{ min: errorAt('min'), max: errorAt('max') }}
        ids={{ min: idOf(`${path}.min`), max: idOf(`${path}.max`) }}
      />
      <Checkbox
        label={t('rules:edit.onlyOf')}
        checked={productIds !== undefined}
        onChange={(isOnly) => {
          const { productIds: _, ...rest } = condition;
          onChange(isOnly ? { ...rest, productIds: [] } : rest);
        }}
      />
      {productIds ? (
        <ProductListField
          by="product"
          ids={productIds}
          onChange={(ids) => onChange({ ...condition, productIds: ids })}
          error={errorAt('productIds')}
        />
      ) : null}
    </BlockStack>
  );
}

function NumberFields({
  condition,
  path,
  onChange,
  errorAt,
}: FieldsProps<Of<'person-orders' | 'last-order-days'>>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  const { kind } = condition;
  return (
    <WholeEnds
      min={condition.min}
      max={condition.max}
      onChange={(ends) => onChange({ kind, ...ends })}
      {...(kind === 'last-order-days' && {
        labels: { min: t('rules:edit.minDays'), max: t('rules:edit.maxDays') },
      })}
      errors={{ min: errorAt('min'), max: errorAt('max') }}
      ids={{ min: idOf(`${path}.min`), max: idOf(`${path}.max`) }}
    />
  );
}

type Claim = Of<'first-order' | 'is-vip' | 'has-reviewed' | 'has-referred' | 'consent'>;

/** A yes or no, in the very words of the sentence. */
function ClaimFields({ condition, onChange }: FieldsProps<Claim>) {
  const { t } = useTranslation();
  const { names } = useRuleDesk();
  const phrase = (is: boolean) =>
    conditionPhrase({ ...condition, is }, true, (key, params) => t(key, params ?? {}), names);
  return (
    <BlockStack gap="300">
      {condition.kind === 'consent' ? (
        <Select
          label={t('rules:edit.channel')}
          options={[
            { value: 'email', label: t('rules:edit.email') },
            { value: 'sms', label: t('rules:edit.sms') },
          ]}
          value={condition.channel}
          onChange={(channel) => onChange({ ...condition, channel: channel as 'email' | 'sms' })}
        />
      ) : null}
      <Select
        label={t('rules:edit.answer')}
        options={[
          { value: 'yes', label: phrase(true) },
          { value: 'no', label: phrase(false) },
        ]}
        value={condition.is ? 'yes' : 'no'}
        onChange={(value) => onChange({ ...condition, is: value === 'yes' })}
      />
    </BlockStack>
  );
}

function StockFields({ condition, path, onChange, errorAt }: FieldsProps<Of<'stock'>>) {
  const { t } = useTranslation();
  const { idOf } = useRuleDesk();
  return (
    <WholeField
      id={idOf(`${path}.min`)}
      label={t('rules:edit.pieces')}
      value={condition.min}
      onChange={(min) => onChange({ kind: 'stock', min: min ?? 0 })}
      error={errorAt('min')}
    />
  );
}
