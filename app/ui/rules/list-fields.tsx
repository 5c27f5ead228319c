import type { ListCondition, UtmCondition } from '@reprise/rules';
import { BlockStack, Select } from '@shopify/polaris';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldsProps, Of } from './fields-props.ts';
import { MatchSelect } from './match-select.tsx';
import { type NamedKind, useRuleDesk } from './rule-desk.ts';
import { ValueField } from './value-field.tsx';

type Group = Of<
  'bought-collection' | 'bought-tag' | 'bought-vendor' | 'bought-type' | 'person-tag' | 'segment'
>;
type List = ListCondition | Of<'shipping-method' | 'source' | 'utm' | 'discount-used'>;

/** Where the suggestions come from; by id means that only what is there can be chosen. */
const groups = {
  'bought-collection': { source: 'collection', byId: 'collections' },
  'bought-tag': { source: 'tag', byId: null },
  'bought-vendor': { source: 'vendor', byId: null },
  'bought-type': { source: 'type', byId: null },
  'person-tag': { source: 'person-tag', byId: null },
  segment: { source: 'segment', byId: 'segments' },
} as const satisfies Record<Group['kind'], { source: string; byId: NamedKind | null }>;

/** Any, all or none of several groups. */
export function GroupFields({ condition, onChange, errorAt }: FieldsProps<Group>) {
  const { t } = useTranslation();
  const { names, learn } = useRuleDesk();
  const { source, byId } = groups[condition.kind];
  return (
    <BlockStack gap="300">
      <MatchSelect value={condition.match} onChange={(match) => onChange({ ...condition, match })} />
      <ValueField
        label={t(`rules:edit.kind.${condition.kind}`)}
        values={condition.values}
        onChange={(values) => onChange({ ...condition, values })}
        source={source}
        isFree={byId === null}
        error={errorAt('values')}
        {...(byId !== null && {
          nameOf: (id: string) =>
            names[byId]?.[id] ?? t(`rules:gone.${byId === 'segments' ? 'segment' : 'collection'}`, { id }),
          onPick: ({ value, label }: { value: string; label: string }) => learn(byId, { [value]: label }),
        })}
      />
    </BlockStack>
  );
}

const languages = [
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'fi',
  'fr',
  'he',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'uk',
  'vi',
  'zh',
  'zh-TW',
];
const channels = ['web', 'pos', 'shopify_draft_order'];

/** One of several values. */
export function ListFields(props: FieldsProps<List>) {
  const { condition, onChange, errorAt } = props;
  const { t } = useTranslation();
  const { countryNames, language } = useRuleDesk();
  const label = t(`rules:edit.kind.${condition.kind}`);
  switch (condition.kind) {
    case 'country':
      return (
        <ValueField
          label={label}
          values={condition.in}
          onChange={(list) => onChange({ ...condition, in: list })}
          source={Object.entries(countryNames)
            .map(([value, name]) => ({ value, label: name }))
            .sort((a, b) => a.label.localeCompare(b.label, language))}
          nameOf={(code) => countryNames[code] ?? code}
          error={errorAt('in')}
        />
      );
    case 'currency':
    case 'locale':
      return <CodeField {...props} condition={condition} label={label} />;
    case 'shipping-method':
    case 'source':
      return (
        <BlockStack gap="300">
          <Select
            label={t('rules:edit.textMatch')}
            options={[
              { value: 'is', label: t('rules:edit.textIs') },
              { value: 'contains', label: t('rules:edit.textContains') },
            ]}
            value={condition.match}
            onChange={(match) => onChange({ ...condition, match: match as 'is' | 'contains' })}
          />
          <ValueField
            label={label}
            values={condition.in}
            onChange={(list) => onChange({ ...condition, in: list })}
            source={condition.kind}
            isFree
            nameOf={(name) =>
              condition.kind === 'source' && channels.includes(name)
                ? `${t(`rules:channel.${name}`)} (${name})`
                : name
            }
            error={errorAt('in')}
          />
        </BlockStack>
      );
    case 'utm':
      return (
        <BlockStack gap="300">
          <Select
            label={t('rules:edit.param')}
            options={(['source', 'medium', 'campaign', 'term', 'content'] as const).map((value) => ({
              value,
              label: `utm_${value}`,
            }))}
            value={condition.param}
            onChange={(param) => onChange({ ...condition, param: param as UtmCondition['param'] })}
          />
          <ValueField
            label={t('rules:edit.value')}
            values={condition.in}
            onChange={(list) => onChange({ ...condition, in: list })}
            source="utm"
            isFree
            error={errorAt('in')}
          />
        </BlockStack>
      );
    case 'discount-used':
      return <DiscountFields {...props} condition={condition} />;
  }
}

/** Currencies and languages, by the names that the reader knows them by. */
function CodeField({ condition, onChange, errorAt, label }: FieldsProps<ListCondition> & { label: string }) {
  const { language, currency } = useRuleDesk();
  const isCurrency = condition.kind === 'currency';
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(language, { type: isCurrency ? 'currency' : 'language' });
    const codes = isCurrency ? [...new Set([currency, ...Intl.supportedValuesOf('currency')])] : languages;
    const all = codes.map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }));
    return isCurrency ? all : all.sort((a, b) => a.label.localeCompare(b.label, language));
  }, [language, isCurrency, currency]);
  return (
    <ValueField
      label={label}
      values={condition.in}
      onChange={(list) => onChange({ ...condition, in: list })}
      source={options}
      nameOf={(code) => options.find(({ value }) => value === code)?.label ?? code}
      error={errorAt('in')}
    />
  );
}

function DiscountFields({ condition, onChange, errorAt }: FieldsProps<Of<'discount-used'>>) {
  const { t } = useTranslation();
  const { codes = [] } = condition;
  return (
    <BlockStack gap="300">
      <Select
        label={t('rules:edit.answer')}
        options={[
          { value: 'yes', label: t('rules:phrase.discount-used.any.yes') },
          { value: 'no', label: t('rules:phrase.discount-used.any.no') },
        ]}
        value={condition.is ? 'yes' : 'no'}
        onChange={(value) => onChange({ ...condition, is: value === 'yes' })}
      />
      <ValueField
        label={t('rules:edit.usedCodes')}
        help={t('rules:edit.anyCode')}
        values={codes}
        onChange={(list) =>
          onChange(
            list.length > 0 ? { ...condition, codes: list } : { kind: 'discount-used', is: condition.is },
          )
        }
        source="code"
        isFree
        error={errorAt('codes')}
      />
    </BlockStack>
  );
}
