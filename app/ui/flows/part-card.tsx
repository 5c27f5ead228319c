import { ActionList, Badge, Button, Icon, Popover, Text } from '@shopify/polaris';
import { AlertCircleIcon, AlertTriangleIcon, MenuHorizontalIcon } from '@shopify/polaris-icons';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FlowPart, type PartProblem, partId } from './flow-draft.ts';
import type { startIcon } from './step-icons.ts';

export interface MenuItem {
  content: string;
  onAction(): void;
  isDestructive?: boolean;
  isDisabled?: boolean;
}

interface Props {
  part: FlowPart;
  icon: typeof startIcon;
  tone: 'start' | 'step' | 'end';
  /** of a step: which colour its picture has */
  kind?: string;
  title: string;
  detail: string;
  /** "Step 3 of 7", for who does not see the picture */
  place: string;
  /** what has happened here: "12 inside now" */
  figures: readonly string[];
  problems: readonly PartProblem[];
  isOpen: boolean;
  onToggle(): void;
  onKey(event: KeyboardEvent<HTMLElement>): void;
  menu: MenuItem[];
  children: ReactNode;
}

/**
 * One part of a flow: a line that says what it is and what has happened here; opened, its fields. The line is one button, so that
 * keys, fingers and screen readers have one thing to go to.
 */
export function PartCard(props: Props) {
  const {
    part,
    icon,
    tone,
    kind,
    title,
    detail,
    place,
    figures,
    problems,
    isOpen,
    onToggle,
    onKey,
    menu,
    children,
  } = props;
  const { t } = useTranslation();
  const id = partId(part);
  const isWrong = problems.some(({ severity }) => severity !== 'warning');
  return (
    <div
      className="flow-part"
      data-tone={tone}
      data-kind={kind}
      data-is-open={isOpen}
      data-is-wrong={isWrong}
    >
      <div className="flow-part__head">
        <button
          type="button"
          id={id}
          className="flow-part__open"
          aria-expanded={isOpen}
          aria-controls={`${id}-panel`}
          aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
          aria-keyshortcuts="ArrowUp ArrowDown Alt+ArrowUp Alt+ArrowDown Delete"
          onClick={onToggle}
          onKeyDown={onKey}
        >
          <span className="flow-part__icon">
            <Icon source={icon} />
          </span>
          <span className="flow-part__words">
            <span className="flow-visually-hidden">{place}: </span>
            <span className="flow-part__title">{title}</span>
            {detail ? (
              <span className="flow-part__detail">
                <span className="flow-visually-hidden">: </span>
                {detail}
              </span>
            ) : null}
            {figures.length > 0 ? (
              <span className="flow-part__figures">
                {figures.map((figure) => (
                  <span key={figure}>
                    <span className="flow-visually-hidden">, </span>
                    {figure}
                  </span>
                ))}
              </span>
            ) : null}
          </span>
        </button>
        {problems.length > 0 ? (
          <Badge tone={isWrong ? 'critical' : 'warning'}>
            {t(isWrong ? 'flow-pages:edit.wrong' : 'flow-pages:edit.look')}
          </Badge>
        ) : null}
        {menu.length > 0 ? <PartMenu title={title} menu={menu} /> : null}
      </div>
      {problems.length > 0 ? (
        <ul className="flow-part__problems" id={`${id}-problems`}>
          {problems.map(({ field, key, params, severity }) => (
            <li key={`${field} ${key}`} data-severity={severity}>
              <Icon
                source={severity === 'warning' ? AlertTriangleIcon : AlertCircleIcon}
                tone={severity === 'warning' ? 'caution' : 'critical'}
              />
              <Text as="span">{t(key, params)}</Text>
            </li>
          ))}
        </ul>
      ) : null}
      {/* Escape closes it from anywhere inside. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a shortcut; the button above does the same */}
      <div
        id={`${id}-panel`}
        className="flow-part__panel"
        hidden={!isOpen}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.defaultPrevented) return;
          event.stopPropagation();
          onToggle();
        }}
      >
        {isOpen ? children : null}
      </div>
    </div>
  );
}

function PartMenu({ title, menu }: { title: string; menu: MenuItem[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      preferredAlignment="right"
      activator={
        <Button
          icon={MenuHorizontalIcon}
          variant="tertiary"
          accessibilityLabel={t('flow-pages:edit.more', { step: title })}
          ariaExpanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        items={menu.map(({ content, onAction, isDestructive, isDisabled }) => ({
          content,
          destructive: isDestructive ?? false,
          disabled: isDisabled ?? false,
          onAction: () => {
            setOpen(false);
            onAction();
          },
        }))}
      />
    </Popover>
  );
}
