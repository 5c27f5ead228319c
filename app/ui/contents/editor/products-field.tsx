import { BlockStack, Button, InlineStack, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { type BlockOf, limits } from '../../../features/content/index.ts';
import { paths } from '../../../paths.ts';
import { type PickedProduct, ProductLine, ProductPicker } from '../../offers/product-picker.tsx';
import { fieldId } from './fields.ts';

interface Props {
  block: BlockOf<'products'>;
  known: Record<string, PickedProduct>;
  error?: string | undefined;
  onLearn(products: PickedProduct[]): void;
  onChange(block: BlockOf<'products'>): void;
}

/** Which products stand side by side: chosen here, or those that the sender gives. */
export function ProductsField({ block, known, error, onLearn, onChange }: Props) {
  const { t } = useTranslation();
  const choose = (products: PickedProduct[]) => {
    onLearn(products);
    onChange({ ...block, productIds: products.map(({ id }) => id).slice(0, limits.products) });
  };
  return (
    <BlockStack gap="300">
      <Select
        label={t('contents:editor.source')}
        value={block.source}
        options={(['chosen', 'given'] as const).map((value) => ({
          label: t(`contents:editor.sources.${value}`),
          value,
        }))}
        onChange={(source) => onChange({ ...block, source: source as 'chosen' | 'given' })}
      />
      {block.source === 'chosen' ? (
        <>
          {block.productIds.map((id) => (
            <InlineStack key={id} align="space-between" blockAlign="center" gap="200" wrap={false}>
              <ProductLine title={known[id]?.title ?? id} imageUrl={known[id]?.imageUrl ?? null} />
              <Button
                variant="plain"
                tone="critical"
                accessibilityLabel={t('contents:editor.removeOne', { name: known[id]?.title ?? id })}
                onClick={() =>
                  onChange({ ...block, productIds: block.productIds.filter((each) => each !== id) })
                }
              >
                {t('contents:editor.remove')}
              </Button>
            </InlineStack>
          ))}
          <ProductPicker
            id={fieldId(`blocks.${block.id}`)}
            label={t('contents:editor.chooseProducts')}
            searchPath={paths.offerProducts()}
            {...(error ? { error } : {})}
            many={{ ids: block.productIds, limit: limits.products, onPick: choose }}
            onPick={(product) => {
              onLearn([product]);
              const ids = [...new Set([...block.productIds, product.id])];
              onChange({ ...block, productIds: ids.slice(0, limits.products) });
            }}
          />
        </>
      ) : null}
    </BlockStack>
  );
}
