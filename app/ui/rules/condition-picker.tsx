import { ActionList, Box, Button, Popover, Text, TextField } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ConditionKind, conditionGroups } from './condition-kinds.ts';
import { useRuleDesk } from './rule-desk.ts';

interface Props {
  label: string;
  onPick(kind: ConditionKind): void;
  id: string;
}

/** The list of all conditions, by what they are about, with a search. */
export function ConditionPicker({ label, onPick, id }: Props) {
  const { t } = useTranslation();
  const { hidden } = useRuleDesk();
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const close = () => {
    setOpen(false);
    setText('');
  };
  const sections = conditionGroups.flatMap(({ id: group, kinds }) => {
    const title = t(`rules:edit.group.${group}`);
    const items = kinds
      .filter((kind) => !hidden.has(kind))
      .map((kind) => ({ kind, content: t(`rules:edit.kind.${kind}`) }))
      .filter(
        ({ content }) =>
          wanted === '' || content.toLowerCase().includes(wanted) || title.toLowerCase().includes(wanted),
      )
      .map(({ kind, content }) => ({
        content,
        onAction: () => {
          close();
          onPick(kind);
        },
      }));
    return items.length > 0 ? [{ title, items }] : [];
  });
  return (
    <Popover
      active={isOpen}
      onClose={close}
      autofocusTarget="first-node"
      preferredAlignment="left"
      activator={
        <Button
          id={id}
          icon={PlusIcon}
          disclosure={isOpen ? 'up' : 'down'}
          ariaExpanded={isOpen}
          onClick={() => (isOpen ? close() : setOpen(true))}
        >
          {label}
        </Button>
      }
    >
      <Popover.Pane fixed>
        <Box padding="200">
          <TextField
            label={t('rules:edit.search')}
            labelHidden
            placeholder={t('rules:edit.search')}
            value={text}
            onChange={setText}
            autoComplete="off"
            type="search"
          />
        </Box>
      </Popover.Pane>
      <Popover.Pane>
        {sections.length > 0 ? (
          <ActionList actionRole="menuitem" sections={sections} />
        ) : (
          <Box padding="300">
            <Text as="p" tone="subdued">
              {t('rules:edit.noneFound')}
            </Text>
          </Box>
        )}
      </Popover.Pane>
    </Popover>
  );
}
