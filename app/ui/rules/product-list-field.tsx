import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Tag, Text, TextField } from '@shopify/polaris';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleLimits } from '../../features/offers/index.ts';
import { ProductPicker } from '../offers/product-picker.tsx';
import { useRuleDesk } from './rule-desk.ts';

interface Props {
  by: 'product' | 'variant';
  ids: readonly string[];
  onChange(ids: string[]): void;
  error?: string | false;
}

const fewTags = 6;
const rowsAtOnce = 100;

/** Products (or variants): a few as tags, all of them behind a search; picked, or pasted as ids and SKUs. */
export function ProductListField({ by, ids, onChange, error }: Props) {
  const { t } = useTranslation();
  const { names, learn, urls } = useRuleDesk();
  const [isOpen, setOpen] = useState(false);
  const known = (by === 'product' ? names.products : names.variants) ?? {};
  const nameOf = (id: string) => known[id] ?? id;
  const remove = (id: string) => onChange(ids.filter((each) => each !== id));
  const add = (more: readonly string[]) => onChange([...new Set([...ids, ...more])]);
  return (
    <BlockStack gap="200">
      <Text as="p" tone="subdued">
        {t('rules:edit.chosen', { count: ids.length })}
      </Text>
      {isOpen ? (
        <AllRows ids={ids} nameOf={nameOf} onRemove={remove} />
      ) : (
        <InlineStack gap="100">
          {ids.slice(0, fewTags).map((id) => (
            <Tag
              key={id}
              accessibilityLabel={t('rules:edit.removeValue', { value: nameOf(id) })}
              onRemove={() => remove(id)}
            >
              {nameOf(id)}
            </Tag>
          ))}
        </InlineStack>
      )}
      {ids.length > fewTags ? (
        <InlineStack gap="300">
          <Button variant="plain" ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? t('rules:edit.showLess') : t('rules:edit.showAll', { count: ids.length })}
          </Button>
          <Button variant="plain" tone="critical" onClick={() => onChange([])}>
            {t('rules:edit.removeAll')}
          </Button>
        </InlineStack>
      ) : null}
      <ProductPicker
        label={t(by === 'product' ? 'rules:edit.products' : 'rules:edit.variants')}
        searchPath={urls.search}
        error={error ?? false}
        {...(by === 'product' && {
          many: {
            ids,
            limit: ruleLimits.ids,
            onPick: (products) => {
              learn('products', Object.fromEntries(products.map(({ id, title }) => [id, title])));
              onChange(products.map(({ id }) => id));
            },
          },
        })}
        onPick={(product) => {
          if (by === 'product') {
            learn('products', { [product.id]: product.title });
            add([product.id]);
            return;
          }
          const titled = product.variants.map(({ id, title }) => [
            id,
            title && title !== 'Default Title' ? `${product.title} – ${title}` : product.title,
          ]);
          learn('variants', Object.fromEntries(titled));
          add(product.variants.map(({ id }) => id));
        }}
      />
      <PasteField by={by} onFound={add} />
    </BlockStack>
  );
}

function AllRows(props: { ids: readonly string[]; nameOf(id: string): string; onRemove(id: string): void }) {
  const { ids, nameOf, onRemove } = props;
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [most, setMost] = useState(rowsAtOnce);
  const wanted = useDeferredValue(text.trim().toLowerCase());
  const found =
    wanted === '' ? ids : ids.filter((id) => nameOf(id).toLowerCase().includes(wanted) || id === wanted);
  return (
    <BlockStack gap="200">
      <TextField
        label={t('rules:edit.filter')}
        value={text}
        onChange={(typed) => {
          setText(typed);
          setMost(rowsAtOnce);
        }}
        type="search"
        autoComplete="off"
      />
      <Text as="p" tone="subdued">
        {t('rules:edit.shown', { shown: Math.min(most, found.length), count: ids.length })}
      </Text>
      {/* A list that scrolls must be reached by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls */}
      <ul className="rule-products" tabIndex={0} aria-label={t('rules:edit.values')}>
        {found.slice(0, most).map((id) => (
          <li key={id}>
            <Text as="span" breakWord>
              {nameOf(id)}
            </Text>
            <Button
              variant="plain"
              tone="critical"
              accessibilityLabel={t('rules:edit.removeValue', { value: nameOf(id) })}
              onClick={() => onRemove(id)}
            >
              {t('rules:edit.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {found.length > most ? (
        <Button variant="plain" onClick={() => setMost(most + rowsAtOnce)}>
          {t('rules:edit.showMore')}
        </Button>
      ) : null}
    </BlockStack>
  );
}

interface Pasted {
  found: { value: string; label: string }[];
  unknown: string[];
}

function PasteField({ by, onFound }: { by: 'product' | 'variant'; onFound(ids: string[]): void }) {
  const { t } = useTranslation();
  const { learn, urls } = useRuleDesk();
  const fetcher = useFetcher<Pasted>();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [said, setSaid] = useState<Pasted | null>(null);
  const { data } = fetcher;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer counts
  useEffect(() => {
    if (!data || data === said) return;
    setSaid(data);
    setText(data.unknown.join('\n'));
    learn(
      by === 'product' ? 'products' : 'variants',
      Object.fromEntries(data.found.map(({ value, label }) => [value, label])),
    );
    onFound(data.found.map(({ value }) => value));
  }, [data]);
  const words = useMemo(() => said?.unknown.slice(0, 5).join(', '), [said]);
  return (
    <BlockStack gap="200">
      <div>
        <Button variant="plain" ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('rules:edit.paste')}
        </Button>
      </div>
      {isOpen ? (
        <BlockStack gap="200">
          <TextField
            label={t('rules:edit.paste')}
            helpText={t('rules:edit.pasteHelp')}
            value={text}
            onChange={setText}
            multiline={3}
            maxHeight={160}
            autoComplete="off"
          />
          <div>
            <Button
              disabled={text.trim() === ''}
              loading={fetcher.state !== 'idle'}
              onClick={() =>
                fetcher.submit(
                  { text, by },
                  { method: 'post', action: urls.values, encType: 'application/json' },
                )
              }
            >
              {t('rules:edit.pasteDo')}
            </Button>
          </div>
          <div role="status">
            {said ? (
              <Text as="p">
                {[
                  t('rules:edit.pasteAdded', { count: said.found.length }),
                  ...(said.unknown.length > 0
                    ? [t('rules:edit.pasteUnknown', { count: said.unknown.length, list: words ?? '' })]
                    : []),
                ].join(' ')}
              </Text>
            ) : null}
          </div>
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}
