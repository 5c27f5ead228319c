import { useFetcher } from '@remix-run/react';
import { BlockStack, Button, InlineStack, Text, TextField, Thumbnail } from '@shopify/polaris';
import { ImageIcon } from '@shopify/polaris-icons';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A product as the editor needs it, whether it came from Shopify's picker or from our own search. */
export interface PickedProduct {
  id: string;
  title: string;
  imageUrl: string | null;
  variants: PickedVariant[];
}

export interface PickedVariant {
  id: string;
  title: string;
  /** decimal, in the shop's currency */
  price: string;
  isAvailable: boolean;
}

interface Resource {
  id: string;
  title?: string;
  images?: { originalSrc?: string }[];
  variants?: {
    id?: string;
    title?: string;
    displayName?: string;
    price?: string;
    availableForSale?: boolean;
  }[];
}

const plain = (id: string) => id.slice(id.lastIndexOf('/') + 1);

function fromResource(resource: Resource): PickedProduct {
  return {
    id: plain(resource.id),
    title: resource.title ?? '',
    imageUrl: resource.images?.[0]?.originalSrc ?? null,
    variants: (resource.variants ?? [])
      .filter((variant) => variant.id)
      .map((variant) => ({
        id: plain(variant.id ?? ''),
        title: variant.title ?? variant.displayName ?? '',
        price: String(variant.price ?? '0'),
        isAvailable: variant.availableForSale !== false,
      })),
  };
}

interface Props {
  label: string;
  /** what the button says aloud, where several say the same on one page */
  accessibilityLabel?: string;
  searchPath: string;
  /** one product was chosen; with `many`, one more */
  onPick(product: PickedProduct): void;
  /** several may be chosen: those that are, and what to do with the new selection */
  many?: { ids: readonly string[]; limit: number; onPick(products: PickedProduct[]): void };
  error?: string | false;
  id?: string;
  isPrimary?: boolean;
}

/** A button that opens Shopify's own picker; where there is none, and for those who like to type, a search by name. */
export function ProductPicker(props: Props) {
  const { label, accessibilityLabel, searchPath, onPick, many, error, id, isPrimary } = props;
  const { t } = useTranslation();
  const [isSearching, setSearching] = useState(false);
  const errorId = useId();
  const pick = async () => {
    const picker = window.shopify?.resourcePicker;
    if (!picker) return setSearching(true);
    try {
      const chosen = (await picker({
        type: 'product',
        multiple: many ? many.limit : false,
        action: 'select',
        ...(many && { selectionIds: many.ids.map((each) => ({ id: `gid://shopify/Product/${each}` })) }),
      })) as Resource[] | undefined;
      if (!chosen) return;
      if (many) many.onPick(chosen.map(fromResource));
      else if (chosen[0]) onPick(fromResource(chosen[0]));
    } catch {
      setSearching(true);
    }
  };
  return (
    <BlockStack gap="200">
      <InlineStack gap="300" blockAlign="center">
        <Button
          onClick={() => void pick()}
          {...(isPrimary ? { variant: 'primary' as const } : {})}
          {...(id ? { id } : {})}
          {...(accessibilityLabel ? { accessibilityLabel } : {})}
          {...(error ? { ariaDescribedBy: errorId } : {})}
        >
          {label}
        </Button>
        <Button
          variant="plain"
          ariaExpanded={isSearching}
          {...(accessibilityLabel
            ? { accessibilityLabel: `${t('offers:edit.search')}: ${accessibilityLabel}` }
            : {})}
          onClick={() => setSearching(!isSearching)}
        >
          {t('offers:edit.search')}
        </Button>
      </InlineStack>
      {error ? (
        <span id={errorId} role="alert">
          <Text as="span" tone="critical">
            {error}
          </Text>
        </span>
      ) : null}
      {isSearching ? (
        <Search
          searchPath={searchPath}
          onPick={(product) => {
            setSearching(false);
            onPick(product);
          }}
        />
      ) : null}
    </BlockStack>
  );
}

function Search({ searchPath, onPick }: { searchPath: string; onPick(product: PickedProduct): void }) {
  const { t } = useTranslation();
  const { load, data } = useFetcher<{ products: PickedProduct[] }>();
  const [text, setText] = useState('');
  const isLong = text.trim().length >= 2;
  useEffect(() => {
    if (!isLong) return;
    const timer = setTimeout(() => load(`${searchPath}?q=${encodeURIComponent(text.trim())}`), 200);
    return () => clearTimeout(timer);
  }, [text, isLong, load, searchPath]);
  const found = isLong ? (data?.products ?? []) : [];
  return (
    <BlockStack gap="200">
      <TextField
        label={t('offers:edit.search')}
        labelHidden
        value={text}
        onChange={setText}
        autoComplete="off"
        autoFocus
        type="search"
        helpText={
          isLong && data && found.length === 0 ? t('offers:edit.noneFound') : t('offers:edit.searchHint')
        }
      />
      <ul className="plain-list">
        {found.map((product) => (
          <li key={product.id}>
            <Button variant="tertiary" textAlign="left" fullWidth onClick={() => onPick(product)}>
              {product.title}
            </Button>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}

/** The chosen product, in one line. */
export function ProductLine({
  title,
  detail,
  imageUrl,
}: {
  title: string;
  detail?: string;
  imageUrl: string | null;
}) {
  return (
    <InlineStack gap="300" blockAlign="center" wrap={false}>
      <Thumbnail source={imageUrl ?? ImageIcon} alt="" size="small" />
      <BlockStack>
        <Text as="span" fontWeight="semibold">
          {title}
        </Text>
        {detail ? (
          <Text as="span" tone="subdued">
            {detail}
          </Text>
        ) : null}
      </BlockStack>
    </InlineStack>
  );
}
