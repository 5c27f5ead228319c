import { ActionList, Icon, Popover } from '@shopify/polaris';
import { PlusIcon } from '@shopify/polaris-icons';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepPlace } from './edit-flow.ts';
import { type StepKind, stepKinds } from './new-step.ts';
import { stepIcons } from './step-icons.ts';

interface Props {
  id: string;
  place: StepPlace;
  /** where this gap is, for who does not see it: "after Wait" */
  where: string;
  /** an empty branch says so */
  isAlone: boolean;
  onAdd(place: StepPlace, kind: StepKind): void;
}

/** The gap between two steps: a button that asks which kind of step comes here. */
export const AddStep = memo(function AddStep({ id, place, where, isAlone, onAdd }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="flow-gap" data-is-alone={isAlone}>
      <Popover
        active={isOpen}
        onClose={() => setOpen(false)}
        preferredAlignment="left"
        activator={
          <button
            type="button"
            id={id}
            className="flow-gap__add"
            aria-expanded={isOpen}
            aria-label={t('flow-pages:edit.addWhere', { where })}
            onClick={() => setOpen(!isOpen)}
          >
            <Icon source={PlusIcon} />
            {isAlone ? <span>{t('flow-pages:edit.addStep')}</span> : null}
          </button>
        }
      >
        <ActionList
          actionRole="menuitem"
          items={stepKinds.map((kind) => ({
            icon: stepIcons[kind],
            content: t(`flow-pages:kind.${kind}`),
            helpText: t(`flow-pages:kindHelp.${kind}`),
            onAction: () => {
              setOpen(false);
              onAdd(place, kind);
            },
          }))}
        />
      </Popover>
    </div>
  );
});
