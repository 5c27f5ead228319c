import { useFetcher } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  ChoiceList,
  InlineStack,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { DeleteIcon } from '@shopify/polaris-icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Choice, type Item, limits } from '../../../features/offers/index.ts';
import { type PickedProduct, ProductLine, ProductPicker } from '../product-picker.tsx';
import type { KnownProducts } from './known-products.ts';

export interface ChoiceProps {
  choice: Choice | null;
  onChange(choice: Choice): void;
  products: KnownProducts;
  searchPath: string;
  collectionsPath: string;
  money(amount: string): string;
  id: string;
  error: string | false;
}

/** Rows that are drawn of a long choice; the rest is told as a number. */
const shownRows = 4;

const firstVariant = (product: PickedProduct) =>
  product.variants.find((each) => each.isAvailable) ?? product.variants[0];
const itemOf = (product: PickedProduct): Item => ({
  productId: product.id,
  variantId: firstVariant(product)?.id ?? '',
});

/** Which products are offered: chosen one by one, those of a collection, or what goes with the order by the shop's own sales. */
export function ChoiceFields(props: ChoiceProps) {
  const { choice, onChange, error } = props;
  const { t } = useTranslation();
  const by = choice?.by ?? 'hand';
  // What was chosen another way comes back when the merchant comes back to it.
  const [remembered, remember] = useState<Partial<Record<Choice['by'], Choice>>>({});
  const change = (to: Choice['by']) => {
    if (choice) remember((before) => ({ ...before, [choice.by]: choice }));
    const known = remembered[to];
    if (known) onChange(known);
    else if (to === 'hand') onChange({ by: 'hand', items: [] });
    else if (to === 'complements') onChange({ by: 'complements' });
    else onChange({ by: 'collection', collectionId: '', title: '' });
  };
  return (
    <BlockStack gap="300">
      <ChoiceList
        title={t('offers:choice.title')}
        choices={(['hand', 'complements', 'collection'] as const).map((value) => ({
          value,
          label: t(`offers:choice.${value}`),
          ...(by === value && { helpText: t(`offers:choice.${value}Help`) }),
        }))}
        selected={[by]}
        onChange={([next]) => change(next as Choice['by'])}
      />
      {by === 'hand' ? <Items {...props} items={choice?.by === 'hand' ? choice.items : []} /> : null}
      {by === 'collection' ? <CollectionPicker {...props} /> : null}
      {by === 'complements' && error ? <FieldError>{error}</FieldError> : null}
    </BlockStack>
  );
}

function Items({ items, onChange, products, searchPath, money, id, error }: ChoiceProps & { items: Item[] }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const set = (next: Item[]) => onChange({ by: 'hand', items: next.slice(0, limits.items) });
  const pick = (picked: PickedProduct[]) => {
    products.learn(picked);
    set(picked.map((product) => items.find((each) => each.productId === product.id) ?? itemOf(product)));
  };
  const shown = isWhole ? items : items.slice(0, shownRows);
  return (
    <BlockStack gap="300">
      {shown.length > 0 ? (
        <ul className="plain-list plain-list--rows" aria-label={t('offers:choice.chosen')}>
          {shown.map((item) => (
            <ItemRow
              key={item.productId}
              item={item}
              product={products.get(item.productId)}
              money={money}
              onVariant={(variantId) =>
                set(items.map((each) => (each === item ? { ...item, variantId } : each)))
              }
              onRemove={() => set(items.filter((each) => each !== item))}
            />
          ))}
        </ul>
      ) : null}
      {items.length > shownRows ? (
        <InlineStack>
          <Button variant="plain" ariaExpanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('offers:choice.less') : t('offers:choice.more', { count: items.length - shownRows })}
          </Button>
        </InlineStack>
      ) : null}
      <ProductPicker
        id={id}
        label={t(items.length > 0 ? 'offers:choice.change' : 'offers:choice.pick')}
        searchPath={searchPath}
        isPrimary={items.length === 0}
        onPick={(product) => {
          products.learn([product]);
          if (!items.some((each) => each.productId === product.id)) set([...items, itemOf(product)]);
        }}
        many={{ ids: items.map((each) => each.productId), limit: limits.items, onPick: pick }}
        error={error}
      />
    </BlockStack>
  );
}

interface RowProps {
  item: Item;
  product: PickedProduct | undefined;
  money(amount: string): string;
  onVariant(id: string): void;
  onRemove(): void;
}

function ItemRow({ item, product, money, onVariant, onRemove }: RowProps) {
  const { t } = useTranslation();
  const variant = product?.variants.find((each) => each.id === item.variantId);
  const title = product?.title ?? t('offers:edit.unknownProduct', { id: item.productId });
  return (
    <li>
      <InlineStack gap="300" align="space-between" blockAlign="center" wrap={false}>
        <ProductLine
          title={title}
          imageUrl={product?.imageUrl ?? null}
          {...(variant && { detail: money(variant.price) })}
        />
        <InlineStack gap="200" blockAlign="center" wrap={false}>
          {product && product.variants.length > 1 ? (
            <Select
              label={t('offers:edit.variantOf', { name: title })}
              labelHidden
              options={product.variants.map((each) => ({ value: each.id, label: each.title }))}
              value={item.variantId}
              onChange={onVariant}
            />
          ) : null}
          <Button
            icon={DeleteIcon}
            variant="tertiary"
            accessibilityLabel={t('offers:edit.removeProduct', { name: title })}
            onClick={onRemove}
          />
        </InlineStack>
      </InlineStack>
      {product && !variant ? (
        <Banner tone="critical">{t('offers:choice.gone')}</Banner>
      ) : variant && !variant.isAvailable ? (
        <Banner tone="warning">{t('offers:edit.soldOut')}</Banner>
      ) : null}
    </li>
  );
}

interface FoundCollection {
  id: string;
  title: string;
  products: number;
}

function CollectionPicker({ choice, onChange, collectionsPath, id, error }: ChoiceProps) {
  const { t } = useTranslation();
  const { load, data } = useFetcher<{ collections: FoundCollection[] }>();
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => load(`${collectionsPath}?q=${encodeURIComponent(text.trim())}`), 200);
    return () => clearTimeout(timer);
  }, [text, load, collectionsPath]);
  const chosen = choice?.by === 'collection' && choice.collectionId !== '' ? choice : null;
  const known = data?.collections.find((each) => each.id === chosen?.collectionId);
  return (
    <BlockStack gap="200">
      {chosen ? (
        <Text as="p" fontWeight="semibold">
          {known
            ? `${chosen.title} · ${t('offers:choice.products', { count: known.products })}`
            : chosen.title}
        </Text>
      ) : null}
      {known?.products === 0 ? <Banner tone="warning">{t('offers:choice.emptyCollection')}</Banner> : null}
      <TextField
        id={id}
        label={t(chosen ? 'offers:choice.otherCollection' : 'offers:choice.findCollection')}
        value={text}
        onChange={setText}
        autoComplete="off"
        type="search"
        error={error}
      />
      <ul className="plain-list">
        {(data?.collections ?? [])
          .filter((each) => each.id !== chosen?.collectionId)
          .map((each) => (
            <li key={each.id}>
              <Button
                variant="tertiary"
                textAlign="left"
                fullWidth
                onClick={() => onChange({ by: 'collection', collectionId: each.id, title: each.title })}
              >
                {`${each.title} · ${t('offers:choice.products', { count: each.products })}`}
              </Button>
            </li>
          ))}
      </ul>
      {data && data.collections.length === 0 ? (
        <Text as="p" tone="subdued">
          {t('offers:choice.noCollections')}
        </Text>
      ) : null}
    </BlockStack>
  );
}

/** A problem that belongs to no single control. */
export function FieldError({ children, id }: { children: string; id?: string }) {
  return (
    <span role="alert" {...(id ? { id } : {})}>
      <Text as="span" tone="critical">
        {children}
      </Text>
    </span>
  );
}
