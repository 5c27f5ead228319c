import { ActionList, Box, Button, Card, Icon, InlineStack, Popover, Text } from '@shopify/polaris';
import {
  ArrowDownIcon,
  ArrowUpIcon,
  ChevronDownIcon,
  ChevronUpIcon,
  DeleteIcon,
  DuplicateIcon,
  PlusIcon,
} from '@shopify/polaris-icons';
import { type MutableRefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Block,
  type BlockKind,
  blockKinds,
  blockTexts,
  type VariableGroup,
} from '../../../features/content/index.ts';
import type { PickedProduct } from '../../offers/product-picker.tsx';
import { BlockFields } from './block-fields.tsx';
import type { ContentForm } from './use-content.ts';
import type { Caret } from './word-field.tsx';

interface Props {
  form: ContentForm;
  language: string;
  /** what the message knows: blocks that need more are not offered */
  groups: readonly VariableGroup[];
  caret: MutableRefObject<Caret | null>;
  problem(field: string): string | undefined;
  /** blocks with something to put right */
  marked: ReadonlySet<string>;
  open: ReadonlySet<string>;
  onToggle(id: string, isOpen: boolean): void;
  products: Record<string, PickedProduct>;
  onLearn(products: PickedProduct[]): void;
  /** said aloud after a move */
  onSay(text: string): void;
}

/** What each kind needs to know before it shows anything. */
const needs: Partial<Record<BlockKind, VariableGroup>> = {
  items: 'items',
  offer: 'offer',
  code: 'code',
  stars: 'review',
  referral: 'referral',
  parcel: 'parcel',
};

/** The blocks in their order: each can be opened, moved, copied and taken out, by mouse and keyboard alike. */
export function BlockList(props: Props) {
  const { form, groups } = props;
  const { blocks } = form.input;
  const hasFooter = blocks.some(({ kind }) => kind === 'footer');
  const kinds = blockKinds.filter((kind) => {
    const need = needs[kind];
    return kind === 'footer' ? !hasFooter : !need || groups.includes(need);
  });
  return (
    <Card padding="0">
      <ol className="content-blocks">
        {blocks.map((block, at) => (
          <li key={block.id} className="content-block" data-is-open={props.open.has(block.id)}>
            <BlockRow {...props} block={block} at={at} />
          </li>
        ))}
      </ol>
      <Box padding="300">
        <AddBlock
          kinds={kinds}
          onAdd={(kind) => {
            const id = form.add(kind, null);
            props.onToggle(id, true);
          }}
        />
      </Box>
    </Card>
  );
}

function BlockRow(props: Props & { block: Block; at: number }) {
  const { block, at, form, language, open, onToggle, marked, onSay } = props;
  const { t } = useTranslation();
  const { blocks } = form.input;
  const isOpen = open.has(block.id);
  const name = t(`contents:block.${block.kind}`);
  const place = t('contents:editor.place', { name, at: at + 1, of: blocks.length });
  const first = blockTexts[block.kind][0]?.name;
  const summary = first ? (form.input.texts[language]?.blocks[block.id]?.[first] ?? '') : '';
  const isFooter = block.kind === 'footer';
  const move = (by: -1 | 1) => {
    form.move(block.id, by);
    onSay(t('contents:editor.moved', { name, at: at + 1 + by, of: blocks.length }));
  };
  const label = (what: string) => `${t(`contents:editor.${what}`)}: ${place}`;
  return (
    <>
      <div className="content-block__head">
        <button
          type="button"
          className="content-block__title"
          aria-expanded={isOpen}
          aria-controls={`panel-${block.id}`}
          onClick={() => onToggle(block.id, !isOpen)}
        >
          <Icon source={isOpen ? ChevronUpIcon : ChevronDownIcon} />
          <span className="content-block__words">
            <Text as="span" fontWeight="semibold">
              {name}
            </Text>
            {isOpen || !summary ? null : (
              <span className="content-block__summary">{summary.slice(0, 120)}</span>
            )}
          </span>
          {marked.has(block.id) ? (
            <span className="content-block__mark">{t('contents:editor.marked')}</span>
          ) : null}
        </button>
        <InlineStack gap="100" wrap={false}>
          <Button
            variant="tertiary"
            icon={ArrowUpIcon}
            accessibilityLabel={label('up')}
            disabled={isFooter || at === 0}
            onClick={() => move(-1)}
          />
          <Button
            variant="tertiary"
            icon={ArrowDownIcon}
            accessibilityLabel={label('down')}
            disabled={isFooter || at >= blocks.length - 1 || blocks[at + 1]?.kind === 'footer'}
            onClick={() => move(1)}
          />
          <Button
            variant="tertiary"
            icon={DuplicateIcon}
            accessibilityLabel={label('duplicate')}
            disabled={isFooter}
            onClick={() => onToggle(form.duplicate(block.id), true)}
          />
          <Button
            variant="tertiary"
            icon={DeleteIcon}
            accessibilityLabel={label('delete')}
            onClick={() => {
              form.remove(block.id);
              onSay(t('contents:editor.deleted', { name }));
            }}
          />
        </InlineStack>
      </div>
      <div id={`panel-${block.id}`} className="content-block__body" hidden={!isOpen}>
        {isOpen ? <BlockFields {...props} /> : null}
      </div>
    </>
  );
}

function AddBlock({ kinds, onAdd }: { kinds: BlockKind[]; onAdd(kind: BlockKind): void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button icon={PlusIcon} disclosure ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('contents:editor.add')}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        items={kinds.map((kind) => ({
          content: t(`contents:block.${kind}`),
          helpText: t(`contents:about.${kind}`),
          onAction: () => {
            setOpen(false);
            onAdd(kind);
          },
        }))}
      />
    </Popover>
  );
}
