import {
  Badge,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  Divider,
  InlineStack,
  Text,
  Thumbnail,
} from '@shopify/polaris';
import { ImageIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { Hidden } from '../../features/complements/index.ts';
import { paths } from '../../paths.ts';
import { ProductPicker } from '../offers/product-picker.tsx';

/** What goes with a product; words are in the reader's language already. */
export interface ComplementInWords {
  id: string;
  title: string;
  imageUrl: string | null;
  because: string | null;
  state: Hidden | 'pinned' | 'shown';
  isPinned: boolean;
  hidden: string | null;
}

export interface ProductInWords {
  id: string;
  title: string;
  imageUrl: string | null;
  orders: string;
  complements: ComplementInWords[];
}

export type Choose = (productId: string, offeredProductId: string, kind: 'pin' | 'ban' | 'clear') => void;

interface Props {
  product: ProductInWords;
  isBusy: boolean;
  onChoose: Choose;
}

/** One product with what goes with it, why, and the merchant's word about each. */
export function ProductCard({ product, isBusy, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack gap="300" blockAlign="center" wrap={false}>
          <Thumbnail source={product.imageUrl ?? ImageIcon} alt="" size="small" />
          <BlockStack>
            <Text as="h2" variant="headingMd" breakWord>
              {product.title}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              {product.orders}
            </Text>
          </BlockStack>
        </InlineStack>
        {product.complements.length === 0 ? (
          <Text as="p" tone="subdued">
            {t('complements:nothing')}
          </Text>
        ) : (
          <ul className="complement-list" aria-label={t('complements:listOf', { product: product.title })}>
            {product.complements.map((complement) => (
              <li key={complement.id}>
                <Divider />
                <Complement product={product} complement={complement} isBusy={isBusy} onChoose={onChoose} />
              </li>
            ))}
          </ul>
        )}
        <ProductPicker
          label={t('complements:add')}
          accessibilityLabel={t('complements:addOf', { product: product.title })}
          searchPath={paths.offerProducts()}
          onPick={(picked) => onChoose(product.id, picked.id, 'pin')}
        />
      </BlockStack>
    </Card>
  );
}

const tones = {
  pinned: 'info',
  shown: 'success',
  banned: 'critical',
  gone: undefined,
  'sold-out': 'warning',
  'just-bought': undefined,
  'returned-much': 'warning',
} as const;

function Complement({ product, complement, isBusy, onChoose }: Props & { complement: ComplementInWords }) {
  const { t } = useTranslation();
  const { id, title, state, isPinned } = complement;
  const tone = tones[state];
  const label = state === 'shown' || state === 'pinned' || state === 'banned' ? state : 'notShown';
  const names = { offered: title, product: product.title };
  const isBanned = state === 'banned';
  const button = (key: 'pin' | 'unpin' | 'ban' | 'allow', kind: 'pin' | 'ban' | 'clear') => (
    <Button
      size="slim"
      disabled={isBusy}
      accessibilityLabel={t(`complements:${key}Of`, names)}
      onClick={() => onChoose(product.id, id, kind)}
    >
      {t(`complements:${key}`)}
    </Button>
  );
  return (
    <div className="complement-row">
      <Thumbnail source={complement.imageUrl ?? ImageIcon} alt="" size="small" />
      <BlockStack gap="050">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm" breakWord>
            {title}
          </Text>
          <Badge {...(tone ? { tone } : {})}>{t(`complements:${label}`)}</Badge>
        </InlineStack>
        {complement.because ? (
          <Text as="p" breakWord>
            {complement.because}
          </Text>
        ) : null}
        {complement.hidden && !isBanned ? (
          <Text as="p" tone="subdued" breakWord>
            {complement.hidden}
          </Text>
        ) : null}
      </BlockStack>
      <ButtonGroup>
        {isPinned ? button('unpin', 'clear') : isBanned ? button('allow', 'clear') : button('pin', 'pin')}
        {isBanned ? null : button('ban', 'ban')}
      </ButtonGroup>
    </div>
  );
}
