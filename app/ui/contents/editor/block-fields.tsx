import { BlockStack, Checkbox, InlineStack, Select, Text } from '@shopify/polaris';
import type { MutableRefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { type Block, blockTexts, limits } from '../../../features/content/index.ts';
import type { PickedProduct } from '../../offers/product-picker.tsx';
import { fieldId } from './fields.ts';
import { PictureField } from './picture-field.tsx';
import { ProductsField } from './products-field.tsx';
import type { ContentForm } from './use-content.ts';
import { type Caret, WordField } from './word-field.tsx';

interface Props {
  block: Block;
  form: ContentForm;
  language: string;
  caret: MutableRefObject<Caret | null>;
  problem(field: string): string | undefined;
  products: Record<string, PickedProduct>;
  onLearn(products: PickedProduct[]): void;
}

/** What a block has: what all languages share, then its words in the one that is chosen. */
export function BlockFields(props: Props) {
  const { block, form, language, caret, problem } = props;
  const { t } = useTranslation();
  const fields = blockTexts[block.kind];
  return (
    <BlockStack gap="300">
      <Shared {...props} />
      {fields.map(({ name, max, lines, isOptional }) => {
        const field = `texts.${language}.blocks.${block.id}.${name}`;
        const label = t(`contents:field.${name}`);
        return (
          <WordField
            key={field}
            field={field}
            label={isOptional ? t('contents:editor.optional', { label }) : label}
            value={form.input.texts[language]?.blocks[block.id]?.[name] ?? ''}
            max={max}
            lines={lines}
            caret={caret}
            error={problem(field)}
            onChange={(text) => form.setWord(language, block.id, name, text)}
          />
        );
      })}
      {fields.length === 0 ? (
        <Text as="p" tone="subdued">
          {t(`contents:about.${block.kind}`)}
        </Text>
      ) : null}
    </BlockStack>
  );
}

function Shared(props: Props) {
  const { block, form, caret, problem, products, onLearn } = props;
  const { t } = useTranslation();
  const align =
    'align' in block ? (
      <Select
        label={t('contents:editor.align')}
        value={block.align}
        options={(['start', 'center'] as const).map((value) => ({
          label: t(`contents:editor.aligns.${value}`),
          value,
        }))}
        onChange={(value) => form.setBlock({ ...block, align: value as 'start' | 'center' })}
      />
    ) : null;
  const address =
    'url' in block ? (
      <WordField
        field={`blocks.${block.id}.url`}
        label={t(block.kind === 'button' ? 'contents:editor.url' : 'contents:editor.pictureUrl')}
        value={block.url}
        max={limits.url}
        lines={1}
        caret={caret}
        error={problem(`blocks.${block.id}.url`)}
        help={t('contents:editor.urlHelp')}
        onChange={(url) => form.setBlock({ ...block, url })}
      />
    ) : null;
  switch (block.kind) {
    case 'text':
      return (
        <InlineStack gap="400" blockAlign="end">
          {align}
          <Checkbox
            label={t('contents:editor.small')}
            checked={block.isSmall}
            onChange={(isSmall) => form.setBlock({ ...block, isSmall })}
          />
        </InlineStack>
      );
    case 'picture':
      return (
        <BlockStack gap="300">
          <PictureField
            id={fieldId(`blocks.${block.id}`)}
            pictureId={block.pictureId}
            error={problem(`blocks.${block.id}`)}
            onChange={(pictureId) => form.setBlock({ ...block, pictureId })}
          />
          <Select
            label={t('contents:editor.width')}
            value={block.width}
            options={(['full', 'half'] as const).map((value) => ({
              label: t(`contents:editor.widths.${value}`),
              value,
            }))}
            onChange={(width) => form.setBlock({ ...block, width: width as 'full' | 'half' })}
          />
          {address}
        </BlockStack>
      );
    case 'products':
      return (
        <ProductsField
          block={block}
          known={products}
          error={problem(`blocks.${block.id}`)}
          onLearn={onLearn}
          onChange={(next) => form.setBlock(next)}
        />
      );
    case 'items':
      return (
        <Checkbox
          label={t('contents:editor.totals')}
          checked={block.hasTotals}
          onChange={(hasTotals) => form.setBlock({ ...block, hasTotals })}
        />
      );
    default:
      return align || address ? (
        <BlockStack gap="300">
          {align}
          {address}
        </BlockStack>
      ) : null;
  }
}
