import { useFetcher } from '@remix-run/react';
import { BlockStack, Combobox, Icon, InlineStack, Listbox, Tag, Text } from '@shopify/polaris';
import { CheckIcon } from '@shopify/polaris-icons';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRuleDesk } from './rule-desk.ts';

interface Option {
  value: string;
  label: string;
}

interface Props {
  label: string;
  values: readonly string[];
  onChange(values: string[]): void;
  /** what the server can list (`?kind=`), or everything there is */
  source: string | readonly Option[];
  /** whether what is typed may be a value of its own */
  isFree?: boolean;
  nameOf?(value: string): string;
  onPick?(option: Option): void;
  help?: string;
  error?: string | false;
}

const shownOptions = 50;

/** A list of values: typed and picked from suggestions above, shown as tags below. */
export function ValueField(props: Props) {
  const { label, values, onChange, source, isFree = false, nameOf = (value) => value, help, error } = props;
  const { t } = useTranslation();
  const { urls } = useRuleDesk();
  const { load, data, state } = useFetcher<{ kind: string; q: string; options: Option[] }>();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const typed = text.trim();
  const kind = typeof source === 'string' ? source : null;

  useEffect(() => {
    if (kind === null || !isOpen) return;
    const timer = setTimeout(
      () => load(`${urls.values}?kind=${kind}&q=${encodeURIComponent(typed)}`),
      typed === '' ? 0 : 250,
    );
    return () => clearTimeout(timer);
  }, [kind, isOpen, typed, load, urls.values]);

  const options = useMemo(() => {
    if (kind !== null) return data?.kind === kind ? data.options : [];
    const wanted = typed.toLowerCase();
    return (source as readonly Option[]).filter(
      (option) => option.label.toLowerCase().includes(wanted) || option.value.toLowerCase() === wanted,
    );
  }, [kind, data, source, typed]);

  const add = (value: string) => {
    const option = options.find((each) => each.value === value);
    if (option) props.onPick?.(option);
    setText('');
    onChange(values.includes(value) ? values.filter((each) => each !== value) : [...values, value]);
  };
  const isNew =
    isFree && typed !== '' && !options.some((option) => option.value.toLowerCase() === typed.toLowerCase());

  return (
    <BlockStack gap="200">
      <Combobox
        allowMultiple
        willLoadMoreOptions={false}
        onClose={() => setOpen(false)}
        activator={
          <Combobox.TextField
            label={label}
            value={text}
            onChange={setText}
            onFocus={() => setOpen(true)}
            placeholder={t('rules:edit.addValues')}
            autoComplete="off"
            maxLength={255}
            {...(help ? { helpText: help } : {})}
            {...(error ? { error } : {})}
          />
        }
      >
        {isNew || options.length > 0 || state === 'loading' || isOpen ? (
          <Listbox onSelect={add} accessibilityLabel={label}>
            {isNew ? (
              <Listbox.Action value={typed}>{t('rules:edit.addValue', { value: typed })}</Listbox.Action>
            ) : null}
            {options.slice(0, shownOptions).map((option) => (
              <Listbox.Option
                key={option.value}
                value={option.value}
                selected={values.includes(option.value)}
              >
                {/* Polaris' own option has a checkbox in it, which a list of options must not have. */}
                <div className="rule-option">
                  <span>{option.label}</span>
                  {values.includes(option.value) ? <Icon source={CheckIcon} /> : null}
                </div>
              </Listbox.Option>
            ))}
            {!isNew && options.length === 0 ? (
              <Listbox.Header>
                <div className="rule-nothing">
                  {t(state === 'loading' ? 'rules:edit.loading' : 'rules:edit.nothing')}
                </div>
              </Listbox.Header>
            ) : null}
          </Listbox>
        ) : null}
      </Combobox>
      {values.length > 0 ? (
        <InlineStack gap="100">
          {values.map((value) => (
            <Tag
              key={value}
              accessibilityLabel={t('rules:edit.removeValue', { value: nameOf(value) })}
              onRemove={() => onChange(values.filter((each) => each !== value))}
            >
              <Text as="span" breakWord>
                {nameOf(value)}
              </Text>
            </Tag>
          ))}
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
