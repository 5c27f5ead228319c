import { ActionList, Button, Popover } from '@shopify/polaris';
import { CodeAddIcon } from '@shopify/polaris-icons';
import { type MutableRefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Variable,
  type VariableGroup,
  variableGroups,
  variableSnippet,
} from '../../../features/content/index.ts';
import type { Caret } from './word-field.tsx';

interface Props {
  groups: readonly VariableGroup[];
  caret: MutableRefObject<Caret | null>;
  onNoPlace(): void;
}

/** What the message knows, by name; a choice is put where the cursor was, with the filter that shows it well. */
export function VariablePicker({ groups, caret, onNoPlace }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const choose = (variable: Variable) => {
    setOpen(false);
    const { current } = caret;
    if (!current) return onNoPlace();
    current.insert(variableSnippet(variable, t('contents:editor.fallback')), current.at);
  };
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      autofocusTarget="first-node"
      activator={
        <Button icon={CodeAddIcon} disclosure ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t('contents:editor.variables')}
        </Button>
      }
    >
      <ActionList
        actionRole="menuitem"
        sections={groups.map((group) => ({
          title: t(`contents:group.${group}`),
          items: variableGroups[group].map((variable: Variable) => ({
            content: t(`contents:variable.${variable.name.replaceAll('.', '_')}`),
            helpText: `{{ ${variable.name} }}`,
            onAction: () => choose(variable),
          })),
        }))}
      />
    </Popover>
  );
}
